import { type CToken, tokenizeC } from '../rewrite/c-tokens.ts';

/** Facts about the macros with which a file is compiled; `undefined` for unknown. */
export interface MacroFacts {
  /** Whether the name is defined at that place. */
  isDefined(name: string): boolean | undefined;
  /** The number that the name stands for. */
  valueOf(name: string): number | undefined;
  /** Whether `#include <path>` would find something. */
  hasHeader(path: string): boolean | undefined;
}

/**
 * The value of a preprocessor expression, as after `#if`; `undefined` if it depends on something unknown or is not a valid expression.
 * Never throws.
 */
export function evaluateCondition(expression: string, facts: MacroFacts): number | undefined {
  const reader = new ConditionReader(tokenizeC(expression), expression, facts);
  const value = reader.read();
  return reader.failed ? undefined : value;
}

/** Binary operators by precedence, lowest first. One operand of `||` and `&&` may be enough to decide them. */
const levels: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<', '>', '<=', '>='],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];

class ConditionReader {
  failed = false;
  #at = 0;
  #depth = 0;
  readonly #tokens: readonly CToken[];
  readonly #text: string;
  readonly #facts: MacroFacts;

  constructor(tokens: readonly CToken[], text: string, facts: MacroFacts) {
    this.#tokens = tokens;
    this.#text = text;
    this.#facts = facts;
  }

  read(): number | undefined {
    const value = this.#conditional();
    if (this.#at < this.#tokens.length) this.failed = true;
    return value;
  }

  #conditional(): number | undefined {
    // Nobody nests this deeply by hand; the limit prevents a stack overflow.
    if (++this.#depth > 200) this.failed = true;
    if (this.failed) return undefined;
    const condition = this.#binary(0);
    let value = condition;
    if (this.#take('?')) {
      const yes = this.#conditional();
      if (!this.#take(':')) this.failed = true;
      const no = this.#conditional();
      value = condition === undefined ? undefined : condition !== 0 ? yes : no;
    }
    this.#depth--;
    return value;
  }

  #binary(level: number): number | undefined {
    const operators = levels[level];
    if (!operators) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const operator = this.#tokens[this.#at]?.text ?? '';
      if (this.failed || !operators.includes(operator)) return left;
      this.#at++;
      left = combine(operator, left, this.#binary(level + 1));
    }
  }

  #unary(): number | undefined {
    const token = this.#tokens[this.#at];
    if (!token || ++this.#depth > 200) {
      this.failed = true;
      return undefined;
    }
    this.#at++;
    const value = this.#primary(token);
    this.#depth--;
    return value;
  }

  #primary(token: CToken): number | undefined {
    if (['!', '-', '+', '~'].includes(token.text)) {
      const operand = this.#unary();
      if (operand === undefined) return undefined;
      return token.text === '!'
        ? Number(operand === 0)
        : token.text === '-'
          ? -operand
          : token.text === '~'
            ? ~operand
            : operand;
    }
    if (token.text === '(') {
      const value = this.#conditional();
      if (!this.#take(')')) this.failed = true;
      return value;
    }
    if (token.kind === 'number') return numberOf(token.text);
    if (token.kind === 'name') return this.#name(token.text);
    this.failed = true;
    return undefined;
  }

  #name(name: string): number | undefined {
    if (name === 'defined') return this.#defined();
    if (name === '__has_include') return this.#hasInclude();
    if (this.#tokens[this.#at]?.text !== '(') {
      // An undefined name counts as 0.
      return this.#facts.isDefined(name) === false ? 0 : this.#facts.valueOf(name);
    }
    this.#at++;
    const names = this.#tokens[this.#at]?.text ?? '';
    const values: (number | undefined)[] = [];
    while (!this.failed && !this.#take(')')) {
      values.push(this.#conditional());
      if (!this.#take(',') && this.#tokens[this.#at]?.text !== ')') this.failed = true;
    }
    return this.#call(name, names, values);
  }

  #call(name: string, argument: string, values: readonly (number | undefined)[]): number | undefined {
    switch (name) {
      case 'KERNEL_VERSION': {
        const [a, b, c] = values;
        if (a === undefined || b === undefined || c === undefined) return undefined;
        return kernelVersion(a, b, c);
      }
      case 'RHEL_RELEASE_VERSION': {
        const [a, b] = values;
        return a === undefined || b === undefined ? undefined : a * 256 + b;
      }
      case 'IS_ENABLED':
      case 'IS_BUILTIN':
      case 'IS_MODULE':
      case 'IS_REACHABLE':
        return this.#isEnabled(name, argument);
      default:
        return undefined;
    }
  }

