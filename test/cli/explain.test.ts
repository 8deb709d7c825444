import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { bundledCommandLine, runCommandLine } from '../support/command-line.ts';

const logs = path.resolve(import.meta.dirname, '..', 'logs');
const log = path.join(logs, 'removed-function-gcc-12-linux-6.12.log');

test('a log of dkms becomes problems in the files of a folder', async () => {
  const { code, out, err } = await runCommandLine([
    'explain',
    log,
    '--source',
    '/home/me/driver',
    '--format',
    'json',
  ]);
  expect({ code, err }).toEqual({ code: 1, err: '' });
  const { version, problems, groups } = JSON.parse(out);
  expect(version).toBe(1);
  expect(problems.length).toBeGreaterThan(0);
  expect(problems[0]).toMatchObject({ severity: 'error', cause: null, tool: 'gcc' });
  expect(problems[0].file).toMatch(/^\/home\/me\/driver\//);
  expect(groups[0]).toMatchObject({ file: problems[0].file, line: problems[0].line, cause: null });
});

test('it is read from the standard input as well, and printed for people and programs', () => {
  const explain = (...words: string[]) =>
    spawnSync(process.execPath, [bundledCommandLine, 'explain', ...words], {
      input: readFileSync(log),
      encoding: 'utf8',
    });
  const text = explain();
  expect(text.status).toBe(1);
  expect(text.stdout).toMatch(/\.c:\d+:\d+: error: .*\n/);
  expect(text.stdout).toMatch(/standard input: 1 error, 0 warnings\n$/);
  expect(JSON.parse(explain('-', '--format', 'sarif').stdout).runs[0].results.length).toBeGreaterThan(0);
  expect(explain('-', '--format', 'github').stdout).toMatch(/^::error file=/);
  expect(explain('-', '--format', 'junit').stdout).toContain('failures="1"');
});

test('a log without errors is no failure, one in another language is said to be one', () => {
  const explain = (input: string) =>
    spawnSync(process.execPath, [bundledCommandLine, 'explain'], { input, encoding: 'utf8' });
  expect(explain('  CC [M]  a.o\n  LD [M]  a.ko\n')).toMatchObject({ status: 0, stderr: '' });
  const german = explain('/m/a.c:3:2: Fehler: Implizite Deklaration der Funktion »strlcpy«\n');
  expect(german.status).toBe(1);
  expect(german.stderr).toContain('LC_ALL=C');
});

test.each([
  [['explain', '/nosuch/make.log'], "/nosuch/make.log can't be read"],
  [['explain', 'a', 'b'], 'explain takes one log'],
  [['show', '--format', 'sarif'], 'for check, build and explain'],
  [['check', '--format', 'xml'], '--format xml is not known'],
])('%j is refused', async (words, why) => {
  const { code, out, err } = await runCommandLine(words);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(why);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
});
