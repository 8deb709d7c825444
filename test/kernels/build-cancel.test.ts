import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { drive, kernelOf } from '../support/build-driver.ts';
import { howToGetTestMaterial, testKernels, testModule } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';
import { processesAbout } from '../support/processes.ts';
import { cancellation } from '../support/waiting.ts';

const kernels = testKernels();
const driver = testModule('v4l2loopback');

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'build-cancel-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a cancelled build', needs((!kernels || !driver) && howToGetTestMaterial), () => {
  const { modulesDir, release61 } = kernels ?? { modulesDir: '', release61: '' };

  // Spread over the whole build: after this many turns of the event loop, or when this text was printed.
  test.each<[string, number | RegExp]>([
    ['as it begins', 0],
    ['soon after', 3],
    ['a little later', 30],
    ['later', 300],
    ['at its first line', /./],
    ['at its first unit', /CC \[M\]/],
    ['when it is linked', /LD \[M\]/],
    ['after make', /POST_BUILD began/],
  ])('%s ends at once and leaves no process', async (_when, moment) => {
    const source = join(folder, 'v4l2loopback');
    cpSync(driver ?? '', source, { recursive: true });
    // However quick the machine is, the build does not end before it is cancelled.
    const wait = '#!/bin/sh\necho POST_BUILD began\nsleep 100000\n';
    writeFileSync(join(source, 'wait.sh'), wait, { mode: 0o755 });
    appendFileSync(join(source, 'dkms.conf'), '\nPOST_BUILD="wait.sh"\n');
    const kernel = await kernelOf(modulesDir, release61);
    const { signal, cancel } = cancellation();
    let printed = '';
    const running = drive({
      ...{ source, kernel, cacheFolder: join(folder, 'cache'), signal },
      onOutput(text) {
        printed += text;
        if (typeof moment !== 'number' && moment.test(printed)) cancel();
      },
    });
    if (typeof moment === 'number') {
      for (let turns = 0; turns < moment; turns++) await turn();
      cancel();
    }
    const { result, reported } = await running;
    expect(result.status).toBe('cancelled');
    expect(reported.filter((problem) => problem.severity === 'error')).toEqual([]);
    expect(processesAbout(folder)).toEqual([]);
  });

  test('does not prevent the next build', async () => {
    const source = join(folder, 'v4l2loopback');
    cpSync(driver ?? '', source, { recursive: true });
    const kernel = await kernelOf(modulesDir, release61);
    const cacheFolder = join(folder, 'cache');
    const { signal, cancel } = cancellation();
    const cancelled = await drive({ source, kernel, cacheFolder, signal, onOutput: cancel });
    expect(cancelled.result.status).toBe('cancelled');
    const { result, output } = await drive({ source, kernel, cacheFolder });
    expect(result.status, output).toBe('ok');
  });
});
