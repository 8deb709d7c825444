import type { Rewrite } from '../change.ts';
import type { Call, CSource, TextSpan } from './c-source.ts';
import type { Replacement, Rewritten } from './replacement.ts';
import { beginsStatement } from './statement-start.ts';
import { wholeLines } from './text-lines.ts';

/** Removes statements that consist of a call alone. */
export function dropCalls(
  source: CSource,
  { name, member }: Extract<Rewrite, { kind: 'drop-call' }>,
): Rewritten {
  const replacements: Replacement[] = [];
  const left: { offset: number; reason: string }[] = [];
  const isOn = (argument: TextSpan) => new RegExp(`(?:->|\\.)\\s*${member}$`).test(source.slice(argument));
  for (const call of source.calls(name)) {
    if (member !== undefined && !call.arguments.some(isOn)) continue;
    const dropped = dropCall(source, call);
    if (dropped) replacements.push(dropped);
    else left.push({ offset: call.start, reason: `what ${name}() returns is used here` });
  }
  return { replacements, left };
}

/** Removes the statement that consists of a call alone; `undefined` if the call is a part of one. */
export function dropCall(source: CSource, call: Call): Replacement | undefined {
  const statement = source.statementAround(call.index);
  const before = source.tokens[call.index - 1]?.text ?? '';
  if (statement?.last !== call.close + 1) return undefined;
  if (statement.first === call.index) return { ...wholeLines(source.text, statement), text: '' };
  if (isLabel(source, statement.first, call.index - 1))
    return dropLabelled(source, { start: call.start, end: statement.end }, statement.last);
  // The only statement of an `if` or a loop can't be removed without a replacement.
  return [')', 'else'].includes(before) && beginsStatement(source, call.index)
    ? { start: call.start, end: call.end, text: 'do { } while (0)' }
    : undefined;
}

/** Whether the tokens from `first` to the colon at `colon` are a label: `out:`, `case 2:`, `default:`. */
function isLabel({ tokens }: CSource, first: number, colon: number): boolean {
  if (tokens[colon]?.text !== ':') return false;
  if (tokens[first]?.text === 'case')
    return tokens.slice(first, colon).every(({ text }) => text !== '?' && text !== ':');
  return first === colon - 1 && tokens[first]?.kind === 'name';
}

/** Removes a statement behind a label, which has to be followed by another one. */
function dropLabelled(source: CSource, statement: TextSpan, last: number): Replacement {
  const lines = wholeLines(source.text, statement);
  const isAlone = lines.end !== statement.end;
  const [next, second] = [source.tokens[last + 1], source.tokens[last + 2]];
  const isStatement =
    next?.directive === undefined &&
    (/^(?:return|goto|break|continue|if|for|while|do|switch)$/.test(next?.text ?? '') ||
      (next?.kind === 'name' && ['(', '->', '=', '['].includes(second?.text ?? '')));
  return isAlone && isStatement
    ? { ...lines, text: '' }
    : { start: statement.start, end: statement.end - 1, text: '' };
}
