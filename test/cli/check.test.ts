import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommandLine } from '../support/command-line.ts';

interface CheckDocument {
  version: number;
  files: {
    path: string;
    dkms: { version: string; add: number | null; errors: string[]; warnings: string[]; unknown?: string };
    findings: {
      rule: string;
      severity: string;
      message: string;
      range: { start: { line: number; character: number }; end: { line: number; character: number } };
      fixable: boolean;
    }[];
  }[];
}

const good = [
  'PACKAGE_NAME="hello"',
  'PACKAGE_VERSION="1.0"',
  'BUILT_MODULE_NAME[0]="hello"',
  'DEST_MODULE_LOCATION[0]="/extra"',
  'AUTOINSTALL="yes"',
  '',
].join('\n');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-check-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function conf(content: string | Buffer, name = 'dkms.conf'): string {
  const file = path.join(mkdtempSync(path.join(folder, 'case-')), name);
  writeFileSync(file, content);
  return file;
}

async function check(
  ...words: string[]
): Promise<{ code: number | null; document: CheckDocument; err: string }> {
  const { code, out, err } = await runCommandLine(['check', '--format', 'json', ...words]);
  return { code, document: JSON.parse(out) as CheckDocument, err };
}

describe('check', () => {
  test('finds nothing in a correct file', async () => {
    const { code, document } = await check(conf(good), '--dkms-version', '3.0.10');
    expect(code).toBe(0);
    expect(document.version).toBe(1);
    expect(document.files[0]).toMatchObject({
      dkms: { version: '3.0.10', add: 0, errors: [], warnings: [] },
      findings: [],
    });
  });

  test('predicts what dkms would print, and locates the mistake', async () => {
    const { code, document } = await check(conf(good.replace('"/extra"', '"lib/modules"')));
    expect(code).toBe(1);
    const [file] = document.files;
    expect(file?.dkms).toMatchObject({ add: 8, errors: ['E11'] });
    expect(file?.findings).toMatchObject([
      { rule: 'invalid-dest-module-location', severity: 'error', range: { start: { line: 3 } } },
    ]);
  });

  test('gives null, and the reason, for what only running the file would show', async () => {
    const { document } = await check(conf(good.replace('"1.0"', '$(cat VERSION)')));
    expect(document.files[0]?.dkms.add).toBeNull();
    expect(document.files[0]?.dkms.unknown).toMatch(/\w/);
    expect(document.files[0]?.findings.filter((finding) => finding.severity === 'error')).toEqual([]);
  });

  test.each([
    ['dkms.conf', good.replace('"/extra"', '"/{PLACE}"').replace('"hello"', '"{NAME}"')],
    ['dkms.conf.in', 'PACKAGE_NAME="hello"\nPACKAGE_VERSION="@VERSION@"\nAUTOINSTALL="yes"\n'],
    ['dkms.conf.fragment', 'BUILT_MODULE_NAME[3]="hello"\nDEST_MODULE_LOCATION[3]="/extra"\n'],
  ])('predicts no refusal of what packaging completes: %s', async (name, text) => {
    const { code, document } = await check(conf(text, name), '--dkms-version', '3.0.10');
    expect(code).toBe(0);
    expect(document.files[0]?.dkms).toMatchObject({ add: null, errors: [] });
    expect(document.files[0]?.dkms.unknown).toMatch(/template|part of a dkms\.conf/);
  });

  test('shows the source line with a caret in text output', async () => {
    const file = conf(good.replace('PACKAGE_VERSION="1.0"\n', ''));
    const { code, out } = await runCommandLine(['check', file, '--dkms-version', '3.0.10']);
    expect(code).toBe(1);
    expect(out).toMatch(
      /dkms\.conf:1:1: error: .* \[missing-package-version\]\n {4}1 \| PACKAGE_NAME="hello"\n {6}\| \^/,
    );
    expect(out).toMatch(/1 file, 1 error, 0 warnings; dkms 3\.0\.10 refuses it\n$/);
  });

  test('--fix applies safe fixes, and keeps the rest of the file', async () => {
    const file = conf(`# mine\n${good.replace('"hello"\nDEST', '"hello.ko"\nDEST')}`);
    const { code, document } = await check('--fix', file);
    expect(readFileSync(file, 'utf8')).toBe(`# mine\n${good}`);
    expect([code, document.files[0]?.findings]).toEqual([0, []]);
  });

  test('--max-warnings turns warnings into a failure', async () => {
    const file = conf('PACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\n');
    expect((await check(file, '--dkms-version', '3.4.3')).code).toBe(0);
    const strict = await check(file, '--dkms-version', '3.4.3', '--max-warnings', '0');
    expect([strict.code, strict.err]).toEqual([1, 'dkms-tools: 1 warnings exceed --max-warnings 0\n']);
  });

  test('a folder stands for every conf below it', async () => {
    const file = conf(good);
    const { document } = await check(path.dirname(file));
    expect(document.files.map((one) => one.path)).toEqual([file]);
  });
});

