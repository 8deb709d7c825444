import { describe, expect, test } from 'vitest';
import type { Kernel } from './kernel.ts';
import { kernelsNamed, withNames } from './kernel-names.ts';

const found = (buildDir: string, release = '6.6.30'): Omit<Kernel, 'name'> => ({
  ...{ release, version: '6.6.30', arch: 'x86_64', buildDir, status: 'ready' },
  running: release === '6.6.30-running',
});

const namesOf = (...folders: readonly string[]) =>
  withNames(folders.map((folder) => found(folder))).map(({ name }) => name);

describe('names tell the trees of one release apart', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['a tree alone is called by its release', ['/home/user/linux'], ['6.6.30']],
    [
      'build folders beside each other',
      ['/home/user/linux/build-kasan', '/home/user/linux/build-plain'],
      ['6.6.30@build-kasan', '6.6.30@build-plain'],
    ],
    [
      'the folder above, where the last one says nothing',
      ['/b/arm/build', '/b/arm64/build'],
      ['6.6.30@arm', '6.6.30@arm64'],
    ],
    [
      'the one that dkms finds, and a source that a build folder lies in',
      ['/lib/modules/6.6.30/build', '/home/user/linux-6.6', '/home/user/linux-6.6/out'],
      ['6.6.30@installed', '6.6.30@linux-6.6', '6.6.30@out'],
    ],
    [
      'folders laid out like /lib/modules',
      ['/yocto/modules/6.6.30/build', '/openwrt/modules/6.6.30/build'],
      ['6.6.30@yocto', '6.6.30@openwrt'],
    ],
    ['names that a shell would split', ['/o/my tree', '/o/other'], ['6.6.30@my_tree', '6.6.30@other']],
    ['the same folders in another order', ['/a/b', '/b/a'], ['6.6.30@a-b', '6.6.30@b-a']],
  ])('%s', (_, folders, names) => {
    expect(namesOf(...folders)).toEqual(names);
  });

  test('no two have one name', () => {
    const names = namesOf('/a b/x', '/a_b/x', '/a/b/x', '/a-b-x', '/x/a/b', '/lib/modules/6.6.30/build');
    expect(new Set(names).size).toBe(names.length);
  });
});

test('of several trees of the running release, the installed one is the running kernel', () => {
  const own = found('/home/user/linux', '6.6.30-running');
  const installed = found('/lib/modules/6.6.30-running/build', '6.6.30-running');
  const running = withNames([own, installed]).filter((kernel) => kernel.running);
  expect(running.map(({ name }) => name)).toEqual(['6.6.30-running@installed']);
  expect(withNames([own])[0]?.running).toBe(true);
});

describe('a text names kernels', () => {
  const two = withNames([found('/lib/modules/6.6.30/build'), found('/home/user/build-kasan')]);
  const one = withNames([found('/home/user/build-kasan')]);
  const names = (kernels: readonly Kernel[], text: string) =>
    kernelsNamed(kernels, text).map(({ name }) => name);

  test.each<[string, readonly Kernel[], readonly string[]]>([
    ['6.6.30', two, ['6.6.30@installed', '6.6.30@build-kasan']],
    ['6.6.30@build-kasan', two, ['6.6.30@build-kasan']],
    ['/home/user/build-kasan/', two, ['6.6.30@build-kasan']],
    ['/lib/modules/6.6.30/build', two, ['6.6.30@installed']],
    ['6.6.30@other', two, []],
    ['6.6.30@build-kasan', one, ['6.6.30']],
    ['6.6.30@installed', one, []],
    ['6.6', one, []],
  ])('%s', (text, kernels, expected) => {
    expect(names(kernels, text)).toEqual(expected);
  });
});
