import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DriveOptions, drive, kernelOf, renderProblems } from '../support/build-driver.ts';
import { writeHello } from '../support/hello-module.ts';
import { howToGetTestMaterial, testKernels, testRelease } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';
import { treeState } from '../support/tree-state.ts';

const kernels = testKernels();

let folder: string;
let source: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'source-'));
  source = join(folder, 'hello');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the source of a build', needs(!kernels && howToGetTestMaterial), () => {
  const { modulesDir, release61 } = kernels ?? { modulesDir: '', release61: '' };

  async function build(more: Partial<DriveOptions> = {}, release = release61) {
    const kernel = await kernelOf(modulesDir, release);
    return drive({ source, kernel, cacheFolder: join(folder, 'cache'), ...more });
  }

  const outside = (line: string, text: string) =>
    expect.stringMatching(
      `^${source}/${line}:-: warning: ${text.replaceAll('.', '\\.')} leads to ${folder}/common.*, outside the source\\. dkms builds a copy`,
    );

  test('is reported if a link, a Makefile or an included file leads out of the copy', async () => {
    mkdirSync(join(folder, 'common'));
    writeFileSync(join(folder, 'common/part.h'), 'int part(void);\n');
    writeFileSync(join(folder, 'common/part.c'), 'int part(void); int part(void) { return 0; }\n');
    writeHello(source, { Makefile: 'obj-m := hello.o\nhello-y := main.o linked/part.o\n' });
    symlinkSync('../common', join(source, 'linked'));
    writeFileSync(join(source, 'main.c'), readFileSync(join(source, 'hello.c')));
    const before = treeState(source);
    expect(renderProblems((await build()).result.problems)).toContainEqual(outside('linked:1', '../common'));

    writeFileSync(
      join(source, 'Makefile'),
      'obj-m := hello.o\nhello-y := main.o\ninclude $(src)/../common/part.mk\n',
    );
    writeFileSync(join(folder, 'common/part.mk'), '');
    rmSync(join(source, 'linked'));
    expect(renderProblems((await build()).result.problems)).toContainEqual(
      outside('Makefile:3', '../common/part.mk'),
    );

    writeFileSync(join(source, 'Makefile'), 'obj-m := hello.o\n');
    writeFileSync(
      join(source, 'hello.c'),
      `#include "../common/part.h"\n${readFileSync(join(source, 'main.c'), 'utf8')}`,
    );
    const included = renderProblems((await build()).result.problems);
    expect(included[0]).toContain(
      `${source}/hello.c:1:10: error: ../common/part.h: No such file or directory`,
    );
    expect(included).toContainEqual(outside('hello.c:1', '../common/part.h'));
    rmSync(join(source, 'main.c'));
    expect(Object.keys(before)).not.toEqual([]);
  });

  test('may hold what its own make left there: that is not copied, and does not end the incremental build', async () => {
    writeHello(source, {
      Makefile: 'obj-m := hello.o\nhello-y := main.o other.o\n',
      'other.c': 'int other;\n',
    });
    writeFileSync(join(source, 'main.c'), readFileSync(join(source, 'hello.c')));
    rmSync(join(source, 'hello.c'));
    for (const release of [release61, testRelease('7') ?? release61]) {
      const headers = join(modulesDir, release, 'build');
      execFileSync('make', ['-C', headers, `M=${source}`, 'modules'], { stdio: 'ignore' });
      expect(existsSync(join(source, 'hello.ko'))).toBe(true);
      const before = treeState(source);
      const first = await build({}, release);
      expect([first.result.status, first.result.problems], first.output).toEqual(['ok', []]);
      // The copied files were compiled, despite the products beside them.
      expect(first.output).toMatch(/CC \[M\] .*main\.o/);
      expect(treeState(source)).toEqual(before);
      writeFileSync(join(source, 'other.c'), `${readFileSync(join(source, 'other.c'), 'utf8')}int more;\n`);
      execFileSync('make', ['-C', headers, `M=${source}`, 'modules'], { stdio: 'ignore' });
      const second = await build({}, release);
      expect(second.output).not.toContain('full build');
      expect(second.output).not.toMatch(/CC \[M\] .*main\.o/);
      expect(second.output).toMatch(/CC \[M\] .*other\.o/);
    }
  });

  test('is copied without what the user excludes', async () => {
    writeHello(source, { 'docs/big.txt': 'x\n', 'data/a.bin': 'x\n' });
    const { result } = await build({ exclude: ['docs/', '*.bin'] });
    const copy = join(result.built[0]?.path ?? '', '..');
    expect(['docs', 'data/a.bin', 'data'].map((name) => existsSync(join(copy, name)))).toEqual([
      false,
      false,
      true,
    ]);
  });

  test('is copied without the headers in it that the kernel is built against, unless something in it leads there', async () => {
    writeHello(source);
    const headers = join(modulesDir, release61, 'build');
    const own = join(source, 'linux-headers-own');
    mkdirSync(own);
    for (const name of readdirSync(headers)) symlinkSync(join(headers, name), join(own, name));
    const modules = join(folder, 'modules');
    mkdirSync(join(modules, release61), { recursive: true });
    symlinkSync(own, join(modules, release61, 'build'));
    const before = treeState(source);
    const cacheFolder = join(folder, 'cache');
    const first = await drive({ source, kernel: await kernelOf(modules, release61), cacheFolder });
    expect([first.result.status, first.result.problems], first.output).toEqual(['ok', []]);
    expect(existsSync(join(first.result.built[0]?.path ?? '', '../linux-headers-own'))).toBe(false);
    expect(treeState(source)).toEqual(before);

    const conf = readFileSync(join(source, 'dkms.conf'), 'utf8');
    writeFileSync(
      join(source, 'dkms.conf'),
      conf.replace('make -C $kernel_source_dir', 'make -C linux-headers-own'),
    );
    const second = await drive({ source, kernel: await kernelOf(modules, release61), cacheFolder });
    expect([second.result.status, second.result.problems], second.output).toEqual(['ok', []]);
    expect(existsSync(join(second.result.built[0]?.path ?? '', '../linux-headers-own'))).toBe(true);
  });
});
