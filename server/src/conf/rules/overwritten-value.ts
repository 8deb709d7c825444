import { type AssignmentWord, isArrayLiteral, plainText } from '../syntax/script.ts';
import { deleteStatement } from './edits.ts';
import type { Rule } from './rule.ts';
import type { StatementAssignment } from './statements.ts';

/** Commands after which a value may have been used, or may be gone. */
const leaves: ReadonlySet<string> = new Set(['return', 'exit', 'eval', 'unset', 'source', '.', 'exec']);

export const overwrittenValue: Rule = {
  id: 'overwritten-value',
  severity: 'warning',
  summary: 'A later line replaces this value before anything reads it.',
  messages: [],
  inComments: /\$/,
  *check({ conf, statements }) {
    // If the file may end early, pass a value on or unset it, a value that is overwritten may have been used before.
    if (statements.commands.some(({ command }) => leaves.has(plainText(command.words[0]) ?? ''))) return;
    const calls = statements.all.some(({ inFunction }) => inFunction);
    let uses: ReadonlyMap<string, readonly number[]> | undefined;
    const last = new Map<string, Map<number, StatementAssignment>>();
    for (const written of statements.toDirectives()) {
      const { assignment, statement } = written;
      const elements = last.get(assignment.name) ?? new Map<number, StatementAssignment>();
      last.set(assignment.name, elements);
      const index = assignment.subscript ? plainText(assignment.subscript) : '0';
      if (
        index === undefined ||
        !/^\d+$/.test(index) ||
        assignment.append ||
        isArrayLiteral(assignment.value)
      ) {
        elements.clear();
        continue;
      }
      if (statement.apart || statement.inFunction) continue;
      const key = Number(index);
      const before = elements.get(key);
      elements.set(key, written);
      // A branch or a loop replaces the earlier value only sometimes: that is how defaults are written.
      if (!before || !statement.certain) continue;
      uses ??= findUses(conf.text);
      const used = (uses.get(assignment.name) ?? []).some(
        (at) => calls || (at > before.assignment.start && at < assignment.end),
      );
      if (used) continue;
      const rawOf = ({ value }: AssignmentWord) => conf.text.slice(value.start, value.end);
      // Setting the same value again does no harm.
      if (rawOf(before.assignment) === rawOf(assignment)) continue;
      const { line } = conf.lines.positionAt(assignment.start);
      const label = `${assignment.name}${key === 0 ? '' : `[${key}]`}`;
      const alone = before.statement.certain && before.statement.command.assignments.length === 1;
      yield {
        message: `Line ${line + 1} sets ${label} again, so dkms never sees this value. Delete one of the two, or correct the number in brackets if you mean another element.`,
        span: { start: before.assignment.start, end: before.assignment.end },
        fixes: () => {
          const edit = alone ? deleteStatement(conf, before.assignment) : undefined;
          return edit ? [{ title: 'Delete the replaced value', edits: [edit], preferred: false }] : [];
        },
        tags: ['unnecessary'],
        related: [
          { span: { start: assignment.start, end: assignment.end }, message: 'This value replaces it.' },
        ],
      };
    }
  },
};

/** Where the file uses each variable, by name. */
function findUses(text: string): ReadonlyMap<string, readonly number[]> {
  const uses = new Map<string, number[]>();
  for (const { 1: name = '', index } of text.matchAll(/\$\{?[#!]?([A-Z]\w*)/g)) {
    const positions = uses.get(name);
    if (positions) positions.push(index);
    else uses.set(name, [index]);
  }
  return uses;
}
