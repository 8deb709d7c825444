import { type CommandModel, unitsOf } from './command-model.ts';

const whole = /^(?:0|-?[1-9]\d{0,14})$/;

/** `expr A + B` and comparisons of whole numbers. */
export const expr: CommandModel = ({ args }) => {
  const [left = '', operator = '', right = '', ...more] = args;
  if (args.length !== 3 || more.length > 0 || !whole.test(left) || !whole.test(right)) return undefined;
  const result = calculate(BigInt(left), operator, BigInt(right));
  return result === undefined ? undefined : { output: `${result}\n`, status: result === 0n ? 1 : 0 };
};

function calculate(left: bigint, operator: string, right: bigint): bigint | undefined {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0n ? undefined : left / right;
    case '%':
      return right === 0n ? undefined : left % right;
    case '=':
      return left === right ? 1n : 0n;
    case '!=':
      return left !== right ? 1n : 0n;
    case '<':
      return left < right ? 1n : 0n;
    case '<=':
      return left <= right ? 1n : 0n;
    case '>':
      return left > right ? 1n : 0n;
    case '>=':
      return left >= right ? 1n : 0n;
    default:
      return undefined;
  }
}

const mostNumbers = 10_000;

/** `seq LAST`, `seq FIRST LAST` of whole numbers. */
export const seq: CommandModel = ({ args, work }) => {
  if (args.length < 1 || args.length > 2 || !args.every((arg) => whole.test(arg))) return undefined;
  const last = Number(args.at(-1));
  const first = args.length === 2 ? Number(args[0]) : 1;
  if (last - first >= mostNumbers) return undefined;
  const output = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => `${first + at}\n`).join('');
  work.spend(unitsOf(output));
  return { output, status: 0 };
};
