import type { TestExpression, Word } from '../syntax/script.ts';
import { ArithmeticError } from './arithmetic.ts';
import type { Expander } from './expansion.ts';
import { isRegexFailure, matchesRegex, parseRegex } from './extended-regex.ts';
import { compileGlob } from './glob.ts';
import type { FileFact } from './host-facts.ts';
import { isKnown, type Status } from './shell-state.ts';
import { countGroups, GroupedPattern } from './submatches.ts';
import { known } from './value.ts';
import { type PathValue, scalarOf, setElement, type Variables } from './variables.ts';
import type { Work } from './work.ts';

/** Whether a condition holds; `undefined` if that is not known. */
export type Truth = boolean | undefined;

export function statusOf(truth: Truth): Status {
  return truth === undefined ? undefined : truth ? 0 : 1;
}

const comparisons: Readonly<Record<string, (left: bigint, right: bigint) => boolean>> = {
  '-eq': (left, right) => left === right,
  '-ne': (left, right) => left !== right,
  '-lt': (left, right) => left < right,
  '-le': (left, right) => left <= right,
  '-gt': (left, right) => left > right,
  '-ge': (left, right) => left >= right,
};

/** `[[ … ]]` */
export function evaluateTest(expression: TestExpression, expander: Expander): Truth {
  switch (expression.kind) {
    case 'not':
      return negate(evaluateTest(expression.operand, expander));
    case 'and':
    case 'or': {
      const stopper = expression.kind === 'or';
      const left = evaluateTest(expression.left, expander);
      if (left === stopper) return stopper;
      const right = evaluateTest(expression.right, expander);
      return right === stopper ? stopper : left === undefined ? undefined : right;
    }
    case 'word': {
      const value = expander.valueOf(expression.word);
      return isKnown(value) ? value.text !== '' : undefined;
    }
    case 'unary':
      return unaryTest(expression.operator, expander.valueOf(expression.operand), expander);
    case 'binary':
      return binaryTest(expression, expander);
    default:
      return expression satisfies never;
  }
}

function binaryTest(
  { operator, left, right }: Extract<TestExpression, { kind: 'binary' }>,
  expander: Expander,
): Truth {
  const compare = comparisons[operator];
  if (compare) {
    const [a, b] = [numberOf(left, expander), numberOf(right, expander)];
    if (a === 'wrong' || b === 'wrong') return false;
    return a === undefined || b === undefined ? undefined : compare(a, b);
  }
  const text = expander.valueOf(left);
  if (operator === '=~') {
    const regex = expander.regexOf(right);
    expander.shell.variables.makeUnknown(
      'BASH_REMATCH',
      'the text that a group matched is not evaluated',
      right,
    );
    if (!isKnown(text) || !isKnown(regex)) return undefined;
    const work = expander.shell.workAt(right);
    const truth = matchesRegex(regex.text, text.text, work);
    if (truth !== undefined) noteGroups(regex.text, text.text, truth, expander.shell.variables, work);
    return truth;
  }
  if (operator === '=' || operator === '==' || operator === '!=') {
    const pattern = expander.patternOf(right);
    if (!isKnown(text) || !isKnown(pattern)) return undefined;
    const matches = compileGlob(pattern.text, expander.shell.workAt(right))?.matchesWhole(text.text);
    return operator === '!=' ? negate(matches) : matches;
  }
  const other = expander.valueOf(right);
  // The order of digits is the same in every locale, that of other text is not. `-nt` and the like depend on the files of the machine.
  if (!isKnown(text) || !isKnown(other) || !/^\d*$/.test(text.text) || !/^\d*$/.test(other.text))
    return undefined;
  return operator === '<' ? text.text < other.text : operator === '>' ? text.text > other.text : undefined;
}

/** Sets BASH_REMATCH to the whole match followed by each group, or empties it if there is no match. */
function noteGroups(regex: string, text: string, matches: boolean, variables: Variables, work: Work): void {
  const pattern = parseRegex(regex);
  // The content of BASH_REMATCH after an invalid expression is not modelled.
  if (isRegexFailure(pattern)) return;
  const match = matches ? GroupedPattern.compile(pattern, work)?.find(text, 0) : 'none';
  if (match === undefined || match === 'unknown') return;
  variables.unset('BASH_REMATCH');
  const variable = variables.get('BASH_REMATCH');
  variable.isArray = true;
  if (match === 'none') return;
  const count = countGroups(pattern);
  for (let number = 0; number <= count; number++) {
    const part = number === 0 ? match : match.groups.get(number);
    const value = known(part ? text.slice(part.start, part.end) : '');
    setElement(variable, number, { value, presence: 'always', assignment: undefined });
  }
}

function numberOf(word: Word, expander: Expander): bigint | 'wrong' | undefined {
  const value = expander.valueOf(word);
  if (!isKnown(value)) return undefined;
  try {
    return expander.calculate(value.text, word);
  } catch (error) {
    if (!(error instanceof ArithmeticError)) throw error;
    return 'wrong';
  }
}

function unaryTest(operator: string, operand: PathValue, expander: Expander): Truth {
  if (!isKnown(operand)) return undefined;
  if (operator === '-z') return operand.text === '';
  if (operator === '-n') return operand.text !== '';
  if (operator === '-v' && /^[A-Za-z_]\w*$/.test(operand.text)) {
    const element = scalarOf(expander.shell.variables.get(operand.text));
    return element === undefined ? false : element.presence === 'always' ? true : undefined;
  }
  if (operand.text === '' && /^-[abcdefghkprsuwxGLNOS]$/.test(operator)) return false;
  return fileTest(operator, expander.shell.fileAt(operand.text));
}