describe('check of bad input gives one clear message', () => {
  test('a folder without dkms.conf', async () => {
    const empty = mkdtempSync(path.join(folder, 'empty-'));
    const { code, out, err } = await runCommandLine(['check', empty]);
    expect([code, out, err]).toEqual([
      2,
      '',
      `dkms-tools: ${empty}: there is no dkms.conf in this folder or below it\n`,
    ]);
  });

  test('a missing path', async () => {
    const { code, err } = await runCommandLine(['check', '/nowhere/dkms.conf']);
    expect([code, err]).toEqual([2, 'dkms-tools: /nowhere/dkms.conf: there is no such file or folder\n']);
  });

  test('the versions of dkms that a file must support', async () => {
    const file = conf(good.replace('"yes"', '"Y"'));
    const { document } = await check(file, '--dkms-version', '3.4.3', '--supported-versions', '3.0 - 3.4');
    expect(document.files[0]?.findings.map(({ rule }) => rule)).toEqual([
      'unsupported-yes-no-value',
      'refused-by-some-versions',
    ]);
    const none = await runCommandLine(['check', file, '--supported-versions', 'all']);
    expect([none.code, none.err]).toEqual([
      2,
      'dkms-tools: --supported-versions: "all" is no range of dkms versions. Write one such as "2.8.4 - 3.4", ">=3.0" or ">=3.0 <3.4".\n',
    ]);
  });

  test('a version that does not exist', async () => {
    const { code, err } = await runCommandLine(['check', conf(good), '--dkms-version', 'latest']);
    expect(code).toBe(2);
    expect(err).toMatch(/^dkms-tools: "latest" is not a dkms version.*\n$/);
  });

  test('a dangling link', async () => {
    const link = path.join(mkdtempSync(path.join(folder, 'link-')), 'dkms.conf');
    symlinkSync('gone/dkms.conf', link);
    const { code, document } = await check(path.dirname(link));
    expect(code).toBe(1);
    expect(document.files[0]).toMatchObject({ path: link, dkms: { add: 4, errors: ['E4'] } });
    expect(document.files[0]?.findings.map((finding) => finding.message)).toEqual([
      expect.stringContaining('gone/dkms.conf'),
    ]);
  });

  test('an empty file', async () => {
    const { code, document } = await check(conf(''), '--dkms-version', '3.0.10');
    expect(code).toBe(1);
    expect(document.files[0]?.dkms).toMatchObject({ add: 8, errors: ['E9', 'E1', 'E2'] });
  });

  test('a binary file', async () => {
    const { code, document } = await check(conf(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1, 2, 0xff])));
    expect(code).toBe(1);
    expect(document.files[0]?.dkms.add).toBeNull();
    expect(document.files[0]?.findings).toHaveLength(1);
  });

  test('a byte-order mark hides the first line from bash', async () => {
    const { document } = await check(conf(`\ufeff${good}`));
    expect(document.files[0]?.dkms.errors).toContain('E1');
  });

  test('carriage returns are part of each value for dkms up to 3.1.4', async () => {
    const file = conf(good.replaceAll('\n', '\r\n'));
    const { document } = await check(file, '--dkms-version', '3.0.10');
    expect(document.files[0]?.dkms.add).toBe(0);
    const spaced = conf(good.replace('"hello"\nDEST', 'hello.ko\nDEST').replaceAll('\n', '\r\n'));
    expect((await check(spaced, '--dkms-version', '3.0.10')).document.files[0]?.dkms.errors).toEqual([]);
    expect((await check(spaced, '--dkms-version', '3.4.3')).document.files[0]?.dkms.errors).toEqual([
      'E6',
      'E7',
    ]);
  });

  test('an unterminated quote', async () => {
    const { code, document } = await check(conf(`${good}MAKE="make all\n`));
    expect(code).not.toBe(2);
    expect(document.files[0]?.dkms.add === 0 || document.files[0]?.dkms.add === null).toBe(true);
  });

  test('5 MB', async () => {
    const file = conf(
      `${good}${'# filling of a comment that is of no use to anybody at all\n'.repeat(85_000)}X=1\n`,
    );
    const { document } = await check(file, '--dkms-version', '3.0.10');
    expect(document.files[0]?.dkms.add).toBe(0);
  });
});

test('a conf is never executed by checking or showing it', async () => {
  const canary = path.join(folder, 'CANARY');
  const file = conf(`${good}X=$(touch ${canary})\nY=\`touch ${canary}\`\ntouch ${canary}\n`);
  await runCommandLine(['check', '--fix', file]);
  await runCommandLine(['show', file]);
  expect(existsSync(canary)).toBe(false);
});
