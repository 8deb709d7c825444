import { findDirective } from '../directives/directives.ts';
import { isArrayLiteral } from '../syntax/script.ts';
import type { Span } from '../text.ts';
import type { Rule, RuleContext } from './rule.ts';

export const joinedLines: Rule = {
  id: 'joined-lines',
  severity: 'error',
  summary: 'A backslash at the end of a line makes the next assignment a part of the value before it.',
  messages: [],
  *check(context) {
    for (const { name, swallowed, backslash } of findJoinedLines(context)) {
      yield {
        message: `The backslash joins this line with the next one, so that ${swallowed} becomes a part of the value of ${name} and is not set. Delete the backslash.`,
        span: backslash,
        fixes: [
          { title: 'Delete the backslash', edits: [{ span: backslash, newText: '' }], preferred: true },
        ],
      };
    }
  },
};

/** An assignment that became a part of the value of the one before it. */
export interface JoinedLines {
  /** The directive whose value goes on. */
  readonly name: string;
  /** What the next line should set, with its subscript, and where it stands. */
  readonly swallowed: string;
  readonly start: number;
  readonly backslash: Span;
}

/** The lines of a file that a backslash behind a complete value joins. */
export function* findJoinedLines({
  conf,
  statements,
}: Pick<RuleContext, 'conf' | 'statements'>): Iterable<JoinedLines> {
  if (!conf.text.includes('\\\n')) return;
  for (const { assignment } of statements.toDirectives()) {
    const { name, value } = assignment;
    if (isArrayLiteral(value)) continue;
    const raw = conf.text.slice(value.start, value.end);
    // A value that is not quoted, or whose quotes are closed there.
    const found = /^(?:[^"'\\\n]+|"[^"\\\n]*"|'[^'\n]*')\\\n(\w+)(?:\[\d+\])?(?==)/.exec(raw);
    if (!found || !findDirective(found[1] ?? '')) continue;
    const at = found[0].indexOf('\\\n');
    yield {
      ...{ name, swallowed: found[0].slice(at + 2), start: value.start + at + 2 },
      backslash: { start: value.start + at, end: value.start + at + 1 },
    };
  }
}
