import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { drive, kernelOf, renderProblems } from '../support/build-driver.ts';
import { writeHello } from '../support/hello-module.ts';
import { howToGetTestMaterial, testKernels } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';

const kernels = testKernels();

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'template-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const makefile = [
  'OPTIONS ?= -Wall',
  'ifneq ($(KERNELRELEASE),)',
  'obj-m := hello.o',
  'ccflags-y := $(OPTIONS)',
  'else',
  'all clean:',
  '\t$(MAKE) -C $(KDIR) M=$(CURDIR) $(if $(filter clean,$@),clean,modules)',
  'endif',
  '',
].join('\n');

const conf = [
  'PACKAGE_NAME="#NAME#"',
  'PACKAGE_VERSION="#MODULE_VERSION#"',
  `MAKE[0]="'make' @CFLGS@ OPTIONS='@OPTIONS@' KDIR=$kernel_source_dir all"`,
  'CLEAN="make KDIR=$kernel_source_dir clean"',
  'BUILT_MODULE_NAME[0]="#NAME#"',
  'DEST_MODULE_LOCATION[0]="/extra"',
  '',
].join('\n');

describe('a dkms.conf with placeholders', needs(!kernels && howToGetTestMaterial), () => {
  const { modulesDir, release61 } = kernels ?? { modulesDir: '', release61: '' };

  test('is built as its Makefile would, and each placeholder is named once', async () => {
    const source = writeHello(join(folder, 'hello'), { 'dkms.conf': conf, Makefile: makefile });
    const kernel = await kernelOf(modulesDir, release61);
    const { result, output } = await drive({ source, kernel, cacheFolder: join(folder, 'cache') });
    expect([result.status, result.problems], output).toEqual(['ok', []]);
    expect(result.module).toBe('#NAME#/#MODULE_VERSION#');
    expect(result.built.map(({ name }) => name)).toEqual(['hello']);
    expect(output.split('\n')[0]).toBe(
      'This dkms.conf is a template that packaging fills in. This build takes #MODULE_VERSION# as _MODULE_VERSION_, #NAME# as _NAME_ and does without @CFLGS@ and @OPTIONS@ in the commands.',
    );
  });

  test('has a target that does not exist named at the Makefile', async () => {
    const source = writeHello(join(folder, 'hello'), {
      'dkms.conf': conf.replace("'make'", 'make'),
      Makefile: makefile,
    });
    const kernel = await kernelOf(modulesDir, release61);
    const { result } = await drive({ source, kernel, cacheFolder: join(folder, 'cache') });
    // dkms sets KERNELRELEASE after a leading make, and the Makefile then has no such target.
    expect(renderProblems(result.problems)).toEqual([
      `${source}/Makefile:1:-: error: No rule to make target 'all'`,
      expect.stringMatching(
        `^${source}/dkms.conf:3:\\d+: error: dkms sets KERNELRELEASE after a leading make, and Makefile takes that for a call by Kbuild \\(line 2\\)`,
      ),
    ]);
  });

  test('has its problems on its own lines', async () => {
    const source = writeHello(join(folder, 'hello'), {
      'dkms.conf': conf.replace('KDIR=$kernel_source_dir all', 'KDIR=$kernel_source_dir && false'),
      Makefile: makefile,
    });
    const before = readFileSync(join(source, 'dkms.conf'), 'utf8');
    const kernel = await kernelOf(modulesDir, release61);
    const { result } = await drive({ source, kernel, cacheFolder: join(folder, 'cache') });
    expect(renderProblems(result.problems)[0]).toMatch(
      `${source}/dkms.conf:3:9: error: The build command failed`,
    );
    expect(readFileSync(join(source, 'dkms.conf'), 'utf8')).toBe(before);
  });
});
