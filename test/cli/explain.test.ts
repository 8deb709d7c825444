import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runCommandLine, runWithInput } from '../support/command-line.ts';

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

test('a log is also read from standard input, and printed as text and JSON', () => {
  const explain = (...words: string[]) => runWithInput(['explain', ...words], readFileSync(log));
  const text = explain();
  expect(text.status).toBe(1);
  expect(text.stdout).toMatch(/\.c:\d+:\d+: error: .*\n/);
  expect(text.stdout).toMatch(/standard input: 1 error, 0 warnings\n$/);
  expect(JSON.parse(explain('-', '--format', 'sarif').stdout).runs[0].results.length).toBeGreaterThan(0);
  expect(explain('-', '--format', 'github').stdout).toMatch(/^::error file=/);
  expect(explain('-', '--format', 'junit').stdout).toContain('failures="1"');
});

test('a log without errors is not a failure, and a log in another language is reported as such', () => {
  const explain = (input: string) => runWithInput(['explain'], input);
  const fine = explain('  CC [M]  a.o\n  LD [M]  a.ko\n');
  expect(fine).toMatchObject({ status: 0, stderr: '' });
  expect(fine.stdout).not.toContain('does not say');
  expect(explain('  CC [M]  a.o\n').stdout).toContain('the log does not say that the build finished');
  const german = explain('/m/a.c:3:2: Fehler: etwas, das kein Katalog für »strlcpy« hat\n');
  expect(german.status).toBe(1);
  expect(german.stderr).toContain('LC_ALL=C');
});

test.each([
  ['', 'empty'],
  ['Hello, my driver does not work.\n', 'no line comes from make'],
  ['me@host:~/src$ sudo dkms install foo/1.0\n', 'a command line without its output'],
  ['<!DOCTYPE html>\n<html><body>Log in</body></html>\n', 'a web page'],
  [Buffer.from('7f454c460201010000000000', 'hex'), 'a program or an object file'],
  [Buffer.from('1f8b080000000000', 'hex'), 'compressed by gzip'],
])('%j is not recognised, and not reported as a success', (input, kind) => {
  const explain = (...words: string[]) => runWithInput(['explain', ...words], input);
  const text = explain();
  expect(text).toMatchObject({ status: 2, stdout: '' });
  expect(text.stderr).toContain(
    `no build output was recognised in standard input: it is ${kind === 'no line comes from make' ? 'text in which ' : ''}${kind}`,
  );
  const json = explain('-', '--format', 'json');
  expect(json.status).toBe(2);
  expect(JSON.parse(json.stdout)).toEqual({
    version: 1,
    recognised: false,
    problems: [],
    groups: [],
    logs: [],
  });
});

test('a log in UTF-16 is read, and a folder is reported as one', async () => {
  const input = Buffer.from("\ufeffsub/a.c:3:2: error: unknown type name 'foo'\r\n", 'utf16le');
  const found = runWithInput(['explain'], input);
  expect(found.status).toBe(1);
  expect(found.stdout).toContain("sub/a.c:3:2: error: unknown type name 'foo'");
  const { code, err } = await runCommandLine(['explain', logs]);
  expect({ code, err }).toEqual({
    code: 2,
    err: expect.stringContaining('it is a folder: name the log in it'),
  });
});

test('several builds in one text have their own kernels and outcomes', async () => {
  const input = [
    'DKMS make.log for foo-1.0 for kernel 6.1.0-9-amd64 (x86_64)',
    '  CC [M]  /var/lib/dkms/foo/1.0/build/foo.o',
    "/var/lib/dkms/foo/1.0/build/foo.c:3:2: error: unknown type name 'u33'",
    'DKMS make.log for foo-1.0 for kernel 6.12.0-1-amd64 (x86_64)',
    '  CC [M]  /var/lib/dkms/foo/1.0/build/foo.o',
    '  LD [M]  /var/lib/dkms/foo/1.0/build/foo.ko',
    '',
  ].join('\n');
  const { status, stdout } = runWithInput(['explain', '-', '--format', 'json'], input);
  expect(status).toBe(1);
  expect(JSON.parse(stdout).logs).toEqual([
    { module: 'foo/1.0', kernel: '6.1.0-9-amd64', outcome: 'failed' },
    { module: 'foo/1.0', kernel: '6.12.0-1-amd64', outcome: 'succeeded' },
  ]);
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

test('a message of objtool names its object', () => {
  const input =
    "make: Entering directory '/m'\n/m/fan/spin.o: warning: objtool: spin+0x1: unreachable instruction\n";
  expect(runWithInput(['explain'], input).stdout).toContain(
    'warning: spin.o: spin+0x1: unreachable instruction',
  );
});
