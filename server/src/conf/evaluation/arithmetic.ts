/** The shell that an expression reads from and assigns to. Values are texts; `undefined` means unknown. */
export interface ArithmeticScope {
  /** The text of a variable or element; empty when it is unset. */
  read(name: string, index: number | undefined): string | undefined;
  write(name: string, index: number | undefined, text: string | undefined): void;
  /** Ends evaluation: the effect of the expression is not modelled. */
  giveUp(reason: string): never;
}

/** An expression that bash rejects; what follows from that depends on where the expression stands. */
export class ArithmeticError extends Error {}

const tokenPattern =
  /\s*(?:(0[xX][0-9a-fA-F]*|[0-9]+#[0-9a-zA-Z@_]+|[0-9][0-9a-zA-Z_]*)|([A-Za-z_][A-Za-z0-9_]*)|(<<=|>>=|\*\*|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&^|]=|[-+*/%<>=!~&^|?:,()[\]]))/y;

const binaryLevels: readonly (readonly string[])[] = [
  ['|'],
  ['^'],
  ['&'],
  ['==', '!='],
  ['<=', '>=', '<', '>'],
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];

/** Nesting of parentheses and of variables that hold expressions. */
const deepest = 100;

type Number64 = bigint | undefined;

/**
 * The value of a bash arithmetic expression in 64 bits, `undefined` when it depends on something unknown.
 * Throws ArithmeticError where bash complains.
 */
export function evaluateArithmetic(expression: string, scope: ArithmeticScope, depth = 0): Number64 {
  if (depth > deepest) return undefined;
  return new Arithmetic(expression, scope, depth).evaluate();
}

interface LValue {
  readonly name: string;
  readonly index: number | undefined;
  readonly unknownIndex: boolean;
}

class Arithmetic {
  readonly #source: string;
  readonly #scope: ArithmeticScope;
  #depth: number;
  #position = 0;
  #token: string | undefined;
  #kind: 'number' | 'name' | 'operator' | 'end' = 'end';
  /** Above 0 while an operand of `&&`, `||` or `?:` that bash skips is being parsed. */
  #skipping = 0;
  /** Above 0 while an operand is being parsed of which it is not known whether bash evaluates it. */
  #doubtful = 0;

  constructor(source: string, scope: ArithmeticScope, depth: number) {
    this.#source = source;
    this.#scope = scope;
    this.#depth = depth;
  }

  evaluate(): Number64 {
    this.#next();
    if (this.#isAtEnd()) return 0n;
    const value = this.#comma();
    if (!this.#isAtEnd()) throw new ArithmeticError(`syntax error in expression: ${this.#source}`);
    return value;
  }

  #isAtEnd(): boolean {
    return this.#kind === 'end';
  }

  #next(): void {
    tokenPattern.lastIndex = this.#position;
    const found = tokenPattern.exec(this.#source);
    if (!found) {
      if (this.#source.slice(this.#position).trim() !== '') {
        throw new ArithmeticError(`syntax error in expression: ${this.#source}`);
      }
      this.#kind = 'end';
      this.#token = undefined;
      return;
    }
    this.#position = tokenPattern.lastIndex;
    this.#token = found[1] ?? found[2] ?? found[3];
    this.#kind = found[1] !== undefined ? 'number' : found[2] !== undefined ? 'name' : 'operator';
  }

  #take(...operators: readonly string[]): string | undefined {
    const token = this.#token;
    if (this.#kind !== 'operator' || token === undefined || !operators.includes(token)) return undefined;
    this.#next();
    return token;
  }

  #expect(operator: string): void {
    if (!this.#take(operator))
      throw new ArithmeticError(`expected ${operator} in expression: ${this.#source}`);
  }

  /** Parses one nesting level deeper. Evaluation gives up beyond the limit; bash would continue. */
  #deeper(read: () => Number64): Number64 {
    if (++this.#depth > deepest) this.#scope.giveUp('the expression is nested too deeply');
    const value = read();
    this.#depth--;
    return value;
  }

  #comma(): Number64 {
    let value = this.#assignment();
    while (this.#take(',')) value = this.#assignment();
    return value;
  }

  /** Assignment and the conditional operator; both are right-associative. */
  #assignment(): Number64 {
    return this.#deeper(() => this.#readAssignment());
  }

  #readAssignment(): Number64 {
    if (this.#kind !== 'name' || !this.#assigns()) return this.#conditional();
    const target = this.#parseLValue();
    const operator = this.#take('=', '+=', '-=', '*=', '/=', '%=', '<<=', '>>=', '&=', '^=', '|=') ?? '=';
    const right = this.#assignment();
    const value = operator === '=' ? right : this.#apply(operator.slice(0, -1), this.#read(target), right);
    this.#write(target, value);
    return value;
  }

  /** Whether an assignment operator follows the current token, which is a name. Looks ahead without evaluating. */
  #assigns(): boolean {
    let at = this.#position;
    while (this.#source[at] === ' ') at++;
    if (this.#source[at] === '[') {
      let level = 0;
      for (; at < this.#source.length; at++) {
        if (this.#source[at] === '[') level++;
        if (this.#source[at] === ']' && --level === 0) break;
      }
      at++;
    }
    return /^\s*(?:=(?!=)|[-+*/%&^|]=|<<=|>>=)/.test(this.#source.slice(at, at + 20));
  }

  #conditional(): Number64 {
    const condition = this.#or();
    if (!this.#take('?')) return condition;
    const whenTrue = this.#guarded(condition === undefined ? 'maybe' : condition !== 0n, () => this.#comma());
    this.#expect(':');
    const whenFalse = this.#guarded(condition === undefined ? 'maybe' : condition === 0n, () =>
      this.#assignment(),
    );
    if (condition === undefined) return undefined;
    return condition !== 0n ? whenTrue : whenFalse;
  }

  #guarded(runs: boolean | 'maybe', read: () => Number64): Number64 {
    if (runs === false) this.#skipping++;
    if (runs === 'maybe') this.#doubtful++;
    const value = read();
    if (runs === false) this.#skipping--;
    if (runs === 'maybe') this.#doubtful--;
    return value;
  }

  #or(): Number64 {
    let left = this.#and();
    while (this.#take('||')) {
      const right = this.#guarded(left === undefined ? 'maybe' : left === 0n, () => this.#and());
      left = left === undefined ? (isTrue(right) ? 1n : undefined) : left !== 0n ? 1n : truth(right);
    }
    return left;
  }

  #and(): Number64 {
    let left = this.#binary(0);
    while (this.#take('&&')) {
      const right = this.#guarded(left === undefined ? 'maybe' : left !== 0n, () => this.#binary(0));
      left = left === undefined ? (right === 0n ? 0n : undefined) : left === 0n ? 0n : truth(right);
    }
    return left;
  }

  #binary(level: number): Number64 {
    const operators = binaryLevels[level];
    if (!operators) return this.#power();
    let left = this.#binary(level + 1);
    for (let operator = this.#take(...operators); operator; operator = this.#take(...operators)) {
      left = this.#apply(operator, left, this.#binary(level + 1));
    }
    return left;
  }

  #power(): Number64 {
    const base = this.#unary();
    if (!this.#take('**')) return base;
    const exponent = this.#deeper(() => this.#power());
    if (base === undefined || exponent === undefined || this.#skipping > 0) return undefined;
    if (exponent < 0n) throw new ArithmeticError('exponent less than 0');
    let result = 1n;
    let square = base;
    for (let rest = exponent; rest > 0n; rest >>= 1n) {
      if (rest & 1n) result = wrap(result * square);
      square = wrap(square * square);
    }
    return result;
  }

  #unary(): Number64 {
    const step = this.#take('++', '--');
    if (step) {
      if (this.#kind === 'name') {
        const target = this.#parseLValue();
        return this.#write(target, this.#apply(step[0] ?? '+', this.#read(target), 1n));
      }
      // Before anything but a name, `++` and `--` are two unary signs.
      return this.#deeper(() => this.#unary());
    }
    const operator = this.#take('!', '~', '+', '-');
    if (!operator) return this.#primary();
    const value = this.#deeper(() => this.#unary());
    if (value === undefined) return undefined;
    if (operator === '!') return value === 0n ? 1n : 0n;
    if (operator === '~') return wrap(~value);
    return operator === '-' ? wrap(-value) : value;
  }

  #primary(): Number64 {
    if (this.#take('(')) {
      const value = this.#comma();
      this.#expect(')');
      return value;
    }
    if (this.#kind === 'number') {
      const value = parseNumber(this.#token ?? '');
      this.#next();
      return value;
    }
    if (this.#kind !== 'name') throw new ArithmeticError(`operand expected in expression: ${this.#source}`);
    const target = this.#parseLValue();
    const value = this.#read(target);
    const step = this.#take('++', '--');
    if (step) this.#write(target, this.#apply(step[0] ?? '+', value, 1n));
    return value;
  }

  #parseLValue(): LValue {
    const name = this.#token ?? '';
    this.#next();
    if (!this.#take('[')) return { name, index: undefined, unknownIndex: false };
    const index = this.#comma();
    this.#expect(']');
    return {
      name,
      index: index === undefined ? undefined : Number(index),
      unknownIndex: index === undefined,
    };
  }

  #read(target: LValue): Number64 {
    if (this.#skipping > 0 || target.unknownIndex) return undefined;
    const text = this.#scope.read(target.name, target.index);
    return text === undefined ? undefined : evaluateArithmetic(text, this.#scope, this.#depth + 1);
  }

  #write(target: LValue, value: Number64): Number64 {
    if (this.#skipping > 0) return value;
    if (this.#doubtful > 0 || target.unknownIndex) {
      return this.#scope.giveUp(
        `whether or where \`${target.name}\` is assigned depends on an unknown number`,
      );
    }
    this.#scope.write(target.name, target.index, value?.toString());
    return value;
  }

  #apply(operator: string, left: Number64, right: Number64): Number64 {
    if (left === undefined || right === undefined || this.#skipping > 0) return undefined;
    switch (operator) {
      case '+':
        return wrap(left + right);
      case '-':
        return wrap(left - right);
      case '*':
        return wrap(left * right);
      case '/':
      case '%':
        if (right === 0n) {
          if (this.#doubtful > 0) return undefined;
          throw new ArithmeticError('division by 0');
        }
        return wrap(operator === '/' ? left / right : left % right);
      case '<<':
        return wrap(left << (right & 63n));
      case '>>':
        return wrap(left >> (right & 63n));
      case '&':
        return left & right;
      case '^':
        return left ^ right;
      case '|':
        return left | right;
      case '==':
        return left === right ? 1n : 0n;
      case '!=':
        return left !== right ? 1n : 0n;
      case '<':
        return left < right ? 1n : 0n;
      case '>':
        return left > right ? 1n : 0n;
      case '<=':
        return left <= right ? 1n : 0n;
      case '>=':
        return left >= right ? 1n : 0n;
      default:
        throw new Error(`no such arithmetic operator: ${operator}`);
    }
  }
}

function wrap(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}

function isTrue(value: Number64): boolean {
  return value !== undefined && value !== 0n;
}

function truth(value: Number64): Number64 {
  return value === undefined ? undefined : value !== 0n ? 1n : 0n;
}

/** Decimal, octal with a leading 0, hexadecimal, or `base#digits` up to base 64. */
function parseNumber(text: string): bigint {
  const based = /^([0-9]+)#(.+)$/.exec(text);
  const base = based?.[1] ? Number(based[1]) : /^0[xX]/.test(text) ? 16 : /^0./.test(text) ? 8 : 10;
  const digits = based?.[2] ?? text.replace(/^0[xX]/, '');
  if (base < 2 || base > 64) throw new ArithmeticError('invalid arithmetic base');
  const order = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@_';
  let value = 0n;
  for (const digit of base <= 36 ? digits.toLowerCase() : digits) {
    const digitValue = order.indexOf(digit);
    if (digitValue < 0 || digitValue >= base) throw new ArithmeticError(`value too great for base: ${text}`);
    value = wrap(value * BigInt(base) + BigInt(digitValue));
  }
  return value;
}
