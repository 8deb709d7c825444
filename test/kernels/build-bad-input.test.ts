import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { BuildResult } from '../../server/src/builds/result.ts';
import { drive, kernelOf, renderProblems } from '../support/build-driver.ts';
import { writeHello } from '../support/hello-module.ts';
import { howToGetTestMaterial, testKernels, testRelease } from '../support/kernels.ts';
import { linkPrograms } from '../support/linked-programs.ts';
import { needs, noMounts } from '../support/needs.ts';
import { asUnprivileged, plainEnvironment, privateMounts } from '../support/surroundings.ts';
import { treeState } from '../support/tree-state.ts';

const kernels = testKernels();

const ownMounts = privateMounts();

let folder: string;
let cacheFolder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'build-bad-'));
  cacheFolder = join(folder, 'cache');
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** A failed build has its one message as reason, as an error in the file, and in the output. */
function onlyMessage(result: BuildResult): string {
  expect(result.status).toBe('failed');
  const errors = result.problems.filter((problem) => problem.severity === 'error');
  expect(errors.map((problem) => problem.message)).toEqual([result.reason]);
  expect(errors[0]?.file).toBe(result.path);
  return (result.reason ?? '').replaceAll(folder, 'TMP');
}

describe('bad input', needs(!kernels && howToGetTestMaterial), () => {
  const { modulesDir, release61 } = kernels ?? { modulesDir: '', release61: '' };

  test('a source path with a blank, a colon and non-ASCII letters is no problem', async () => {
    const source = writeHello(join(folder, 'meine Tréiber: neu'));
    const kernel = await kernelOf(modulesDir, release61);
    const { result, output } = await drive({ source, kernel, cacheFolder });
    expect(result.status, output).toBe('ok');
    writeFileSync(join(source, 'hello.c'), 'int x = nought;\n');
    const { result: failed } = await drive({ source, kernel, cacheFolder });
    expect(renderProblems(failed.problems)[0]).toContain(`${source}/hello.c:1:9: error: 'nought' undeclared`);
  });

  test('a cache folder that make cannot work in is replaced, with a note', async () => {
    const source = writeHello(join(folder, 'hello'));
    const kernel = await kernelOf(modulesDir, release61);
    const wanted = join(folder, 'my cache');
    vi.stubEnv('TMPDIR', folder);
    const { result, output } = await drive({ source, kernel, cacheFolder: wanted });
    expect(result.status, output).toBe('ok');
    expect(output).toContain(
      `The path ${wanted} contains a space or another character that make can't handle.`,
    );
    expect(readdirSync(wanted)).toEqual([]);
  });

  test('a file that dkms refuses is refused in its words', async () => {
    const source = writeHello(join(folder, 'hello'), { 'dkms.conf': 'PACKAGE_NAME=hello\n' });
    const kernel = await kernelOf(modulesDir, release61);
    const { result } = await drive({ source, kernel, cacheFolder });
    expect(onlyMessage(result)).toMatch(
      /^dkms 3\.0\.10 refuses this file: No '\w+' directive specified\. \(and \d+ more\)$/,
    );
    expect(existsSync(cacheFolder)).toBe(false);
  });

  test("a name that can't be a folder is refused", async () => {
    const conf = readFileSync(join(writeHello(join(folder, 'hello')), 'dkms.conf'), 'utf8');
    const kernel = await kernelOf(modulesDir, release61);
    for (const name of ['../../x', 'a b', 'a:b', 'a/b']) {
      const source = writeHello(join(folder, 'hello'), { 'dkms.conf': conf.replace('"hello"', `"${name}"`) });
      const { result } = await drive({ source, kernel, cacheFolder });
      expect(onlyMessage(result)).toBe(
        `PACKAGE_NAME is "${name}", which becomes part of the path that make builds in. Write it without spaces, slashes, and characters that are special to make or the shell.`,
      );
    }
  });

  test('a version to be filled in by a packager builds', async () => {
    const conf = readFileSync(join(writeHello(join(folder, 'hello')), 'dkms.conf'), 'utf8');
    const kernel = await kernelOf(modulesDir, release61);
    for (const version of ['#MODULE_VERSION#', '@PKGVER@', '__VERSION__', '%VERSION%']) {
      const source = writeHello(join(folder, 'hello'), {
        'dkms.conf': conf.replace('"1.0"', `"${version}"`),
      });
      const { result, output } = await drive({ source, kernel, cacheFolder });
      expect(result, output).toMatchObject({ status: 'ok', module: `hello/${version}` });
    }
  });

  test('a module in Rust, for kernels that cannot have one', async () => {
    const source = writeHello(join(folder, 'rust'), {
      'hello.rs': '//! Hello\nuse kernel::prelude::*;\n',
    });
    rmSync(join(source, 'hello.c'));
    for (const [line, reason] of [
      ['6.12', /CONFIG_RUST is not set/],
      ['7', /lack the metadata of the kernel's crates/],
    ] as const) {
      const { result, output } = await drive({
        ...{ source, cacheFolder: join(folder, 'cache'), env: plainEnvironment() },
        kernel: await kernelOf(kernels?.modulesDir ?? '', testRelease(line) ?? ''),
      });
      expect(result).toMatchObject({ status: 'failed', reason: expect.stringMatching(reason) });
      expect(output).not.toContain('RUSTC');
    }
  });

  test('a folder with nothing but a dkms.conf', async () => {
    const source = writeHello(join(folder, 'hello'));
    for (const name of ['Makefile', 'hello.c']) rmSync(join(source, name));
    const kernel = await kernelOf(modulesDir, release61);
    const { result } = await drive({ source, kernel, cacheFolder });
    expect(onlyMessage(result)).toBe(
      'There is nothing to build in TMP/hello. Put the source and its Makefile in the same folder as dkms.conf.',
    );
  });

  test('a dkms.conf in a packaging folder, whose source is above', async () => {
    const source = writeHello(join(folder, 'hello'));
    mkdirSync(join(source, 'dkms'));
    renameSync(join(source, 'dkms.conf'), join(source, 'dkms/dkms.conf'));
    writeFileSync(join(source, 'dkms/install.sh'), '#!/bin/sh\n');
    const kernel = await kernelOf(modulesDir, release61);
    const { result } = await drive({ source: join(source, 'dkms'), kernel, cacheFolder });
    expect(onlyMessage(result)).toBe(
      'The source of this dkms.conf is in TMP/hello, and dkms builds only what lies beside the file: a package or a script brings the two together. To build it here, do the same: cp TMP/hello/dkms/dkms.conf TMP/hello/dkms.conf',
    );
  });

  test('no make', async () => {
    const source = writeHello(join(folder, 'hello'));
    const kernel = await kernelOf(modulesDir, release61);
    const env = environmentWithout(/^make$/);
    const { result } = await drive({ source, kernel, cacheFolder, env });
    expect(onlyMessage(result)).toBe(
      'make is not installed. Install the package make, or add its folder to the PATH.',
    );
  });

  test('no compiler', async () => {
    const source = writeHello(join(folder, 'hello'));
    const kernel = await kernelOf(modulesDir, release61);
    const env = environmentWithout(/gcc/);
    const { result } = await drive({ source, kernel, cacheFolder, env });
    expect(onlyMessage(result)).toMatch(
      /^The compiler \S*gcc-12, which builds modules for kernel \S+, is not installed\. Run "apt install gcc-12", or add its folder to the PATH\.$/,
    );
  });

  test('headers that disappear before and during the build', async () => {
    const source = writeHello(join(folder, 'hello'));
    const headers = linkedHeaders(realpathSync(join(modulesDir, release61, 'build')));
    const kernel = await kernelOf(join(folder, 'modules'), release61);
    const message = `The headers of kernel ${release61} are no longer in ${kernel.buildDir}. Put them back, or prepare the tree again (make modules_prepare), or build for another kernel.`;
    let isGone = false;
    const { result, output } = await drive({
      ...{ source, kernel, cacheFolder },
      onOutput(text) {
        if (isGone || !text.includes('CC [M]')) return;
        isGone = true;
        rmSync(headers, { recursive: true });
      },
    });
    expect(isGone, output).toBe(true);
    expect(result).toMatchObject({ status: 'failed', reason: message });
    expect(result.problems.at(-1)).toMatchObject({
      file: join(source, 'dkms.conf'),
      severity: 'error',
      message,
    });
    expect((await drive({ source, kernel, cacheFolder })).result.reason).toBe(message);
  });

  test('two builds of one module for one kernel at once', async () => {
    const source = writeHello(join(folder, 'hello'));
    const kernel = await kernelOf(modulesDir, release61);
    const both = await Promise.all([0, 1].map(() => drive({ source, kernel, cacheFolder })));
    expect(both.map(({ result }) => result.status)).toEqual(['ok', 'ok']);
    const [first, second] = both.sort((a, b) => a.phases.length - b.phases.length);
    expect(first?.phases).not.toContain('waiting');
    expect(second?.phases[0]).toBe('waiting');
    expect(second?.output).toContain(
      `Waiting for process ${process.pid}, which is building the same module.`,
    );
  });

  test("a source that can't be read completely", async () => {
    const source = writeHello(join(folder, 'hello'), { secret: '' });
    chmodSync(join(source, 'secret'), 0);
    const kernel = await kernelOf(modulesDir, release61);
    const { result } = await asUnprivileged(folder, () => drive({ source, kernel, cacheFolder }));
    expect(onlyMessage(result)).toMatch(
      /^TMP\/hello\/secret can't be read \(EACCES\)\. Allow it, or remove the file/,
    );
  });

  test('a make that waits for input gets none', async () => {
    const conf = readFileSync(join(writeHello(join(folder, 'hello')), 'dkms.conf'), 'utf8');
    const waiting = conf.replace(/^MAKE.*$/m, 'MAKE="read answer || echo no answer; false"');
    const source = writeHello(join(folder, 'hello'), { 'dkms.conf': waiting });
    const kernel = await kernelOf(modulesDir, release61);
    const { result } = await drive({ source, kernel, cacheFolder });
    expect(onlyMessageAtMake(result)).toContain('It ended with:\nno answer');
  });

  test("a script can't write to the source through a link in the stage", async () => {
    const conf = readFileSync(join(writeHello(join(folder, 'hello')), 'dkms.conf'), 'utf8');
    const write = '$dkms_tree/hello/1.0/source/written $source_tree/hello-1.0/written own/written';
    const source = writeHello(join(folder, 'hello'), {
      'dkms.conf': conf.replace(/^MAKE.*$/m, `MAKE="touch ${write}; false"`),
      'data/x': '',
    });
    symlinkSync(join(source, 'data'), join(source, 'own'));
    const before = treeState(source);
    const kernel = await kernelOf(modulesDir, release61);
    await drive({ source, kernel, cacheFolder });
    expect(treeState(source)).toEqual(before);
  });

  test('a full disk, while copying and while building', needs(!ownMounts && noMounts), () => {
    const source = writeHello(join(folder, 'hello'), { 'big.bin': 'x'.repeat(3_000_000) });
    const script = join(import.meta.dirname, '../support/build-on-full-disk.ts');
    for (const kilobytes of [2000, 3100]) {
      const [program = '', ...prefix] = ownMounts ?? [];
      const run = execFileSync(
        program,
        [
          ...prefix,
          'sh',
          '-c',
          'mkdir -p "$1" && mount -t tmpfs -o size="$2"k none "$1" && TMPDIR="$1" exec "$3" --disable-warning=MODULE_TYPELESS_PACKAGE_JSON "$4" "$5" "$1" "$6" "$7"',
          'sh',
          cacheFolder,
          String(kilobytes),
          process.execPath,
          script,
          source,
          modulesDir,
          release61,
        ],
        { encoding: 'utf8' },
      );
      const result: BuildResult = JSON.parse(run);
      expect(result.status).toBe('failed');
      expect(result.reason?.replaceAll(folder, 'TMP')).toMatch(
        /^The disk of TMP\/cache is full \(\d+ MB left\)\. Free some space there, or set dkms\.cacheFolder to a folder on another disk\.$/,
      );
      expect(
        result.problems.some((problem) => problem.severity === 'error' && problem.message === result.reason),
      ).toBe(true);
    }
  });

  /** A folder with the headers that may be removed, and a folder like /lib/modules that it stands in. */
  function linkedHeaders(original: string): string {
    const headers = join(folder, 'headers');
    mkdirSync(headers);
    for (const entry of readdirSync(original)) symlinkSync(join(original, entry), join(headers, entry));
    mkdirSync(join(folder, 'modules', release61), { recursive: true });
    symlinkSync(headers, join(folder, 'modules', release61, 'build'));
    return headers;
  }

  /** Every program of this machine but those whose name matches. */
  function environmentWithout(name: RegExp): NodeJS.ProcessEnv {
    return plainEnvironment({ PATH: linkPrograms(join(folder, 'programs'), name) });
  }
});

function onlyMessageAtMake(result: BuildResult): string {
  expect(result.status).toBe('failed');
  const [problem, ...others] = result.problems;
  expect(others).toEqual([]);
  expect(problem).toMatchObject({ file: result.path, line: 3, severity: 'error' });
  return problem?.message ?? '';
}
