import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { escapeRegex } from '../../server/src/escape-regex.ts';
import { drive, kernelOf, renderProblems } from '../support/build-driver.ts';
import { writeHello } from '../support/hello-module.ts';
import { howToGetTestMaterial, testKernels } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';
import { plainEnvironment } from '../support/surroundings.ts';
import { treeState } from '../support/tree-state.ts';

const kernels = testKernels();

let folder: string;
let cacheFolder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'build-hello-'));
  cacheFolder = join(folder, 'cache');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a correct module', needs(!kernels && howToGetTestMaterial), () => {
  const { modulesDir, release61, release612 } = kernels ?? { modulesDir: '', release61: '', release612: '' };

  test.each([release61, release612])('builds for %s, outside its source', async (release) => {
    const source = writeHello(join(folder, 'hello'));
    const before = treeState(source);
    const kernel = await kernelOf(modulesDir, release);
    const { result, output, reported, phases, objects } = await drive({ source, kernel, cacheFolder });
    expect(result, output).toMatchObject({
      ...{ module: 'hello/1.0', path: join(source, 'dkms.conf'), kernel: release, status: 'ok' },
      built: [{ name: 'hello', vermagic: expect.stringMatching(`^${escapeRegex(release)} SMP`) }],
    });
    expect(result.reason).toBeUndefined();
    expect(reported.filter((problem) => problem.severity === 'error')).toEqual([]);
    expect(phases).toEqual(['staging', 'building', 'checking']);
    expect(objects).toBe(1);
    const [built] = result.built;
    expect(modinfo('vermagic', built?.path ?? '')).toBe(built?.vermagic);
    expect(readFileSync(result.log ?? '', 'utf8')).toBe(output);
    expect(output).toContain(`make -j2 KERNELRELEASE=${release} -C ${kernel.buildDir} M=`);
    expect(treeState(source)).toEqual(before);
  });

  test('builds the same with the latest dkms', async () => {
    const source = writeHello(join(folder, 'hello'));
    const kernel = await kernelOf(modulesDir, release61);
    const { result, output } = await drive({ source, kernel, cacheFolder, dkmsVersion: '3.4.3' });
    expect(result.status, output).toBe('ok');
  });

  test('builds again after a mistake is corrected, and the problem is gone', async () => {
    const good = readFileSync(join(writeHello(join(folder, 'hello')), 'hello.c'), 'utf8');
    const source = writeHello(join(folder, 'hello'), {
      'hello.c': good.replace('return 0', 'nought = 1; return 0'),
    });
    const kernel = await kernelOf(modulesDir, release61);
    const bad = await drive({ source, kernel, cacheFolder });
    expect(bad.result.status).toBe('failed');
    expect(renderProblems(bad.result.problems)).toEqual([
      `${source}/hello.c:6:9: error: 'nought' undeclared (first use in this function)`,
    ]);
    writeHello(join(folder, 'hello'));
    const fixed = await drive({ source, kernel, cacheFolder });
    expect(fixed.result).toMatchObject({ status: 'ok', problems: [] });
  });

  test('builds a file that only bash can evaluate, with the values from bash', async () => {
    const conf = [
      'PACKAGE_NAME=$(basename hello.c .c)',
      'PACKAGE_VERSION=1.0',
      'for name in $(ls *.c | cut -d. -f1); do BUILT_MODULE_NAME+=($name); DEST_MODULE_LOCATION+=(/extra); done',
      "MAKE='make -C $kernel_source_dir M=$dkms_tree/$module/$module_version/build'",
    ].join('\n');
    const source = writeHello(join(folder, 'hello'), { 'dkms.conf': conf });
    const kernel = await kernelOf(modulesDir, release61);
    const { result, output } = await drive({ source, kernel, cacheFolder });
    expect(result, output).toMatchObject({ module: 'hello/1.0', status: 'ok', built: [{ name: 'hello' }] });
  });

  test('gets patches, scripts and links as from dkms', async () => {
    const conf = [
      readFileSync(join(writeHello(join(folder, 'hello')), 'dkms.conf'), 'utf8'),
      'PATCH[0]=rename.patch',
      'PRE_BUILD="scripts/pre.sh one two"',
    ].join('\n');
    const hunk = ['@@ -5 +5 @@', '-\tpr_info("hello\\n");', '+\tpr_info(GREETING);'];
    const patch = ['--- a/hello.c', '+++ b/hello.c', ...hunk, ''].join('\n');
    const source = writeHello(join(folder, 'hello'), {
      ...{ 'dkms.conf': conf, 'patches/rename.patch': patch },
      'scripts/pre.sh': '#!/bin/sh\nsed -i "s/GREETING/\\"$1 $2 $kernelver $module\\"/" hello.c\n',
    });
    execFileSync('chmod', ['+x', join(source, 'scripts/pre.sh')]);
    const before = treeState(source);
    const kernel = await kernelOf(modulesDir, release61);
    const { result, output, phases } = await drive({ source, kernel, cacheFolder });
    expect(result, output).toMatchObject({ status: 'ok', problems: [] });
    expect(phases).toEqual(['staging', 'patching', 'building', 'checking']);
    expect(readFileSync(result.built[0]?.path ?? '').includes(`one two ${release61} hello`)).toBe(true);
    expect(treeState(source)).toEqual(before);
  });

  test('reports which module was built instead of the one that dkms looks for', async () => {
    const conf = readFileSync(join(writeHello(join(folder, 'hello')), 'dkms.conf'), 'utf8');
    const source = writeHello(join(folder, 'hello'), {
      'dkms.conf': conf.replace('[0]="hello"', '[0]="helo"'),
    });
    const kernel = await kernelOf(modulesDir, release61);
    const { result } = await drive({ source, kernel, cacheFolder });
    expect(result.status).toBe('failed');
    expect(renderProblems(result.problems)).toEqual([
      `${source}/dkms.conf:5:22: error: The build produced hello.ko, but not helo.ko, which dkms looks for. Correct BUILT_MODULE_NAME and BUILT_MODULE_LOCATION, or the Makefile.`,
    ]);
  });

  test('gets a warning if its Makefile builds for another kernel than requested', async () => {
    const source = writeHello(join(folder, 'hello'), {
      'dkms.conf': readFileSync(join(writeHello(join(folder, 'hello')), 'dkms.conf'), 'utf8').replace(
        /^MAKE.*$/m,
        'MAKE="make"',
      ),
      // Stands for $(shell uname -r) on a machine that runs the other kernel.
      Makefile: `ifneq ($(M),)\nobj-m := hello.o\nelse\n# uname -r\nKVER := $(or ${release612},$(shell uname -r))\nall:\n\t$(MAKE) KERNELRELEASE= -C ${modulesDir}/$(KVER)/build M=$(CURDIR) modules\nendif\n`,
    });
    const kernel = await kernelOf(modulesDir, release61);
    const { result, output } = await drive({ source, kernel, cacheFolder });
    expect(result.status, output).toBe('ok');
    expect(renderProblems(result.problems)).toEqual([
      expect.stringMatching(
        `^${source}/Makefile:5:-: warning: The build produced hello.ko for kernel ${escapeRegex(release612)} instead of ${escapeRegex(release61)}, so dkms would install a module that does not load\\. `,
      ),
    ]);
  });

  test('is skipped if the file excludes the kernel', async () => {
    const conf = readFileSync(join(writeHello(join(folder, 'hello')), 'dkms.conf'), 'utf8');
    const source = writeHello(join(folder, 'hello'), {
      'dkms.conf': `${conf}BUILD_EXCLUSIVE_KERNEL="^5\\."\n`,
    });
    const kernel = await kernelOf(modulesDir, release61);
    const { result, phases } = await drive({ source, kernel, cacheFolder });
    expect(result).toMatchObject({ status: 'skipped', module: 'hello/1.0', problems: [], built: [] });
    expect(result.reason).toContain('BUILD_EXCLUSIVE_KERNEL');
    expect(phases).toEqual([]);
  });
});

function modinfo(field: string, path: string): string {
  const env = plainEnvironment();
  return execFileSync('modinfo', ['-F', field, path], { encoding: 'utf8', env }).trim();
}
