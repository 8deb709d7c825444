import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findKernels } from '../../server/src/kernels/find-kernels.ts';
import { howToGetTestMaterial, testKernels } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';

const kernels = testKernels();

describe('a copy of real headers, broken in one way each', needs(!kernels && howToGetTestMaterial), () => {
  const release = kernels?.release61 ?? '';
  let root: string;
  /** The folders of the copy: that of the flavour, and that of kbuild's programs. */
  let headers: string;
  let programs: string;

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'broken-headers-'));
    const original = realpathSync(join(kernels?.modulesDir ?? '', release, 'build'));
    const kbuild = dirname(realpathSync(join(original, 'scripts')));
    headers = join(root, 'usr/src', basename(original));
    programs = join(root, 'usr/lib', basename(kbuild));
    mkdirSync(join(root, 'etc'), { recursive: true });
    writeFileSync(join(root, 'etc/os-release'), 'ID=debian\n');
    mkdirSync(join(root, 'lib/modules', release), { recursive: true });
    symlinkSync(headers, join(root, 'lib/modules', release, 'build'));
    cpSync(original, headers, { recursive: true, verbatimSymlinks: true });
    cpSync(kbuild, programs, { recursive: true, verbatimSymlinks: true });
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  async function listKernel(): Promise<string> {
    const kernel = (await findKernels({ root })).find((one) => one.release === release);
    return [kernel?.status, kernel?.reason, kernel?.install].join(' | ').replaceAll(root, '');
  }

  /** The messages while `path` does not exist. */
  async function without(path: string): Promise<string> {
    const away = join(root, 'away');
    execFileSync('mv', [path, away]);
    try {
      return await listKernel();
    } finally {
      execFileSync('mv', [away, path]);
    }
  }

  test('complete, they are ready', async () => {
    expect(await listKernel()).toBe('ready |  | ');
  });

  test.each([
    ['include/generated/autoconf.h', 'broken'],
    ['include/config/auto.conf', 'broken'],
    ['arch/x86/module.lds', 'broken', 'scripts/module.lds'],
    ['Makefile', 'broken', 'no Makefile'],
    ['Module.symvers', 'ready'],
  ])('without %s', async (path, status, named = path) => {
    expect(await without(join(headers, path))).toMatch(
      new RegExp(
        `^${status} \\| .*${named}.* \\| apt reinstall linux-headers-${release.replaceAll('.', '\\.')}$`,
      ),
    );
  });

  test('without the headers themselves, but with their link', async () => {
    expect(await without(headers)).toMatch(
      new RegExp(
        `^no-headers \\| .* points to /usr/src/${basename(headers)}, which does not exist\\. \\| apt install`,
      ),
    );
  });

  test('without the package of build programs', async () => {
    expect(await without(programs)).toMatch(
      /^broken \| kbuild's programs are not installed: .* points to .* \| apt install linux-kbuild-6\.1$/,
    );
  });

  test.each(['scripts/basic/fixdep', 'scripts/mod/modpost', 'tools/objtool/objtool'])(
    '%s: missing, not executable, truncated, for another machine, for another C library',
    async (name) => {
      const program = join(programs, name);
      const whole = readFileSync(program);
      const reasonAfter = async (change: () => void) => {
        try {
          change();
          return await listKernel();
        } finally {
          rmSync(program, { force: true });
          writeFileSync(program, whole, { mode: 0o755 });
        }
      };
      const again = 'apt reinstall linux-kbuild-6.1';
      expect(await without(program)).toMatch(new RegExp(`^broken \\| ${name} is missing from the headers`));
      expect(await reasonAfter(() => chmodSync(program, 0o644))).toBe(
        `broken | ${name} is not executable: chmod +x /lib/modules/${release}/build/${name}. | ${again}`,
      );
      expect(await reasonAfter(() => truncateSync(program, 0))).toBe(
        `broken | ${name} is an empty file: it was not unpacked or built completely. | ${again}`,
      );
      const foreign = Buffer.from(whole);
      foreign.writeUInt16LE(243, 18);
      expect(await reasonAfter(() => writeFileSync(program, foreign))).toMatch(
        new RegExp(`^broken \\| ${name} is a program for riscv64, but this machine is .* \\| $`),
      );
      const musl = whole
        .toString('latin1')
        .replace('/lib64/ld-linux-x86-64.so.2', '/lib/ld-musl-x86_64.so.1\0\0\0');
      expect(await reasonAfter(() => writeFileSync(program, musl, 'latin1'))).toMatch(
        /its loader \/lib\/ld-musl-x86_64\.so\.1 does not exist/,
      );
      const newer = whole.toString('latin1').replace('GLIBC_2.34', 'GLIBC_2.99');
      expect(await reasonAfter(() => writeFileSync(program, newer, 'latin1'))).toMatch(
        /needs the GNU C library 2\.99, but this machine has 2\.\d+/,
      );
      expect(await listKernel()).toBe('ready |  | ');
    },
  );
});
