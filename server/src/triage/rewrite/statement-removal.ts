import type { CSource, TextSpan } from './c-source.ts';
import type { Replacement } from './replacement.ts';
import { beginsStatement } from './statement-start.ts';
import { wholeLines } from './text-lines.ts';

/**
 * Removes the statement that begins at the token with that index, and leaves an empty one where the language wants one; `undefined` if no
 * statement begins there.
 */
export function removeStatement(source: CSource, index: number): Replacement | undefined {
  const statement = source.statementAround(index);
  const [first, last] = [source.tokens[index], statement && source.tokens[statement.last]];
  if (!statement || !first || !last) return undefined;
  if (statement.first === index)
    return source.tokens[index - 1]?.text === ':'
      ? withoutLabelled(source, statement, statement.last)
      : { ...wholeLines(source.text, statement), text: '' };
  // The only statement of an `if` or a loop can't be removed without a replacement.
  return beginsStatement(source, index)
    ? { start: first.start, end: last.start, text: 'do { } while (0)' }
    : undefined;
}

/** Removes a statement behind a label, which has to be followed by another one. */
function withoutLabelled(source: CSource, statement: TextSpan, last: number): Replacement {
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
