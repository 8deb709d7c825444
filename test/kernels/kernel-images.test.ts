import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCommandLine } from '../support/command-line.ts';
import { headerPackages } from '../support/header-packages.ts';
import { type PackageArchive, type PackageText, serveArchive } from '../support/package-archive.ts';

const release = '6.1.0-50-amd64';

let folder: string;
let cacheFolder: string;
let archive: PackageArchive;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kernel-images-'));
  cacheFolder = join(folder, 'cache');
});
afterEach(async () => {
  await archive.close();
  rmSync(folder, { recursive: true, force: true });
});

async function get(images: readonly PackageText[], ...words: readonly string[]) {
  const architecture = execFileSync('dpkg', ['--print-architecture'], { encoding: 'utf8' }).trim();
  archive = await serveArchive(folder, 'bookworm', architecture, [...headerPackages(release), ...images]);
  const where = ['--mirror', archive.address, '--keyring', archive.keyring];
  return runCommandLine(['kernels', 'get', 'debian-12', ...words, ...where], {
    env: { DKMS_TOOLS_CACHE: cacheFolder },
  });
}

const root = () => join(cacheFolder, 'kernels/root', release);
const files = {
  [`boot/vmlinuz-${release}`]: 'the image',
  [`lib/modules/${release}/modules.builtin`]: 'kernel/fs/ext4/ext4.ko\n',
  [`lib/modules/${release}/modules.order`]: '',
};

test.each([
  ['in one package', [{ name: `linux-image-${release}-unsigned`, version: '6.1-1', files }]],
  [
    'in several packages',
    [
      {
        ...{ name: `linux-image-${release}`, version: '6.1-1', files: {} },
        depends: `kmod, linux-binary-${release} (= 6.1-1), linux-modules-${release} (= 6.1-1)`,
      },
      {
        ...{ name: `linux-binary-${release}`, version: '6.1-1' },
        files: { [`usr/lib/modules/${release}/vmlinuz`]: 'the image' },
      },
      {
        ...{ name: `linux-modules-${release}`, version: '6.1-1' },
        files: {
          [`usr/lib/modules/${release}/modules.builtin`]: '',
          [`usr/lib/modules/${release}/modules.order`]: '',
        },
      },
    ],
  ],
])('the image of a kernel, %s, comes with modules that depmod has listed', async (_, images) => {
  const { code, err } = await get(images, '--image');
  expect(code, err).toBe(0);
  const modules = join(root(), 'lib/modules', release);
  expect(readFileSync(join(modules, 'vmlinuz'), 'utf8')).toBe('the image');
  expect(existsSync(join(modules, 'modules.dep'))).toBe(true);
  const removed = await runCommandLine(['kernels', 'remove', release], {
    env: { DKMS_TOOLS_CACHE: cacheFolder },
  });
  expect([removed.code, existsSync(root())], removed.err).toEqual([0, false]);
});

test('a missing image is reported, and the headers are kept', async () => {
  const { code, err } = await get([], '--image');
  expect([code, err]).toEqual([2, expect.stringContaining(`does not have the image of ${release}`)]);
  expect(existsSync(join(cacheFolder, 'kernels/modules', release, 'build'))).toBe(true);
  expect(readdirSync(join(cacheFolder, 'kernels')).filter((name) => name.startsWith('unpack-'))).toEqual([]);
});

test('--image is for what is got', async () => {
  await get([]);
  const { code, err } = await runCommandLine(['kernels', '--available', '--image']);
  expect([code, err]).toEqual([2, expect.stringContaining('--image belongs to kernels get')]);
});