/** Evaluates `-e`, `-f` … by what is known of a path. Permissions, and whether it is a symbolic link, are not known. */
function fileTest(operator: string, fact: FileFact | undefined): Truth {
  if (!fact) return undefined;
  const exists = fact.kind !== 'absent';
  switch (operator) {
    case '-e':
    case '-a':
      return exists;
    case '-f':
      return fact.kind === 'file';
    case '-d':
      return fact.kind === 'folder';
    case '-s':
      return fact.kind === 'file' ? fact.size > 0 : fact.kind === 'absent' ? false : undefined;
    case '-b':
    case '-c':
    case '-p':
    case '-S':
      return fact.kind === 'other' ? undefined : false;
    case '-g':
    case '-k':
    case '-r':
    case '-u':
    case '-w':
    case '-x':
    case '-G':
    case '-N':
    case '-O':
      return exists ? undefined : false;
    default:
      return undefined;
  }
}

const unaryOperators = /^-[abcdefghknoprstuvwxzGLNORS]$/;
const binaryOperators = /^(?:=|==|!=|<|>|-(?:eq|ne|lt|le|gt|ge|nt|ot|ef))$/;

/** `[ … ]` and `test`, by the rules of POSIX for each number of arguments. A malformed one is false, with a message on stderr. */
export function evaluateBracket(args: readonly PathValue[], expander: Expander): Truth {
  const reader = new BracketReader(args, expander);
  return reader.read();
}

class BracketReader {
  readonly #args: readonly PathValue[];
  readonly #expander: Expander;
  #position = 0;
  #wrong = false;

  constructor(args: readonly PathValue[], expander: Expander) {
    this.#args = args;
    this.#expander = expander;
  }

  read(): Truth {
    const truth = this.#byCount(this.#args);
    return this.#wrong ? false : truth;
  }

  #byCount(args: readonly PathValue[]): Truth {
    const [first, second, third] = args;
    switch (args.length) {
      case 0:
        return false;
      case 1:
        return first && isKnown(first) ? first.text !== '' : undefined;
      case 2:
        if (!first || !second || !isKnown(first)) return undefined;
        if (first.text === '!') return negate(this.#byCount([second]));
        return unaryOperators.test(first.text) ? unaryTest(first.text, second, this.#expander) : false;
      case 3:
        if (!first || !second || !third || !isKnown(second)) return undefined;
        if (binaryOperators.test(second.text)) return this.#compare(first, second.text, third);
        if (second.text === '-a' || second.text === '-o') {
          return combine(second.text, this.#byCount([first]), this.#byCount([third]));
        }
        if (isKnown(first) && first.text === '!') return negate(this.#byCount([second, third]));
        if (isKnown(first) && first.text === '(' && isKnown(third) && third.text === ')') {
          return this.#byCount([second]);
        }
        return isKnown(first) && isKnown(third) ? false : undefined;
      case 4:
        if (first && isKnown(first) && first.text === '!') return negate(this.#byCount(args.slice(1)));
        break;
      default:
        break;
    }
    // An unknown argument could be an operator, so the structure is certain only if all operators are known.
    const truth = this.#readOr(0);
    if (this.#position < args.length) this.#wrong = args.every(isKnown);
    return this.#position < args.length ? undefined : truth;
  }

  #peek(ahead = 0): string | undefined {
    const arg = this.#args[this.#position + ahead];
    return arg && isKnown(arg) ? arg.text : undefined;
  }

  #readOr(depth: number): Truth {
    let left = this.#readAnd(depth);
    while (this.#peek() === '-o') {
      this.#position++;
      left = combine('-o', left, this.#readAnd(depth));
    }
    return left;
  }

  #readAnd(depth: number): Truth {
    let left = this.#readTerm(depth);
    while (this.#peek() === '-a') {
      this.#position++;
      left = combine('-a', left, this.#readTerm(depth));
    }
    return left;
  }

  #readTerm(depth: number): Truth {
    const first = this.#args[this.#position];
    if (!first || depth > 100) {
      this.#wrong = true;
      return undefined;
    }
    const operator = this.#peek(1);
    const right = this.#args[this.#position + 2];
    if (operator !== undefined && binaryOperators.test(operator) && right) {
      this.#position += 3;
      return this.#compare(first, operator, right);
    }
    this.#position++;
    if (!isKnown(first)) return undefined;
    if (first.text === '!') return negate(this.#readTerm(depth + 1));
    if (first.text === '(') {
      const inner = this.#readOr(depth + 1);
      if (this.#peek() !== ')') this.#wrong = true;
      this.#position++;
      return inner;
    }
    const operand = this.#args[this.#position];
    if (unaryOperators.test(first.text) && operand) {
      this.#position++;
      return unaryTest(first.text, operand, this.#expander);
    }
    return first.text !== '';
  }

  #compare(left: PathValue, operator: string, right: PathValue): Truth {
    if (!isKnown(left) || !isKnown(right)) return undefined;
    if (operator === '=' || operator === '==') return left.text === right.text;
    if (operator === '!=') return left.text !== right.text;
    const compare = comparisons[operator];
    if (!compare) return undefined;
    const numbers = [left.text, right.text].map((text) => /^[ \t]*([-+]?\d{1,18})[ \t]*$/.exec(text)?.[1]);
    const [a, b] = numbers;
    if (a === undefined || b === undefined) {
      this.#wrong = true;
      return false;
    }
    return compare(BigInt(a.replace('+', '')), BigInt(b.replace('+', '')));
  }
}

function combine(operator: '-a' | '-o', left: Truth, right: Truth): Truth {
  const stopper = operator === '-o';
  if (left === stopper || right === stopper) return stopper;
  return left === undefined || right === undefined ? undefined : !stopper;
}

function negate(truth: Truth): Truth {
  return truth === undefined ? undefined : !truth;
}
