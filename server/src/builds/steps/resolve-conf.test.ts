import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { searchPath } from '../../../../test/support/surroundings.ts';
import { cancellation, until } from '../../../../test/support/waiting.ts';
import { parseDkmsVersion } from '../../conf/directives/dkms-version.ts';
import type { ReadingFacts } from '../../conf/reading/reading.ts';
import { ProcessGroups } from '../process-group.ts';
import { stageLayout } from '../stage/stage-layout.ts';
import { type ConfValues, runConf } from './resolve-conf.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'resolve-test-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The values as text, a line `NAME[i]=<value>` each, after the lines that bash printed. */
async function resolve(
  conf: string,
  {
    version = '3.4.3',
    overrides = [],
    signal,
  }: { version?: string; overrides?: string[]; signal?: AbortSignal } = {},
): Promise<string | undefined> {
  const layout = stageLayout(folder, '/hello/dkms.conf', '6.1.0-56-amd64');
  mkdirSync(layout.copyDir, { recursive: true });
  writeFileSync(join(layout.copyDir, 'dkms.conf'), conf);
  const dkmsVersion = parseDkmsVersion(version);
  if (!dkmsVersion) throw new Error(version);
  const facts: ReadingFacts & Required<Pick<ReadingFacts, 'kernel'>> = {
    dkmsVersion,
    kernel: { release: '6.1.0-56-amd64', arch: 'x86_64', sourceDir: "/lib/it's/build" },
    module: 'hello',
    moduleVersion: '1.0',
    overrides: overrides.map((text, index) => {
      const path = join(folder, `override${index}`);
      writeFileSync(path, text);
      return { path, text };
    }),
  };
  let output = '';
  const values = await runConf({
    ...{ facts, layout, jobs: 3, env: { PATH: searchPath() }, groups: new ProcessGroups() },
    confFile: join(layout.copyDir, 'dkms.conf'),
    confText: conf,
    cwd: layout.copyDir,
    ...(signal && { signal }),
    onText: (text) => {
      output += text;
    },
  });
  expect(readdirSync(layout.root)).toEqual(['copy']);
  return values && output.replaceAll(folder, 'TMP') + render(values);
}

function render(values: ConfValues): string {
  return [...values]
    .flatMap(([name, elements]) => elements.map(({ index, text }) => `${name}[${index}]=<${text}>`))
    .join('\n');
}

test('loops, conditions and commands result in values, in the order of dkms', async () => {
  const conf = [
    'PACKAGE_NAME=$(basename "$PWD")',
    'PACKAGE_VERSION=1.0',
    'if [ -n "$kernelver" ]; then MAKE="make -C $kernel_source_dir -j$parallel_jobs"; fi',
    'for n in a b; do BUILT_MODULE_NAME+=("$n"); done',
    'UNKNOWN=x',
  ].join('\n');
  expect(await resolve(conf)).toBe(
    [
      'PACKAGE_NAME[0]=<copy>',
      'PACKAGE_VERSION[0]=<1.0>',
      "MAKE[0]=<make -C /lib/it's/build -j3>",
      'BUILT_MODULE_NAME[0]=<a>',
      'BUILT_MODULE_NAME[1]=<b>',
    ].join('\n'),
  );
});

test('values are evaluated twice', async () => {
  const conf = [
    "PACKAGE_NAME='$module'",
    'MAKE[0]="  a   b\n\tc "',
    "MAKE[2]='$(echo second)'",
    `POST_ADD='CC="gcc"'`,
    `PRE_BUILD="'quoted  here'"`,
  ].join('\n');
  expect(await resolve(conf)).toBe(
    [
      'PACKAGE_NAME[0]=<hello>',
      'POST_ADD[0]=<CC=gcc>',
      "PRE_BUILD[0]=<'quoted here'>",
      'MAKE[0]=< a b c >',
      'MAKE[2]=<second>',
    ].join('\n'),
  );
});

test('a carriage return is removed since 3.1.5', async () => {
  expect(await resolve('PACKAGE_NAME=foo\r\n', { version: '3.1.5' })).toBe('PACKAGE_NAME[0]=<foo>');
  expect(await resolve('PACKAGE_NAME=foo\r\n', { version: '3.1.4' })).toBe('PACKAGE_NAME[0]=<foo\r>');
});

test('exit discards everything, return keeps what was set', async () => {
  expect(await resolve('PACKAGE_NAME=foo\nexit 0')).toBe('');
  expect(await resolve('PACKAGE_NAME=foo\nreturn 3\nPACKAGE_NAME=bar')).toBe('PACKAGE_NAME[0]=<foo>');
});

test('standard output of the file is dropped, standard error is kept', async () => {
  expect(await resolve('echo hello\nPACKAGE_NAME=foo\nnosuchcommand')).toMatch(
    /^TMP\S+dkms\.conf: line 3: nosuchcommand: command not found\nPACKAGE_NAME\[0\]=<foo>$/,
  );
});

test('overrides come after the file and see what it has set', async () => {
  const overrides = ['MAKE="$MAKE one"', 'MAKE="$MAKE two"'];
  expect(await resolve('MAKE=make', { overrides })).toBe('MAKE[0]=<make one two>');
});

test('DKMS_DIRECTIVE variables assign directives', async () => {
  const conf = 'PACKAGE_NAME=foo\nDKMS_DIRECTIVE_1="PACKAGE_NAME=bar STRIP=no"';
  expect(await resolve(conf)).toBe('PACKAGE_NAME[0]=<bar>\nSTRIP[0]=<no>');
});

test('variables of the caller that are named like directives are ignored', async () => {
  vi.stubEnv('MAKE', 'gmake');
  try {
    expect(await resolve('PACKAGE_NAME=foo')).toBe('PACKAGE_NAME[0]=<foo>');
  } finally {
    vi.unstubAllEnvs();
  }
});

test('a file that blocks can be cancelled', async () => {
  const { signal, cancel } = cancellation();
  const begun = join(folder, 'begun');
  const resolving = resolve(`touch '${begun}'; sleep 100000`, { signal });
  await until(() => existsSync(begun));
  cancel();
  expect(await resolving).toBeUndefined();
  expect(existsSync(folder)).toBe(true);
});
