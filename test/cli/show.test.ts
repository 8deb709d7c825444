import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommandLine } from '../support/command-line.ts';
import { needs, noMounts } from '../support/needs.ts';
import { privateMounts } from '../support/surroundings.ts';

interface ShowDocument {
  version: number;
  path: string;
  kernel: string;
  arch: string;
  dkmsVersion: string;
  directives: Record<
    string,
    { index: number; value?: string; unknown?: string; line?: number; character?: number }[]
  >;
  modules: {
    index: number;
    builtName: string;
    builtLocation: string;
    destName: string;
    destLocation: string;
    strip: boolean;
  }[];
  make: string | null;
  clean: string | null;
  patches: string[];
  excluded: { directive: string; index: number; value: string; reason: string } | null;
}

const text = [
  'PACKAGE_NAME="two"',
  'PACKAGE_VERSION="1.0"',
  'MAKE="make all KVER=$kernelver"',
  'MAKE[1]="other"',
  'MAKE_MATCH[1]="^5"',
  'BUILT_MODULE_NAME[0]="one"',
  'BUILT_MODULE_NAME[1]="two"',
  'BUILT_MODULE_LOCATION[1]="src"',
  'DEST_MODULE_NAME[1]="two_renamed"',
  'DEST_MODULE_LOCATION[0]="/extra"',
  'DEST_MODULE_LOCATION[1]="/updates"',
  'STRIP[1]="no"',
  'PATCH[0]="always.patch"',
  'PATCH[1]="old.patch"',
  'PATCH_MATCH[1]="^5"',
  'POST_ADD="$(hostname)"',
  'BUILD_EXCLUSIVE_KERNEL="^[56]\\."',
  '',
].join('\n');

describe('show', () => {
  let folder = '';
  let conf = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-show-'));
    conf = path.join(folder, 'dkms.conf');
    writeFileSync(conf, text);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function show(...words: string[]): Promise<ShowDocument> {
    const line = ['show', conf, '--format', 'json', '--arch', 'x86_64', '--dkms-version', '3.0.10', ...words];
    const { code, out } = await runCommandLine(line);
    expect(code).toBe(0);
    return JSON.parse(out) as ShowDocument;
  }

  test('prints the values dkms ends up with for a kernel that need not be installed', async () => {
    const shown = await show('--kernel', '6.9.1-test');
    expect(shown).toMatchObject({
      version: 1,
      path: conf,
      kernel: '6.9.1-test',
      arch: 'x86_64',
      dkmsVersion: '3.0.10',
    });
    expect(shown.directives.PACKAGE_NAME).toEqual([{ index: 0, value: 'two' }]);
    expect(shown.make).toMatch(/^make -j\d+ KERNELRELEASE=6\.9\.1-test all KVER=6\.9\.1-test$/);
    expect(shown.modules).toEqual([
      { index: 0, builtName: 'one', builtLocation: '', destName: 'one', destLocation: '/extra', strip: true },
      {
        index: 1,
        builtName: 'two',
        builtLocation: 'src/',
        destName: 'two_renamed',
        destLocation: '/updates',
        strip: false,
      },
    ]);
    expect(shown.patches).toEqual(['always.patch']);
    expect(shown.excluded).toBeNull();
  });

  test('another kernel gets another command, other patches, or none at all', async () => {
    const old = await show('--kernel', '5.10.0-1');
    expect([old.make, old.patches]).toEqual(['other', ['always.patch', 'old.patch']]);
    const excluded = await show('--kernel', '7.0.1');
    expect(excluded.excluded).toMatchObject({
      directive: 'BUILD_EXCLUSIVE_KERNEL',
      index: 0,
      value: '^[56]\\.',
    });
    expect(excluded.excluded?.reason).toContain('7.0.1');
  });

  test('what only running the file would show is unknown, with its reason and location', async () => {
    const { directives } = await show('--kernel', '6.9.1-test');
    expect(directives.POST_ADD).toEqual([
      { index: 0, unknown: expect.stringContaining('hostname'), line: 15, character: expect.any(Number) },
    ]);
  });

  test('text output shows the same', async () => {
    const { code, out } = await runCommandLine(['show', conf, '--kernel', '6.9.1-test', '--arch', 'x86_64']);
    expect(code).toBe(0);
    expect(out).toContain('src/two.ko -> /updates/two_renamed.ko');
    expect(out).toMatch(/POST_ADD\[0\] +unknown: /);
  });

  test.each([
    [
      'a kernel that is a path',
      ['--kernel', '/boot'],
      /--kernel \/boot: expected a release as uname -r prints it/,
    ],
    ['an old dkms', ['--dkms-version', '2.2'], /dkms 2\.2 is older than 2\.8/],
  ])('%s is refused in one line', async (_, words, message) => {
    const { code, out, err } = await runCommandLine(['show', conf, ...words]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  test('a part of a path that is not known is no sentence within it', async () => {
    const named = path.join(folder, 'named.conf');
    writeFileSync(
      named,
      'PACKAGE_NAME=n\nPACKAGE_VERSION=1\nBUILT_MODULE_NAME="n_$(hostname)"\nDEST_MODULE_LOCATION=/extra\n',
    );
    const { out } = await runCommandLine(['show', named, '--kernel', '6.9.1-test']);
    expect(out).toContain('\n  <unknown>.ko -> /extra/<unknown>.ko\n');
    expect(out).toMatch(/BUILT_MODULE_NAME\[0\] +unknown: .*hostname/);
  });

  test('override files under /etc/dkms apply as in dkms', needs(!privateMounts() && noMounts), async () => {
    const overrides = path.join(folder, 'etc-dkms');
    mkdirSync(overrides, { recursive: true });
    writeFileSync(path.join(overrides, 'two.conf'), 'MAKE="$MAKE EXTRA=1"\n');
    writeFileSync(path.join(overrides, 'two-1.0.conf'), 'BUILT_MODULE_NAME[0]="renamed"\n');
    const plain = path.join(folder, 'plain.dkms.conf');
    writeFileSync(plain, text.replace(/^.*\[1\].*\n/gm, ''));
    const words = ['show', plain, '--kernel', '6.9.1-test', '--format', 'json'];
    const { out } = await runCommandLine(words, { machine: { overrides } });
    const shown = JSON.parse(out) as ShowDocument;
    expect(shown.make).toMatch(/ EXTRA=1$/);
    expect(shown.modules[0]?.builtName).toBe('renamed');
  });
});
