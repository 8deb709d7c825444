import { isArrayLiteral } from '../syntax/script.ts';
import type { Span } from '../text.ts';
import { findJoinedLines } from './joined-lines.ts';
import type { RuleContext, RuleFinding } from './rule.ts';
import { unpairedIn } from './unpaired-in-value.ts';

/** A directive that the file sets, but that does not reach dkms. */
export interface LostOnTheWay {
  /** Where its name stands. */
  readonly span: Span;
  /** The reason and what to do: the end of a sentence. */
  readonly why: string;
}

/** Whether the file sets a directive, as `target` matches it at the beginning of a line, of which dkms learns nothing. */
export function findLostOnTheWay(
  { conf, reading, statements }: Pick<RuleContext, 'conf' | 'reading' | 'statements'>,
  target: string,
): LostOnTheWay | undefined {
  const found = new RegExp(`^([ \\t]*)(${target})\\+?=`, 'm').exec(conf.text);
  if (!found) return undefined;
  const start = found.index + (found[1]?.length ?? 0);
  const span = { start, end: start + (found[2]?.length ?? 0) };
  for (const joined of findJoinedLines({ conf, statements })) {
    if (joined.start !== start) continue;
    return {
      span,
      why: 'the backslash at the end of the line above makes it a part of the value there. Delete that backslash',
    };
  }
  const { lines, stop } = conf.script;
  const lineOf = (offset: number) => conf.lines.positionAt(offset).line + 1;
  const isRead = lines.some((line) => line.some((one) => one.start <= start && start < one.end));
  if (stop?.kind === 'syntax' && !isRead) {
    const begin = lines.at(-1)?.at(-1)?.end ?? 0;
    const unread = begin + (/^(?:\s|#[^\n]*)*/.exec(conf.text.slice(begin))?.[0].length ?? 0);
    return {
      span,
      why: `bash stops reading in the command that begins in line ${lineOf(unread)}. Correct the mistake there`,
    };
  }
  for (const { assignment, statement } of statements.toDirectives())
    if (!statement.apart && !isArrayLiteral(assignment.value) && unpairedIn(assignment))
      return {
        span,
        why: `the value of ${assignment.name} in line ${lineOf(assignment.start)} makes dkms lose it. Correct that value`,
      };
  return reading.directives.size === 0
    ? {
        span,
        why: 'dkms gets no directive from this file, for example because of exit, a wrong subscript, an unset variable after set -u, or a quote inside a value. Correct that',
      }
    : undefined;
}

/** The finding for a directive that the file sets, but that dkms misses. */
export function notReaching(name: string, { span, why }: LostOnTheWay): RuleFinding {
  return {
    message: `${name} is set here, but does not reach dkms, which refuses this file: ${why}.`,
    ...{ span, fixes: [] },
  };
}
