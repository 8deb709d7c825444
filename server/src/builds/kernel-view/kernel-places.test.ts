import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Kernel } from '../../kernels/kernel.ts';
import { mapPrefix } from '../../output/path-mapping.ts';
import { findKernelPlaces } from './kernel-places.ts';
import { outsideView } from './kernel-view.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kernel-places-'));
  for (const folder of ['usr/lib/modules/6.1-a', 'usr/src/linux-headers-6.1-a', 'own'])
    mkdirSync(join(root, folder), { recursive: true });
  symlinkSync('usr/lib', join(root, 'lib'));
  symlinkSync('../../../src/linux-headers-6.1-a', join(root, 'lib/modules/6.1-a/build'));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

/** The paths below the root that only a build sees, and where they lead; `nothing` if no path has to be added. */
async function seen(release: string, buildDir: string): Promise<readonly string[] | 'nothing'> {
  const kernel: Kernel = {
    ...{ name: release, release, version: '6.1', arch: 'x86_64', status: 'ready', running: false },
    buildDir: join(root, buildDir),
  };
  const found = await findKernelPlaces(kernel, root);
  const { toSource } = mapPrefix([root], '');
  return found?.paths.map(({ path, real }) => `${toSource(path)} -> ${toSource(real)}`) ?? 'nothing';
}

test('a kernel that is where its release is looked for is seen anyway, by any of its names', async () => {
  expect(await seen('6.1-a', 'lib/modules/6.1-a/build')).toBe('nothing');
  expect(await seen('6.1-a', 'usr/src/linux-headers-6.1-a')).toBe('nothing');
});

test('a folder of headers, another tree of an installed release, a built source', async () => {
  mkdirSync(join(root, 'own/linux/init'), { recursive: true });
  const both = ['/lib/modules', '/usr/lib/modules'];
  const build = (release: string) => both.map((folder) => `${folder}/${release}/build -> /own/linux`);
  expect(await seen('6.9', 'own/linux')).toEqual(build('6.9'));
  expect(await seen('6.1-a', 'own/linux')).toEqual(build('6.1-a'));
  writeFileSync(join(root, 'own/linux/init/main.c'), '');
  expect(await seen('6.9', 'own/linux')).toEqual(
    both.flatMap((folder) => ['build', 'source'].map((name) => `${folder}/6.9/${name} -> /own/linux`)),
  );
});

test('what lies beside the headers of a modules folder, and where Debian has them in /usr/src', async () => {
  mkdirSync(join(root, 'own/usr/src/linux-headers-6.9'), { recursive: true });
  mkdirSync(join(root, 'own/modules/6.9'), { recursive: true });
  writeFileSync(join(root, 'own/modules/6.9/modules.dep'), '');
  symlinkSync('../../usr/src/linux-headers-6.9', join(root, 'own/modules/6.9/build'));
  const headers = '/own/usr/src/linux-headers-6.9';
  expect(await seen('6.9', 'own/modules/6.9/build')).toEqual([
    ...['/lib/modules', '/usr/lib/modules'].flatMap((folder) => [
      `${folder}/6.9/build -> ${headers}`,
      `${folder}/6.9/modules.dep -> /own/modules/6.9/modules.dep`,
    ]),
    `/usr/src/linux-headers-6.9 -> ${headers}`,
  ]);
});

test('a command is told the paths that everybody sees', () => {
  const paths = [{ path: '/lib/modules/6.1+b/build', real: '/own/$&' }];
  expect(
    outsideView(
      paths,
      '-I/lib/modules/6.1+b/build/include /lib/modules/6.1+b/build-x /lib/modules/6.1+b/build2 /lib/modules/6.1+b/build',
    ),
  ).toBe('-I/own/$&/include /lib/modules/6.1+b/build-x /lib/modules/6.1+b/build2 /own/$&');
});

test('a longer path that ends like one of these is left alone', () => {
  const real = '/home/me/usr/src/linux-headers-6.1';
  const paths = [{ path: '/usr/src/linux-headers-6.1', real }];
  const command = `gcc -I${real}/include -include ${real}/a.h -fmap=${real}=x`;
  expect(outsideView(paths, command)).toBe(command);
  expect(outsideView(paths, command.replaceAll(real, '/usr/src/linux-headers-6.1'))).toBe(command);
});
