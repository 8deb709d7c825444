import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { drive, kernelOf, renderProblems } from '../support/build-driver.ts';
import { howToGetTestMaterial, testKernels, testModule } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';
import { treeState } from '../support/tree-state.ts';

const kernels = testKernels();
const driver = testModule('v4l2loopback');

let folder: string;
let source: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'build-v4l2-'));
  source = join(folder, 'v4l2loopback');
  cpSync(driver ?? '', source, { recursive: true, preserveTimestamps: true });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Debian's v4l2loopback 0.12.7, whose dkms.conf sources the configuration of the kernel. */
describe('v4l2loopback 0.12.7', needs((!kernels || !driver) && howToGetTestMaterial), () => {
  const { modulesDir, release61, release612 } = kernels ?? { modulesDir: '', release61: '', release612: '' };

  test('builds for 6.1, and its source is unchanged', async () => {
    const before = treeState(source);
    const kernel = await kernelOf(modulesDir, release61);
    const { result, output } = await drive({ source, kernel, cacheFolder: join(folder, 'cache') });
    expect(result, output).toMatchObject({
      module: 'v4l2loopback/0.12.7',
      status: 'ok',
      built: [{ name: 'v4l2loopback', vermagic: expect.stringContaining(`${release61} SMP`) }],
    });
    expect(result.problems.filter((problem) => problem.severity === 'error')).toEqual([]);
    expect(treeState(source)).toEqual(before);
  });

  test('fails for 6.12 at the line that calls strlcpy, and its source is unchanged', async () => {
    const before = treeState(source);
    const kernel = await kernelOf(modulesDir, release612);
    const { result, output } = await drive({ source, kernel, cacheFolder: join(folder, 'cache') });
    expect(result.status, output).toBe('failed');
    const errors = result.problems.filter((problem) => problem.severity === 'error');
    expect(renderProblems(errors)).toEqual([
      expect.stringMatching(
        `^${source}/v4l2loopback\\.c:717:9: error: implicit declaration of function .strlcpy.`,
      ),
    ]);
    expect(treeState(source)).toEqual(before);
  });
});
