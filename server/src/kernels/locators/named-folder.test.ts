import { mkdir, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { headerFiles, osRelease, tools, useTemporaryRoot } from '../../../../test/support/header-trees.ts';
import { findKernels, kernelFolders } from '../find-kernels.ts';

const { below, write, find, summary, debianHeaders } = useTemporaryRoot();

describe('folders named by the user', () => {
  test('laid out like /lib/modules', async () => {
    await write({ ...tools, ...headerFiles('own/6.9.0-mine/build', '6.9.0-mine') });
    expect(await summary([below('own')])).toBe('6.9.0-mine 6.9.0 x86_64 ready /own/6.9.0-mine/build');
  });

  test('the headers of one kernel themselves', async () => {
    await write({ ...tools, ...headerFiles('src/linux', '6.9.0-mine') });
    expect(await summary([below('src/linux/')])).toBe('6.9.0-mine 6.9.0 x86_64 ready /src/linux/');
  });

  test('laid out like /usr/src', async () => {
    await write({ ...tools, ...headerFiles('own/linux-headers-6.9.0-mine', '6.9.0-mine') });
    expect(await summary([below('own')])).toContain('ready /own/linux-headers-6.9.0-mine');
  });

  test('unpacked packages are found, with a note on what to change in them', async () => {
    await write({ 'etc/os-release': osRelease.debian, ...tools, ...debianHeaders('6.1.0-56', '6.1.192') });
    await mkdir(below('own'));
    await rename(below('usr'), below('own/usr'));
    await rm(below('lib'), { recursive: true });
    const build = '/own/usr/src/linux-headers-6.1.0-56-amd64';
    const common = 'usr/src/linux-headers-6.1.0-56-common/Makefile';
    expect(await summary([below('own')])).toBe(
      `6.1.0-56-amd64 6.1.0 x86_64 broken ${build} The Makefile of the headers includes /${common}, which does not exist, because they were unpacked elsewhere. Let ${build}/Makefile include /own/${common}.`,
    );
    await writeFile(below(build, 'Makefile'), `include ${below('own', common)}\n`);
    expect(await summary([below('own')])).toBe(`6.1.0-56-amd64 6.1.192 x86_64 ready ${build}`);
  });

  test('several at once, by a glob', async () => {
    for (const name of ['a', 'b', 'c']) {
      await write({ ...tools, ...headerFiles(`own/${name}/linux`, `6.9.0-${name}`) });
    }
    const found = await find([below('own/[ab]*/linux')]);
    expect(found.map((kernel) => kernel.release)).toEqual(['6.9.0-b', '6.9.0-a']);
    expect(kernelFolders({ moduleFolders: ['/own/*/linux', '/plain'] }).slice(-2)).toEqual([
      '/own',
      '/plain',
    ]);
  });

  test("a release in both: two kernels, whether the user's can be used or not", async () => {
    const own = 'own/6.9.0-mine/build';
    await write({
      ...tools,
      ...headerFiles(own, '6.9.0-mine'),
      ...headerFiles('lib/modules/6.9.0-mine/build', '6.9.0-mine'),
    });
    const installed = '6.9.0-mine@installed 6.9.0 x86_64 ready /lib/modules/6.9.0-mine/build';
    expect(await summary([below('own')])).toBe(
      `${installed}\n6.9.0-mine@own 6.9.0 x86_64 ready /own/6.9.0-mine/build`,
    );
    await unlink(below(own, 'Makefile'));
    expect(await summary([below('own')])).toContain(`${installed}\n6.9.0-mine@own 6.9.0 x86_64 broken`);
  });

  test('a tree to which several folders lead is one kernel', async () => {
    await write({
      ...tools,
      ...headerFiles('usr/src/linux-headers-6.9.0-mine', '6.9.0-mine'),
      'lib/modules/6.9.0-mine/build': '->../../../usr/src/linux-headers-6.9.0-mine',
      'own/headers': '->../usr/src/linux-headers-6.9.0-mine',
    });
    expect(await summary([below('own/headers'), below('usr/src')])).toBe(
      '6.9.0-mine 6.9.0 x86_64 ready /lib/modules/6.9.0-mine/build',
    );
  });

  test('a folder without headers is no kernel beside a tree of its release', async () => {
    await write({
      ...tools,
      ...headerFiles('own/linux', '6.9.0-mine'),
      'lib/modules/6.9.0-mine/kernel/x.ko': '',
    });
    expect(await summary([below('own/linux')])).toBe('6.9.0-mine 6.9.0 x86_64 ready /own/linux');
  });

  test.each([
    ['Yocto', 'yocto', 'yocto/build/tmp/work-shared/qemuarm64/kernel-build-artifacts'],
    [
      "Yocto's folder of a build",
      'yocto/build',
      'yocto/build/tmp/work-shared/qemuarm64/kernel-build-artifacts',
    ],
    ['an SDK of Yocto, unpacked', 'sdk', 'sdk/sysroots/cortexa57-poky-linux/usr/src/kernel'],
    ['Buildroot', 'buildroot', 'buildroot/output/build/linux-6.6.30'],
    [
      'OpenWrt',
      'openwrt',
      'openwrt/build_dir/target-aarch64_generic_musl/linux-mediatek_filogic/linux-6.6.30',
    ],
    ['a folder of trees', 'own', 'own/raspberrypi-linux'],
    ['the tree itself', 'own/WSL2-Linux-Kernel', 'own/WSL2-Linux-Kernel'],
  ])('%s', async (_, folder, tree) => {
    await write({
      ...{ 'etc/os-release': osRelease.debian, ...tools },
      ...headerFiles(tree, '6.6.30-own', { compiler: 'gcc (GCC) 13.2.0' }),
      [`${tree}/.config`]: '',
      // What Buildroot has beside it.
      [`${folder}/output/build/linux-headers-6.6.30/Makefile`]: '',
      [`${folder}/output/build/linux-headers-6.6.30/include/linux/x.h`]: '',
    });
    expect(await summary([below(folder)])).toBe(`6.6.30-own 6.6.30 x86_64 ready /${tree}`);
  });

  describe('no package mends what is missing from a kernel of the user', () => {
    test('a build folder that was configured, and not prepared', async () => {
      await write({
        ...{ 'etc/os-release': osRelease.debian, ...tools, 'linux/init/main.c': '', 'linux/Makefile': '' },
        'linux/out/Makefile': `include ${below('linux/Makefile')}\n`,
        'linux/out/.config': 'CONFIG_ARM64=y\n',
        'linux/out/source': '->..',
      });
      expect(await summary([below('linux/out')])).toBe(
        'out out aarch64 broken /linux/out include/generated/autoconf.h is missing: this is a build folder of a kernel that is not prepared. ' +
          'Run make -C /linux/out ARCH=arm64 CROSS_COMPILE=aarch64-linux-gnu- modules_prepare.',
      );
      await rm(below('linux/Makefile'));
      expect(await summary([below('linux/out')])).toContain(
        'The Makefile of the headers includes /linux/Makefile, which does not exist. ' +
          'Put the source tree back there, or build from it again: make -C SOURCE O=/linux/out modules_prepare.',
      );
    });

    test('a tree of which a part was removed', async () => {
      await write({
        'etc/os-release': osRelease.debian,
        ...tools,
        ...headerFiles('own/linux', '6.6.30-own'),
      });
      await rm(below('own/linux/scripts'), { recursive: true });
      expect(await summary([below('own/linux')])).toBe(
        '6.6.30-own 6.6.30 x86_64 broken /own/linux scripts/basic/fixdep is missing from the headers in /own/linux. Copy or unpack the headers there again.',
      );
    });

    test.each([
      [
        '6.6.30-own',
        "The release is not like those of the distribution's kernels: if you built this kernel, link its tree with ln -sfn TREE /lib/modules/6.6.30-own/build, else install the package that has its headers.",
      ],
      ['6.8.0-1010-realtime', '[apt install linux-headers-6.8.0-1010-realtime]'],
      ['6.6.30-amd64', '[apt install linux-headers-6.6.30-amd64]'],
    ])('an installed kernel without headers: %s', async (release, mend) => {
      await write({
        'etc/os-release': osRelease.debian,
        ...tools,
        [`lib/modules/${release}/kernel/x.ko`]: '',
      });
      expect((await summary()).slice(-mend.length)).toBe(mend);
    });

    test.each([
      ['/usr/src/linux-headers-6.6.30-amd64', '[apt install linux-headers-6.6.30-amd64]'],
      ['/home/me/linux', 'or its unpacked headers: ln -sfn TREE /own/6.6.30-amd64/build.'],
    ])('a kernel of a named folder whose build leads to %s', async (target, mend) => {
      await write({ 'etc/os-release': osRelease.debian, ...tools, 'own/6.6.30-amd64/kernel/x.ko': '' });
      await symlink(target, below('own/6.6.30-amd64/build'));
      expect((await summary([below('own')])).slice(-mend.length)).toBe(mend);
    });
  });

  test("they are watched together with the system's", () => {
    expect(kernelFolders({ moduleFolders: ['/own'] })).toEqual([
      '/lib/modules',
      '/usr/lib/modules',
      '/usr/src',
      '/usr/src/kernels',
      '/own',
    ]);
    expect(kernelFolders({ moduleFolders: ['/own'], systemFolders: false })).toEqual(['/own']);
  });

  test("without the system's folders, only they are searched", async () => {
    await write({
      ...{ 'etc/os-release': osRelease.debian, ...tools },
      ...headerFiles('lib/modules/6.1.1/build', '6.1.1'),
      ...headerFiles('usr/src/linux-headers-6.2.1', '6.2.1'),
      ...headerFiles('usr/src/kernels/6.3.1', '6.3.1'),
      ...headerFiles('own/6.9.0-mine/build', '6.9.0-mine'),
    });
    const releasesOf = async (systemFolders: boolean) => {
      const found = await findKernels({ root: below(), moduleFolders: [below('own')], systemFolders });
      return found.map(({ release }) => release);
    };
    expect(await releasesOf(true)).toEqual(['6.9.0-mine', '6.3.1', '6.2.1', '6.1.1']);
    expect(await releasesOf(false)).toEqual(['6.9.0-mine']);
  });
});
