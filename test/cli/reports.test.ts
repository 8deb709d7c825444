import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCommandLine } from '../support/command-line.ts';
import { needs } from '../support/needs.ts';
import { testOption } from '../support/surroundings.ts';

/** What the explanation of a log must contain, from the folder of reports: patterns ignore case, `never` does not. */
interface Expectation {
  readonly failed: boolean | null;
  readonly root: { readonly file: string | null; readonly line: number | null; readonly says: string } | null;
  readonly cause: string | null;
  readonly tells?: string;
  readonly never: readonly string[];
}

interface Explained {
  readonly file: string;
  readonly line: number;
  readonly severity: string;
  readonly message: string;
  readonly cause: unknown;
}

const reports = testOption('REPORTS');
const expectations = reports === undefined ? [] : readExpectations(reports);

function readExpectations(folder: string): readonly (readonly [string, Expectation])[] {
  const text = readFileSync(path.join(folder, 'logs-expected.json'), 'utf8');
  return Object.entries(JSON.parse(text) as Record<string, Expectation>);
}

describe(
  'logs from users',
  needs(reports === undefined && 'DKMS_TOOLS_REPORTS names no folder of reports'),
  () => {
    test.each(expectations)('%s', async (name, { failed, root, cause, tells, never }) => {
      const log = path.join(reports ?? '', 'logs', `${name}.log`);
      const {
        code: status,
        out: stdout,
        err: stderr,
      } = await runCommandLine(['explain', log, '--format', 'json']);
      const { problems } = JSON.parse(stdout) as { readonly problems: readonly Explained[] };
      const errors = problems.filter(({ severity }) => severity === 'error');
      if (failed !== null)
        expect({ status, hasErrors: errors.length > 0 }).toEqual({
          status: failed ? 1 : 0,
          hasErrors: failed,
        });
      const strings = [...allStrings(JSON.parse(stdout)), stdout, stderr];
      for (const pattern of never) {
        for (const sentence of strings) expect(sentence).not.toMatch(new RegExp(pattern, 'm'));
      }
      if (!root) return;
      const hits = (failed ? errors : problems).filter(
        ({ message, file, line }) =>
          new RegExp(root.says, 'is').test(message) &&
          (root.file === null || file === root.file || file.endsWith(`/${root.file}`)) &&
          (root.file === null || root.line === null || line === root.line),
      );
      expect(hits.length, problems.map(({ message }) => message).join('\n')).toBeGreaterThan(0);
      if (cause !== null)
        expect(hits.map((one) => JSON.stringify(one.cause)).join('\n')).toMatch(new RegExp(cause, 'is'));
      if (tells !== undefined)
        expect(hits.map((one) => JSON.stringify(one)).join('\n')).toMatch(new RegExp(tells, 'is'));
    });
  },
);

function allStrings(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(allStrings);
}
