import type { Pattern } from '../automaton.ts';
import { parseToolRegex } from '../basic-regex.ts';
import { GroupedPattern } from '../submatches.ts';
import type { Work } from '../work.ts';
import { type CommandModel, isAscii } from './command-model.ts';

/** `expr A OPERATOR B`, the one form that is written in practice. */
export const expr: CommandModel = ({ args, work }) => {
  const [left, operator, right, ...more] = args;
  if (left === undefined || operator === undefined || right === undefined || more.length > 0)
    return undefined;
  // Words that are operators themselves make the expression something else.
  if ([left, right].some((text) => /^(?:[-+*/%|&<>=:()]|!=|<=|>=|==|match|substr|index|length)$/.test(text)))
    return undefined;
  const result = operator === ':' ? matched(left, right, work) : calculated(left, operator, right);
  if (result === undefined) return undefined;
  return { output: `${result}\n`, status: result === '' || /^-?0+$/.test(result) ? 1 : 0 };
};

const integer = /^-?\d{1,15}$/;

function calculated(left: string, operator: string, right: string): string | undefined {
  if (!integer.test(left) || !integer.test(right)) return undefined;
  const [a, b] = [BigInt(left), BigInt(right)];
  const truth = (holds: boolean) => (holds ? '1' : '0');
  switch (operator) {
    case '+':
      return String(a + b);
    case '-':
      return String(a - b);
    case '*':
      return String(a * b);
    case '/':
      return b === 0n ? undefined : String(a / b);
    case '%':
      return b === 0n ? undefined : String(a % b);
    case '<':
      return truth(a < b);
    case '<=':
      return truth(a <= b);
    case '>':
      return truth(a > b);
    case '>=':
      return truth(a >= b);
    case '=':
      return truth(a === b);
    case '!=':
      return truth(a !== b);
    default:
      return undefined;
  }
}

/** A match at the beginning: its first group where the expression has one, else its length. */
function matched(text: string, source: string, work: Work): string | undefined {
  const pattern = parseToolRegex(source, 'basic');
  if (!pattern || !isAscii(text) || !isAscii(source)) return undefined;
  const anchored: Pattern = {
    kind: 'sequence',
    items: [{ kind: 'assert', holds: (_text, offset) => offset === 0 }, pattern],
  };
  const grouped = GroupedPattern.compile(anchored, work);
  const match = grouped?.find(text, 0);
  if (match === undefined || match === 'unknown') return undefined;
  const hasGroup = source.includes('\\(');
  if (match === 'none') return hasGroup ? '' : '0';
  const group = match.groups.get(1);
  return hasGroup ? (group ? text.slice(group.start, group.end) : '') : String(match.end);
}
