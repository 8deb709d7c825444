import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readReproductions } from '../../../../test/support/reproductions.ts';
import type { Problem } from '../../output/problem.ts';
import { fitsPattern } from '../change-cause.ts';
import { changes } from '../changes/changes.ts';
import { parseMessageShape } from './parse-message-shape.ts';
import { withSource } from './with-source.ts';

// The first error of clang 19 in each reproduction that Linux 7.3 refuses (6.12 for the removal of an ACPI driver), with its notes indented.
const captured = resolve(import.meta.dirname, '../../../../test/triage/clang-19-messages.txt');
const sources = new Map(readReproductions().map(({ id, text }) => [id, text]));

const messages = readFileSync(captured, 'utf8')
  .split(/\n(?! )/)
  .filter((entry) => entry !== '')
  .map((entry) => {
    const [first = '', ...notes] = entry.split('\n');
    const {
      id = '',
      line,
      column,
      message = '',
    } = /^(?<id>[\w-]+):(?<line>\d+):(?<column>\d+): (?<message>.*)$/.exec(first)?.groups ?? {};
    const file = `${id}.c`;
    const related = notes.map((note) => ({ file, line: 1, message: note.trim() }));
    const problem: Problem = {
      ...{
        file,
        line: Number(line),
        column: Number(column),
        severity: 'error',
        message,
        tool: 'clang',
        related,
      },
    };
    return { id, problem };
  });

test.each(messages)(
  'the change $id is recognised by the message of clang and its source',
  ({ id, problem }) => {
    const text = sources.get(id) ?? '';
    const line = text.split('\n')[problem.line - 1] ?? '';
    const worded = parseMessageShape(problem);
    const shape = worded && withSource(worded, { line, text }, problem);
    const fitting = changes.filter(({ explains }) =>
      explains.some((pattern) => shape && fitsPattern(shape, pattern, line)),
    );
    expect(fitting.map((change) => change.id)).toContain(id);
  },
);

test('a member whose type is incomplete has the type of its own line, whatever members of that name other structs have', () => {
  const text =
    'struct lamp {\n\tstruct device base;\n};\nstruct lamp_event {\n\tstruct drm_event base;\n};\n';
  const problem: Problem = {
    ...{ file: 'lamp.h', line: 5, column: 19, severity: 'error', tool: 'gcc', related: [] },
    message: "field 'base' has incomplete type",
  };
  const worded = parseMessageShape(problem);
  const line = text.split('\n')[problem.line - 1] ?? '';
  expect(worded && withSource(worded, { line, text }, problem)).toMatchObject({ type: 'struct drm_event' });
});
