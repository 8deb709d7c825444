import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { drive, kernelOf } from '../support/build-driver.ts';
import { howToGetTestMaterial, testKernels, testModule } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';
import { processesAbout } from '../support/processes.ts';

const kernels = testKernels();
const driver = testModule('v4l2loopback');

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'build-cancel-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a cancelled build', needs((!kernels || !driver) && howToGetTestMaterial), () => {
  const { modulesDir, release61 } = kernels ?? { modulesDir: '', release61: '' };

  // Spread over the whole build, which takes some seconds; a little chance in each, so that runs differ.
  const moments = [0, 20, 60, 150, 300, 600, 1000, 1500].map((ms) =>
    Math.round(ms * (0.7 + 0.6 * Math.random())),
  );

  test.each(moments)('after %i ms ends at once and leaves no process', async (afterMs) => {
    const source = join(folder, 'v4l2loopback');
    cpSync(driver ?? '', source, { recursive: true });
    // However quick the machine is, the build does not end before it is cancelled.
    writeFileSync(join(source, 'wait.sh'), '#!/bin/sh\nsleep 60\n', { mode: 0o755 });
    appendFileSync(join(source, 'dkms.conf'), '\nPOST_BUILD="wait.sh"\n');
    const kernel = await kernelOf(modulesDir, release61);
    const controller = new AbortController();
    const running = drive({ source, kernel, cacheFolder: join(folder, 'cache'), signal: controller.signal });
    await delay(afterMs);
    const cancelledAt = performance.now();
    controller.abort();
    const { result, told } = await running;
    expect(performance.now() - cancelledAt).toBeLessThan(3000);
    expect(result.status).toBe('cancelled');
    expect(told.filter((problem) => problem.severity === 'error')).toEqual([]);
    expect(processesAbout(folder)).toEqual([]);
  });

  test('does not keep the next one from building', async () => {
    const source = join(folder, 'v4l2loopback');
    cpSync(driver ?? '', source, { recursive: true });
    const kernel = await kernelOf(modulesDir, release61);
    const cacheFolder = join(folder, 'cache');
    const signal = AbortSignal.timeout(300);
    expect((await drive({ source, kernel, cacheFolder, signal })).result.status).toBe('cancelled');
    const { result, output } = await drive({ source, kernel, cacheFolder });
    expect(result.status, output).toBe('ok');
  });
});
