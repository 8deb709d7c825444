import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfigure } from './configure-script.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dkms-tools-configure-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test.each<[string, string | undefined]>([
  [
    '  --with-bsd-kernel-headers=path\n  --with-linux-kernel-build=path\n  --with-linux-kernel-headers=path',
    '--with-linux-kernel-headers',
  ],
  ['echo "  --kver=..  kernel version"\necho "  --kdir=..  directory"', '--kdir'],
  ['  --with-linux-obj=PATH  built kernel\n  --with-linux=PATH  source', '--with-linux'],
  ['  --with-kernel=DIR', '--with-kernel'],
  ['  --prefix=DIR  --with-kernelwise=x', undefined],
])('%j has the option %s', async (text, kernelOption) => {
  await writeFile(join(folder, 'configure'), `#!/bin/sh\n${text}\n`);
  expect((await readConfigure(folder))?.kernelOption).toBe(kernelOption);
});

test('a source without one has none', async () => {
  expect(await readConfigure(folder)).toBeUndefined();
});
