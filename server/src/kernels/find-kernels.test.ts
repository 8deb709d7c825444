import { chmod, mkdir, readFile, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { machine, release as runningRelease } from 'node:os';
import { describe, expect, test } from 'vitest';
import { headerFiles, osRelease, tools, useTemporaryRoot } from '../../../test/support/header-trees.ts';
import { asUnprivileged } from '../../../test/support/surroundings.ts';
import type { Kernel } from './kernel.ts';

const { below, write, find, summary, debianHeaders } = useTemporaryRoot();

describe('each distribution as it is', () => {
  test('Debian: split headers, found by the build link; the -common folder is not a kernel', async () => {
    await write({ 'etc/os-release': osRelease.debian, ...tools, ...debianHeaders('6.1.0-56', '6.1.192') });
    expect(await summary()).toBe('6.1.0-56-amd64 6.1.192 x86_64 ready /lib/modules/6.1.0-56-amd64/build');
    expect((await find())[0]?.compiler).toEqual({
      text: 'gcc-12 (Debian 12.2.0-14) 12.2.0',
      command: 'gcc-12',
      found: true,
    });
  });

  test('Debian: headers without their kernel, as in a container', async () => {
    await write({ 'etc/os-release': osRelease.debian, ...tools, ...debianHeaders('6.1.0-56', '6.1.192') });
    await rm(below('lib'), { recursive: true });
    expect(await summary()).toBe('6.1.0-56-amd64 6.1.192 x86_64 ready /usr/src/linux-headers-6.1.0-56-amd64');
  });

  test('Ubuntu: the folder without a flavour is shared and not a kernel', async () => {
    await write({
      'etc/os-release': osRelease.ubuntu,
      ...tools,
      ...headerFiles('usr/src/linux-headers-6.8.0-45-generic', '6.8.0-45-generic'),
      'usr/src/linux-headers-6.8.0-45/Makefile': '',
    });
    expect(await summary()).toBe(
      '6.8.0-45-generic 6.8.0 x86_64 ready /usr/src/linux-headers-6.8.0-45-generic',
    );
  });

  test('Ubuntu: a flavour whose shared folder is missing', async () => {
    const flavour = 'usr/src/linux-headers-6.8.0-45-generic';
    await write({
      'etc/os-release': osRelease.ubuntu,
      ...tools,
      ...headerFiles(flavour, '6.8.0-45-generic'),
    });
    const makefile = below(flavour, 'Makefile');
    await unlink(makefile);
    await symlink('../linux-headers-6.8.0-45/Makefile', makefile);
    expect(await summary()).toBe(
      `6.8.0-45-generic 6.8.0 x86_64 broken /${flavour} The Makefile of the headers in /${flavour} points to ../linux-headers-6.8.0-45/Makefile, which does not exist. [apt install linux-headers-6.8.0-45]`,
    );
    await write({
      'usr/src/linux-headers-6.8.0-45/Makefile': 'VERSION = 6\nPATCHLEVEL = 8\nSUBLEVEL = 12\n',
    });
    expect(await summary()).toBe(`6.8.0-45-generic 6.8.0 x86_64 ready /${flavour}`);
  });

  test('Red Hat: kernel-devel without its kernel, as on a build machine', async () => {
    const release = '5.14.0-427.13.1.el9_4.x86_64';
    await write({
      'etc/os-release': 'ID="rhel"\nID_LIKE="fedora"\n',
      ...tools,
      ...headerFiles(`usr/src/kernels/${release}`, release, {
        compiler: 'gcc (GCC) 11.4.1 20231218 (Red Hat 11.4.1-3)',
      }),
    });
    expect(await summary()).toBe(`${release} 5.14.0 x86_64 ready /usr/src/kernels/${release}`);
  });

  test('Fedora: /usr/src/kernels, and a kernel whose headers are missing', async () => {
    await write({
      'etc/os-release': osRelease.fedora,
      ...tools,
      ...headerFiles('usr/src/kernels/6.11.4-301.fc41.x86_64', '6.11.4-301.fc41.x86_64'),
      'lib/modules/6.11.4-301.fc41.x86_64/build': `->/usr/src/kernels/6.11.4-301.fc41.x86_64`,
      'lib/modules/6.12.0-9.fc42.x86_64/build': '->/usr/src/kernels/6.12.0-9.fc42.x86_64',
    });
    expect(await summary()).toBe(
      [
        "6.12.0-9.fc42.x86_64 6.12.0 x86_64 no-headers /lib/modules/6.12.0-9.fc42.x86_64/build The kernel's headers are not installed: /lib/modules/6.12.0-9.fc42.x86_64/build points to /usr/src/kernels/6.12.0-9.fc42.x86_64, which does not exist. [dnf install kernel-devel-6.12.0-9.fc42.x86_64]",
        // The build link leads out of the test's root and dangles, so the kernel is found in /usr/src/kernels.
        '6.11.4-301.fc41.x86_64 6.11.4 x86_64 ready /usr/src/kernels/6.11.4-301.fc41.x86_64',
      ].join('\n'),
    );
  });

  test('Arch: headers are in the module folder, extramodules is not a kernel', async () => {
    await write({
      'etc/os-release': osRelease.arch,
      ...tools,
      ...headerFiles('usr/lib/modules/6.11.5-arch1-1/build', '6.11.5-arch1-1'),
      'usr/lib/modules/6.6.58-1-lts/pkgbase': 'linux-lts\n',
      'usr/lib/modules/extramodules-6.11/version': '',
      lib: '->usr/lib',
    });
    expect(await summary()).toBe(
      [
        '6.11.5-arch1-1 6.11.5 x86_64 ready /lib/modules/6.11.5-arch1-1/build',
        `6.6.58-1-lts 6.6.58 ${machine()} no-headers /lib/modules/6.6.58-1-lts/build The kernel's headers are not installed: there is no /lib/modules/6.6.58-1-lts/build. [pacman -S linux-lts-headers]`,
      ].join('\n'),
    );
  });

  test('openSUSE: separate objects and sources', async () => {
    const objects = 'usr/src/linux-6.4.0-150600.23-obj/x86_64/default';
    await write({
      'etc/os-release': osRelease.suse,
      ...tools,
      ...headerFiles(objects, '6.4.0-150600.23-default'),
      'usr/src/linux-6.4.0-150600.23/Makefile': 'VERSION = 6\nPATCHLEVEL = 4\nSUBLEVEL = 0\n',
      'usr/lib/modules/6.4.0-150600.23-default/build': `->${below(objects)}`,
      'usr/lib/modules/6.4.0-150600.30-default/build': `->/usr/src/linux-6.4.0-150600.30-obj/x86_64/default`,
    });
    await writeFile(below(objects, 'Makefile'), 'include ../../../linux-6.4.0-150600.23/Makefile\n');
    expect(await summary()).toMatch(/30-default .* no-headers .*\[zypper install kernel-default-devel\]\n/);
    expect(await summary()).toMatch(
      /\n6\.4\.0-150600\.23-default 6\.4\.0 x86_64 ready \/usr\/lib\/modules\/[^ ]+\/build$/,
    );
  });

  test('openSUSE: objects without their kernel, of several flavours', async () => {
    const release = '6.4.0-150600.23';
    await write({
      'etc/os-release': osRelease.suse,
      ...tools,
      [`usr/src/linux-${release}/Makefile`]: 'VERSION = 6\nPATCHLEVEL = 4\nSUBLEVEL = 0\n',
      'usr/src/linux-obj': `->linux-${release}-obj`,
    });
    for (const flavour of ['default', 'azure']) {
      const objects = `usr/src/linux-${release}-obj/x86_64/${flavour}`;
      await write(headerFiles(objects, `${release}-${flavour}`));
      await writeFile(below(objects, 'Makefile'), `include ../../../linux-${release}/Makefile\n`);
    }
    expect(await summary()).toBe(
      ['default', 'azure']
        .map((one) => `${release}-${one} 6.4.0 x86_64 ready /usr/src/linux-${release}-obj/x86_64/${one}`)
        .join('\n'),
    );
  });

  test('a prepared source tree next to one that was not prepared', async () => {
    await write({
      ...tools,
      ...headerFiles('usr/src/linux-6.6.58-gentoo', '6.6.58-gentoo'),
      'usr/src/linux-6.6.58-gentoo/init/main.c': '',
      'usr/src/linux': '->linux-6.6.58-gentoo',
      'usr/src/linux-6.12.3/Makefile': 'VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 3\n',
      'usr/src/linux-6.12.3/init/main.c': '',
    });
    expect(await summary()).toBe('6.6.58-gentoo 6.6.58 x86_64 ready /usr/src/linux-6.6.58-gentoo');
  });

  test('an unknown distribution: what is missing, without a command', async () => {
    await write({ 'lib/modules/6.1.5/modules.dep': '' });
    const [kernel] = await find();
    expect(kernel?.status).toBe('no-headers');
    expect(kernel?.reason).toContain('not installed');
    expect(kernel).not.toHaveProperty('install');
  });

  test('no kernels at all', async () => {
    expect(await find([below('nowhere')])).toEqual([]);
  });
});

describe("headers that can't be used", () => {
  const release = '6.12.3-amd64';
  const build = `lib/modules/${release}/build`;

  /** The status and reason of the kernel without some files of its headers. */
  async function without(...paths: readonly string[]): Promise<string> {
    await write({ 'etc/os-release': osRelease.debian, ...tools, ...headerFiles(build, release) });
    for (const path of paths) await rm(below(build, path), { recursive: true });
    const [kernel] = await find();
    return [kernel?.status, kernel?.reason, kernel?.install].join(' | ').replaceAll(below(), '');
  }

  test('damaged: what is missing, and how to reinstall it', async () => {
    expect(await without('scripts/mod/modpost')).toBe(
      `broken | scripts/mod/modpost is missing from the headers in /${build}. | apt reinstall linux-headers-${release}`,
    );
  });

  test('an empty folder', async () => {
    await mkdir(below(build), { recursive: true });
    expect((await find())[0]).toMatchObject({ status: 'broken', release, version: '6.12.3' });
  });

  test('without Module.symvers they can be used, with a remark', async () => {
    expect(await without('Module.symvers')).toMatch(/^ready \| Module\.symvers is missing/);
  });

  test('a source tree that was not prepared: what to run there', async () => {
    await write({
      [`${build}/Makefile`]: 'VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 3\n',
      [`${build}/init/main.c`]: '',
    });
    const [kernel] = await find();
    expect(kernel?.reason).toMatch(
      /this is a kernel source that is not prepared\. .*make -C \S+ olddefconfig modules_prepare\.$/,
    );
    expect(kernel).not.toHaveProperty('install');
  });

  test('Debian: the package of the programs, or of the common headers, is the one that is missing', async () => {
    await write({ 'etc/os-release': osRelease.debian, ...tools, ...debianHeaders('6.1.0-56', '6.1.192') });
    await rm(below('usr/lib/linux-kbuild-6.1'), { recursive: true });
    expect(await summary()).toMatch(
      /broken .* kbuild's programs are not installed: .*\/scripts points to .* \[apt install linux-kbuild-6\.1\]$/,
    );
    await rm(below('usr/src/linux-headers-6.1.0-56-common'), { recursive: true });
    expect(await summary()).toMatch(
      /broken .* includes .*-common\/Makefile, which does not exist\. \[apt install linux-headers-6\.1\.0-56-common\]$/,
    );
  });

  test('a link to itself', async () => {
    await write({ ...tools, [build]: '->build', ...headerFiles('lib/modules/6.1.1/build', '6.1.1') });
    expect(await summary()).toBe(
      [
        `${release} 6.12.3 ${machine()} broken /${build} /${build} can't be read (ELOOP).`,
        '6.1.1 6.1.1 x86_64 ready /lib/modules/6.1.1/build',
      ].join('\n'),
    );
  });

  test("a folder that can't be read does not hide the others", async () => {
    await write({
      ...tools,
      ...headerFiles(build, release),
      ...headerFiles('lib/modules/6.1.1/build', '6.1.1'),
    });
    await chmod(below('lib/modules/6.1.1'), 0);
    const kernels = await asUnprivileged(below(), () => find());
    await chmod(below('lib/modules/6.1.1'), 0o755);
    expect(kernels.find((kernel) => kernel.release === '6.1.1')?.reason).toContain('permission');
    expect(kernels.find((kernel) => kernel.release === release)?.status).toBe('ready');
  });
});

describe('what identifies a kernel', () => {
  const build = 'lib/modules/6.9.0-mine/build';

  async function one(files: Readonly<Record<string, string>>): Promise<Kernel | undefined> {
    await write({ ...headerFiles(build, '6.9.0-mine'), ...files });
    return (await find())[0];
  }

  test('in a module folder its name is the release, elsewhere that of the headers', async () => {
    await write({
      ...headerFiles('lib/modules/6.9.1-renamed/build', '6.9.1'),
      ...headerFiles('usr/src/kernels/7.0', '7.0.1-9'),
    });
    expect((await find()).map((kernel) => kernel.release)).toEqual(['7.0.1-9', '6.9.1-renamed']);
  });

  test('newest first, by number', async () => {
    for (const name of ['6.9.0', '6.12.0-2', '6.12.0-10', '5.10.0'])
      await mkdir(below('lib/modules', name), { recursive: true });
    expect((await find()).map((kernel) => kernel.release)).toEqual([
      '6.12.0-10',
      '6.12.0-2',
      '6.9.0',
      '5.10.0',
    ]);
  });

  test('the one that is running', async () => {
    await mkdir(below('lib/modules', runningRelease()), { recursive: true });
    await mkdir(below('lib/modules/1.0.0'), { recursive: true });
    expect((await find()).filter((kernel) => kernel.running).map((kernel) => kernel.release)).toEqual([
      runningRelease(),
    ]);
  });

  test('without a configuration, the end of the release determines the architecture', async () => {
    for (const name of ['6.1.0-1-arm64', '6.1.0-2-amd64', '6.1.3-1.fc41.aarch64']) {
      await mkdir(below('lib/modules', name), { recursive: true });
    }
    expect((await find()).map((kernel) => kernel.arch)).toEqual(['aarch64', 'x86_64', 'aarch64']);
  });

  test('a compiler that is not installed is reported with its package', async () => {
    const compiler = 'x86_64-linux-gnu-gcc-13 (Ubuntu 13.2.0) 13.2.0';
    const kernel = await one({
      'etc/os-release': osRelease.ubuntu,
      ...headerFiles(build, '6.9.0-mine', { compiler }),
    });
    expect(kernel).toMatchObject({
      status: 'ready',
      compiler: { command: 'x86_64-linux-gnu-gcc-13', found: false },
      install: 'apt install gcc-13',
    });
    expect(kernel?.reason).toContain('x86_64-linux-gnu-gcc-13');
  });
});

test('a large configuration costs little more than reading its file', async () => {
  const config = 'CONFIG_X=y\n';
  await write({
    ...tools,
    ...headerFiles('own/6.9.0-mine/build', '6.9.0-mine', { config: config.repeat(3_000) }),
  });
  const processorTime = async (work: () => Promise<unknown>) => {
    const before = process.cpuUsage();
    for (let round = 0; round < 20; round++) await work();
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  const file = below('own/6.9.0-mine/build/include/config/auto.conf');
  const search = async () => expect(await find([below('own')])).toHaveLength(1);
  await search();
  const small = await processorTime(search);
  await writeFile(file, (await readFile(file, 'utf8')) + config.repeat(100_000));
  const large = await processorTime(search);
  const reading = await processorTime(async () => (await readFile(file, 'utf8')).split('\n'));
  expect(large - small).toBeLessThan(3 * reading);
});
