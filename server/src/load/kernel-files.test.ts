import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Kernel } from '../kernels/kernel.ts';
import { findKernelFiles, findNeededModules } from './kernel-files.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kernel-files-'));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(root, dirname(name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
}

function kernelIn(buildDir: string): Kernel {
  return {
    ...{
      name: '6.9-none',
      release: '6.9-none',
      version: '6.9',
      arch: 'x86_64',
      status: 'ready',
      running: false,
    },
    buildDir: join(root, buildDir),
  };
}

test.each([
  ['Debian, unpacked', 'u/lib/modules/6.9-none/build', 'u/boot/vmlinuz-6.9-none', 'u/lib/modules/6.9-none'],
  [
    'Debian, by its headers',
    'u/usr/src/linux-headers-6.9-none',
    'u/boot/vmlinuz-6.9-none',
    'u/usr/lib/modules/6.9-none',
  ],
  [
    'Fedora, Arch',
    'u/usr/lib/modules/6.9-none/build',
    'u/usr/lib/modules/6.9-none/vmlinuz',
    'u/usr/lib/modules/6.9-none',
  ],
  ['a tree that was built', 'linux', 'linux/arch/x86/boot/bzImage', undefined],
])('%s: image and modules', async (_where, headers, image, modules) => {
  write({ [`${headers}/Makefile`]: '', [image]: '' });
  if (modules !== undefined) write({ [`${modules}/modules.dep`]: '' });
  expect(await findKernelFiles(kernelIn(headers))).toEqual({
    image: join(root, image),
    ...(modules !== undefined && { modulesDir: join(root, modules) }),
  });
});

test('a folder that is named is looked in first, and where there is nothing nothing is found', async () => {
  write({ 'headers/Makefile': '', 'own/boot/vmlinuz-6.9-none': '' });
  expect(await findKernelFiles(kernelIn('headers'), [join(root, 'own')])).toEqual({
    image: join(root, 'own/boot/vmlinuz-6.9-none'),
  });
  expect(await findKernelFiles(kernelIn('headers'))).toEqual({});
});

test.each([
  ['a package, unpacked', 'own/lib/modules', 'own/boot/vmlinuz-6.9-none', 'own/lib/modules/6.9-none'],
  ['modules alone', 'kept', 'kept/6.9-none/vmlinuz', 'kept/6.9-none'],
])('a folder like /lib/modules is looked in as well: %s', async (_what, folder, image, modules) => {
  write({ 'headers/Makefile': '', [image]: '', [`${modules}/modules.dep`]: '' });
  expect(await findKernelFiles(kernelIn('headers'), [join(root, folder)])).toEqual({
    image: join(root, image),
    modulesDir: join(root, modules),
  });
});

test('needed modules come with all that they need, in the order of loading', async () => {
  write({
    'modules.dep': [
      'kernel/media/videodev.ko.xz: kernel/media/mc.ko.xz kernel/i2c/i2c-core.ko',
      'kernel/media/mc.ko.xz:',
      'kernel/i2c/i2c-core.ko:',
      '',
    ].join('\n'),
    'modules.builtin': 'kernel/lib/crc16.ko\n',
  });
  const { files, missing } = await findNeededModules(root, ['videodev', 'crc16', 'i2c_core', 'nosuch']);
  expect(files.map((file) => file.slice(root.length + 1))).toEqual([
    'kernel/i2c/i2c-core.ko',
    'kernel/media/mc.ko.xz',
    'kernel/media/videodev.ko.xz',
  ]);
  expect(missing).toEqual(['nosuch']);
  expect(await findNeededModules(undefined, ['mc'])).toEqual({ files: [], missing: ['mc'] });
});
