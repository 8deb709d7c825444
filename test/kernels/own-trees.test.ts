import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findKernels } from '../../server/src/kernels/find-kernels.ts';
import type { Kernel } from '../../server/src/kernels/kernel.ts';
import { drive } from '../support/build-driver.ts';
import { runCommandLine } from '../support/command-line.ts';
import { writeHello } from '../support/hello-module.ts';
import { testTree } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';
import { plainEnvironment } from '../support/surroundings.ts';

const noTree = (...names: readonly string[]) =>
  names.some((name) => testTree(name) === undefined) &&
  `no prepared tree ${names.join(' and ')}: run test/kernels/prepare-trees.sh`;

let folder: string;
let source: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'own-trees-'));
  source = writeHello(path.join(folder, 'hello'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The kernel of one prepared tree. */
async function kernelOfTree(name: string, tree = testTree(name) ?? ''): Promise<Kernel> {
  const [kernel] = await findKernels({ moduleFolders: [tree], systemFolders: false });
  if (!kernel) throw new Error(`no kernel in ${tree}`);
  return kernel;
}

async function built(kernel: Kernel, given: Partial<Parameters<typeof drive>[0]> = {}) {
  const { result, output } = await drive({
    ...{ source, kernel, cacheFolder: path.join(folder, 'cache'), env: plainEnvironment() },
    ...given,
  });
  return { result, output, module: result.built[0]?.path ?? '' };
}

const printed = (program: string, ...words: readonly string[]) =>
  spawnSync(program, words, { encoding: 'utf8' }).stdout;

describe('a folder that make O=… made is a kernel', () => {
  test.each([
    ['plain', /ELF 64-bit LSB relocatable, x86-64/, /^GCC/m],
    ['clang', /ELF 64-bit LSB relocatable, x86-64/, /clang version/],
    ['arm64', /ELF 64-bit LSB relocatable, ARM aarch64/, /^GCC/m],
    ['arm', /ELF 32-bit LSB relocatable, ARM, EABI5/, /^GCC/m],
    ['riscv', /ELF 64-bit LSB relocatable, UCB RISC-V/, /^GCC/m],
  ] as const)(
    '%s: the module is of its architecture, release and compiler',
    async (name, format, compiler) => {
      if (noTree(name)) return expect.unreachable(String(noTree(name)));
      const kernel = await kernelOfTree(name);
      expect(kernel).toMatchObject({ status: 'ready', isOwn: true });
      expect(kernel).not.toHaveProperty('install');
      const { result, output, module } = await built(kernel);
      expect(result.status, output).toBe('ok');
      expect(printed('file', '-b', module)).toMatch(format);
      expect(printed('modinfo', '-F', 'vermagic', module)).toMatch(new RegExp(`^${kernel.release} `));
      expect(printed('strings', module)).toMatch(compiler);
    },
  );
});

describe('two trees of one release', needs(noTree('plain', 'kasan')), () => {
  const trees = ['plain', 'kasan'].flatMap((name) => ['--modules', testTree(name) ?? '']);
  const run = (...words: readonly string[]) =>
    runCommandLine([...words, '--no-system-kernels', ...trees], {
      env: { DKMS_TOOLS_CACHE: path.join(folder, 'cache') },
    });

  test('are two kernels, each with a copy and a result of its own', async () => {
    const { code, out, err } = await run('build', source, '--all', '--format', 'json');
    expect(code, err).toBe(0);
    const { results } = JSON.parse(out) as {
      results: { kernel: string; built: { path: string }[] }[];
    };
    const modules = new Map(
      results.map(({ kernel, built: [first] }) => [kernel.replace(/^.*@/, ''), first?.path ?? '']),
    );
    expect([...modules.keys()].sort()).toEqual(['kasan', 'plain']);
    const isForKasan = (name: string) => printed('nm', modules.get(name) ?? '').includes('__asan_');
    expect([isForKasan('kasan'), isForKasan('plain')]).toEqual([true, false]);
  });

  test('a release that both have is refused, with what to write instead', async () => {
    const { release } = await kernelOfTree('plain');
    for (const words of [
      ['build', source, '--kernel', release],
      ['show', source, '--kernel', release],
    ]) {
      const { code, err } = await run(...words);
      expect(code).toBe(2);
      expect(err).toContain(
        `${release} names 2 kernels: ${release}@kasan (${testTree('kasan')}) and ${release}@plain (${testTree('plain')}). Name one of them.`,
      );
    }
    for (const name of [`${release}@plain`, testTree('plain') ?? '']) {
      const { code, out, err } = await run('build', source, '--kernel', name);
      expect(code, err).toBe(0);
      expect(out).toContain(`hello/1.0 for ${release}@plain: ok`);
    }
  });
});

describe(
  'what stops a build for a tree is reported before it begins',
  needs(noTree('plain', 'arm64')),
  () => {
    const refusal = async (kernel: Kernel, make: Record<string, string>, env = plainEnvironment()) => {
      const { result } = await built(kernel, { variables: { environment: {}, make }, env });
      return result;
    };

    test('a tree that is not prepared', async () => {
      const tree = path.join(folder, 'tree');
      cpSync(testTree('plain') ?? '', tree, {
        // Without its times, make would build all of its programs anew.
        ...{ recursive: true, verbatimSymlinks: true, preserveTimestamps: true },
      });
      rmSync(path.join(tree, 'include/generated/autoconf.h'));
      const kernel = await kernelOfTree('plain', tree);
      const { result } = await built(kernel);
      expect(result).toMatchObject({
        status: 'failed',
        reason: `include/generated/autoconf.h is missing: this is a build folder of a kernel that is not prepared. Run make -C ${tree} modules_prepare.`,
      });
      expect(
        spawnSync('make', ['-s', '-C', tree, 'modules_prepare'], { env: plainEnvironment() }).status,
      ).toBe(0);
      expect((await built(await kernelOfTree('plain', tree))).result.status).toBe('ok');
    });

    test('an ARCH that the kernel does not know, or was not configured for', async () => {
      const kernel = await kernelOfTree('arm64');
      expect((await refusal(kernel, { ARCH: 'vax' })).reason).toBe(
        `ARCH=vax is set for this build, but kernel ${kernel.name} has no such architecture: it has arm, arm64, riscv, um, x86. Set ARCH=arm64, or remove ARCH from dkms.makeVariables and dkms.environment.`,
      );
      expect((await refusal(kernel, { ARCH: 'riscv' })).reason).toBe(
        `ARCH=riscv is set for this build, but kernel ${kernel.name} was configured for arm64. Set ARCH=arm64, or remove ARCH from dkms.makeVariables and dkms.environment.`,
      );
    });

    test('a compiler that is missing, with the package that has it', async () => {
      const kernel = await kernelOfTree('arm64');
      const { reason } = await refusal(kernel, { CROSS_COMPILE: 's390x-linux-gnu-' });
      expect(reason).toBe(
        `The compiler s390x-linux-gnu-gcc, which builds modules for kernel ${kernel.name}, is not installed. Run "apt install gcc-s390x-linux-gnu", or add its folder to the PATH.`,
      );
      expect((await refusal(kernel, { LLVM: '-99' })).reason).toContain('The compiler clang-99,');
      expect((await refusal(kernel, { CC: 'ccache missing-gcc -O2' })).reason).toMatch(
        /^The compiler (?:ccache|missing-gcc), /,
      );
    });

    test('variables of a shell for another architecture do not count for this one', async () => {
      const env = { ...plainEnvironment(), ARCH: 'riscv', CROSS_COMPILE: 'riscv64-linux-gnu-' };
      const { result, output, module } = await built(await kernelOfTree('arm64'), { env });
      expect(result.status, output).toBe('ok');
      expect(printed('file', '-b', module)).toMatch(/ARM aarch64/);
    });

    test('a compiler that runs and fails', async () => {
      const compiler = path.join(folder, 'arm64-gcc');
      writeFileSync(compiler, '#!/bin/sh\necho "arm64-gcc: no licence was found" >&2\nexit 3\n');
      chmodSync(compiler, 0o755);
      const { result } = await built(await kernelOfTree('arm64'), {
        variables: { environment: {}, make: { CC: compiler } },
      });
      expect(result.reason).toBe(
        `The compiler ${compiler} is installed but does not work: arm64-gcc: no licence was found. Run ${compiler} --version to see why.`,
      );
      expect(readFileSync(path.join(source, 'hello.c'), 'utf8')).toContain('hello_init');
    });
  },
);