  /** The macros of linux/kconfig.h. Code that is built as a module is reachable only from modules. */
  #isEnabled(how: 'IS_ENABLED' | 'IS_BUILTIN' | 'IS_MODULE' | 'IS_REACHABLE', option: string) {
    const builtIn = this.#facts.isDefined(option);
    const module = this.#facts.isDefined(`${option}_MODULE`);
    switch (how) {
      case 'IS_BUILTIN':
        return numberOfTruth(builtIn);
      case 'IS_MODULE':
        return numberOfTruth(module);
      case 'IS_ENABLED':
        return numberOfTruth(logicalOr(builtIn, module));
      case 'IS_REACHABLE':
        return numberOfTruth(logicalOr(builtIn, logicalAnd(module, this.#facts.isDefined('MODULE'))));
      default:
        return how satisfies never;
    }
  }

  #defined(): number | undefined {
    const inParentheses = this.#take('(');
    const name = this.#tokens[this.#at++];
    if (name?.kind !== 'name' || (inParentheses && !this.#take(')'))) {
      this.failed = true;
      return undefined;
    }
    return numberOfTruth(this.#facts.isDefined(name.text));
  }

  #hasInclude(): number | undefined {
    const open = this.#tokens[this.#at];
    const rest = open ? this.#text.slice(open.start) : '';
    const path = /^\(\s*<([^>\n]+)>\s*\)/.exec(rest);
    if (!open || !path) {
      this.failed = true;
      return undefined;
    }
    while (
      this.#at < this.#tokens.length &&
      (this.#tokens[this.#at]?.start ?? 0) < open.start + path[0].length
    )
      this.#at++;
    return numberOfTruth(this.#facts.hasHeader(path[1] ?? ''));
  }

  #take(text: string): boolean {
    if (this.#tokens[this.#at]?.text !== text) return false;
    this.#at++;
    return true;
  }
}

function logicalOr(a: boolean | undefined, b: boolean | undefined): boolean | undefined {
  if (a || b) return true;
  return a === false && b === false ? false : undefined;
}

/** The result of `&&` if either side may be unknown. */
export function logicalAnd(a: boolean | undefined, b: boolean | undefined): boolean | undefined {
  if (a === false || b === false) return false;
  return a && b ? true : undefined;
}

function numberOfTruth(truth: boolean | undefined): number | undefined {
  return truth === undefined ? undefined : Number(truth);
}

/** As linux/version.h does since 5.12 and stable kernels before: the third number stays below 256. */
export function kernelVersion(major: number, minor: number, patch: number): number {
  return major * 65_536 + minor * 256 + Math.min(patch, 255);
}

function combine(operator: string, left: number | undefined, right: number | undefined): number | undefined {
  if (operator === '&&' && (left === 0 || right === 0)) return 0;
  if (operator === '||' && (left || right)) return 1;
  if (left === undefined || right === undefined) return undefined;
  switch (operator) {
    case '&&':
    case '||':
      return Number(operator === '&&');
    case '|':
      return left | right;
    case '^':
      return left ^ right;
    case '&':
      return left & right;
    case '==':
      return Number(left === right);
    case '!=':
      return Number(left !== right);
    case '<':
      return Number(left < right);
    case '>':
      return Number(left > right);
    case '<=':
      return Number(left <= right);
    case '>=':
      return Number(left >= right);
    case '<<':
      return left << right;
    case '>>':
      return left >> right;
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    default:
      if (right === 0) return undefined;
      return operator === '/' ? Math.trunc(left / right) : left % right;
  }
}

function numberOf(text: string): number | undefined {
  const bare = text.replace(/[uUlL]+$/, '');
  if (/^0[xX][0-9a-fA-F]+$/.test(bare)) return Number(bare);
  if (/^0[0-7]+$/.test(bare)) return Number.parseInt(bare, 8);
  return /^[0-9]+$/.test(bare) ? Number(bare) : undefined;
}
