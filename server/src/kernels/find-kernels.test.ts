import { chmod, cp, mkdir, mkdtemp, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { machine, release as runningRelease, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findKernels, kernelFolders } from './find-kernels.ts';
import type { Kernel } from './kernel.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'kernels-'));
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

const osRelease = {
  debian: 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n',
  ubuntu: 'ID=ubuntu\nID_LIKE=debian\n',
  fedora: 'ID=fedora\n',
  arch: 'ID=arch\n',
  suse: 'ID="opensuse-leap"\nID_LIKE="suse opensuse"\n',
};

/** Writes files below the root; `->` at the start of a text makes a link, and `x ` a program. */
async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const path = join(root, name);
    await mkdir(dirname(path), { recursive: true });
    if (text.startsWith('->')) await symlink(text.slice(2), path);
    else await writeFile(path, text, text.startsWith('x ') ? { mode: 0o755 } : {});
  }
}

/** The files of headers that are in order, all in one folder, as Fedora and Arch have them. */
function headers(folder: string, release: string, options: { compiler?: string; config?: string } = {}) {
  const [major = 0, minor = 0, patch = 0] = release.split(/[^\d]/).map(Number);
  const { compiler = 'gcc (GCC) 14.2.1 20240912', config = 'CONFIG_X86_64=y' } = options;
  return {
    [`${folder}/Makefile`]: `VERSION = ${major}\nPATCHLEVEL = ${minor}\nSUBLEVEL = ${patch}\n`,
    [`${folder}/Module.symvers`]: '',
    [`${folder}/include/config/auto.conf`]: `CONFIG_CC_VERSION_TEXT="${compiler}"\n${config}\n`,
    [`${folder}/include/config/kernel.release`]: `${release}\n`,
    [`${folder}/include/generated/autoconf.h`]: '',
    [`${folder}/include/generated/utsrelease.h`]: `#define UTS_RELEASE "${release}"\n`,
    [`${folder}/include/generated/uapi/linux/version.h`]: `#define LINUX_VERSION_CODE ${(major << 16) + (minor << 8) + patch}\n`,
    [`${folder}/scripts/basic/fixdep`]: 'x ',
    [`${folder}/scripts/mod/modpost`]: 'x ',
    [`${folder}/scripts/module.lds`]: '',
  };
}

/** The split headers of Debian 12: a small folder a flavour, one for all flavours, and kbuild's programs elsewhere. */
function debianHeaders(abi: string, version: string) {
  const [major, minor, patch] = version.split('.').map(Number);
  const flavour = `usr/src/linux-headers-${abi}-amd64`;
  const common = `usr/src/linux-headers-${abi}-common`;
  return {
    [`${flavour}/Makefile`]: `include ${join(root, common)}/Makefile\n`,
    [`${flavour}/.kernelvariables`]:
      'override ARCH = x86\nCCACHE = ccache\nCC = $(if $(DEBIAN_KERNEL_USE_CCACHE),$(CCACHE)) $(CROSS_COMPILE)gcc-12\nifneq ($(DEB_BUILD_ARCH),$(DEB_HOST_ARCH))\noverride CROSS_COMPILE = $(DEB_HOST_GNU_TYPE)-\nendif\n',
    [`${flavour}/Module.symvers`]: '',
    [`${flavour}/arch/x86/module.lds`]: '',
    [`${flavour}/include/config/auto.conf`]:
      'CONFIG_X86_64=y\nCONFIG_CC_VERSION_TEXT=gcc-12 (Debian 12.2.0-14) 12.2.0\n',
    [`${flavour}/include/config/kernel.release`]: `${abi}\n`,
    [`${flavour}/include/generated/autoconf.h`]: '',
    [`${flavour}/include/generated/utsrelease.h`]: `#define UTS_RELEASE "${abi}-amd64"\n`,
    [`${flavour}/scripts`]: '->../../lib/linux-kbuild-6.1/scripts',
    [`${common}/Makefile`]: `# SPDX-License-Identifier: GPL-2.0\nVERSION = ${major}\nPATCHLEVEL = ${minor}\nSUBLEVEL = ${patch}\nEXTRAVERSION =\n`,
    'usr/lib/linux-kbuild-6.1/scripts/basic/fixdep': 'x ',
    'usr/lib/linux-kbuild-6.1/scripts/mod/modpost': 'x ',
    [`lib/modules/${abi}-amd64/build`]: `->${join(root, flavour)}`,
  };
}

const tools = { 'bin/gcc': 'x ', 'bin/gcc-12': 'x ' };

async function find(moduleFolders: readonly string[] = []): Promise<readonly Kernel[]> {
  return findKernels({ root, moduleFolders, searchPath: join(root, 'bin') });
}

/** One line a kernel, paths below the root. */
async function summary(moduleFolders: readonly string[] = []): Promise<string> {
  const kernels = await find(moduleFolders);
  const lines = kernels.map((kernel) =>
    [
      kernel.release,
      kernel.version,
      kernel.arch,
      kernel.status,
      kernel.buildDir,
      kernel.reason,
      kernel.install && `[${kernel.install}]`,
    ]
      .filter(Boolean)
      .join(' '),
  );
  return lines.join('\n').replaceAll(root, '');
}

describe('each distribution as it is', () => {
  test('Debian: split headers, found by the build link, the -common folder being no kernel', async () => {
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
    await rm(join(root, 'lib'), { recursive: true });
    expect(await summary()).toBe('6.1.0-56-amd64 6.1.192 x86_64 ready /usr/src/linux-headers-6.1.0-56-amd64');
  });

  test('Ubuntu: the folder without a flavour is shared and no kernel', async () => {
    await write({
      'etc/os-release': osRelease.ubuntu,
      ...tools,
      ...headers('usr/src/linux-headers-6.8.0-45-generic', '6.8.0-45-generic'),
      'usr/src/linux-headers-6.8.0-45/Makefile': '',
    });
    expect(await summary()).toBe(
      '6.8.0-45-generic 6.8.0 x86_64 ready /usr/src/linux-headers-6.8.0-45-generic',
    );
  });

  test('Ubuntu: a flavour whose shared folder is absent', async () => {
    const flavour = 'usr/src/linux-headers-6.8.0-45-generic';
    await write({ 'etc/os-release': osRelease.ubuntu, ...tools, ...headers(flavour, '6.8.0-45-generic') });
    const makefile = join(root, flavour, 'Makefile');
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
      ...headers(`usr/src/kernels/${release}`, release, {
        compiler: 'gcc (GCC) 11.4.1 20231218 (Red Hat 11.4.1-3)',
      }),
    });
    expect(await summary()).toBe(`${release} 5.14.0 x86_64 ready /usr/src/kernels/${release}`);
  });

  test('Fedora: /usr/src/kernels, and a kernel whose headers are absent', async () => {
    await write({
      'etc/os-release': osRelease.fedora,
      ...tools,
      ...headers('usr/src/kernels/6.11.4-301.fc41.x86_64', '6.11.4-301.fc41.x86_64'),
      'lib/modules/6.11.4-301.fc41.x86_64/build': `->/usr/src/kernels/6.11.4-301.fc41.x86_64`,
      'lib/modules/6.12.0-9.fc42.x86_64/build': '->/usr/src/kernels/6.12.0-9.fc42.x86_64',
    });
    expect(await summary()).toBe(
      [
        "6.12.0-9.fc42.x86_64 6.12.0 x86_64 no-headers /lib/modules/6.12.0-9.fc42.x86_64/build The kernel's headers are not installed: /lib/modules/6.12.0-9.fc42.x86_64/build points to /usr/src/kernels/6.12.0-9.fc42.x86_64, which does not exist. [dnf install kernel-devel-6.12.0-9.fc42.x86_64]",
        // Its link leads out of the test's root to nowhere, so the other way of finding it counts.
        '6.11.4-301.fc41.x86_64 6.11.4 x86_64 ready /usr/src/kernels/6.11.4-301.fc41.x86_64',
      ].join('\n'),
    );
  });

  test('Arch: headers lie in the module folder, extramodules is no kernel', async () => {
    await write({
      'etc/os-release': osRelease.arch,
      ...tools,
      ...headers('usr/lib/modules/6.11.5-arch1-1/build', '6.11.5-arch1-1'),
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

  test('openSUSE: objects and sources apart', async () => {
    const objects = 'usr/src/linux-6.4.0-150600.23-obj/x86_64/default';
    await write({
      'etc/os-release': osRelease.suse,
      ...tools,
      ...headers(objects, '6.4.0-150600.23-default'),
      'usr/src/linux-6.4.0-150600.23/Makefile': 'VERSION = 6\nPATCHLEVEL = 4\nSUBLEVEL = 0\n',
      'usr/lib/modules/6.4.0-150600.23-default/build': `->${join(root, objects)}`,
      'usr/lib/modules/6.4.0-150600.30-default/build': `->/usr/src/linux-6.4.0-150600.30-obj/x86_64/default`,
    });
    await writeFile(join(root, objects, 'Makefile'), 'include ../../../linux-6.4.0-150600.23/Makefile\n');
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
      await write(headers(objects, `${release}-${flavour}`));
      await writeFile(join(root, objects, 'Makefile'), `include ../../../linux-${release}/Makefile\n`);
    }
    expect(await summary()).toBe(
      ['default', 'azure']
        .map((one) => `${release}-${one} 6.4.0 x86_64 ready /usr/src/linux-${release}-obj/x86_64/${one}`)
        .join('\n'),
    );
  });

  test('a source that was prepared, beside one that was not', async () => {
    await write({
      ...tools,
      ...headers('usr/src/linux-6.6.58-gentoo', '6.6.58-gentoo'),
      'usr/src/linux-6.6.58-gentoo/init/main.c': '',
      'usr/src/linux': '->linux-6.6.58-gentoo',
      'usr/src/linux-6.12.3/Makefile': 'VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 3\n',
      'usr/src/linux-6.12.3/init/main.c': '',
    });
    expect(await summary()).toBe('6.6.58-gentoo 6.6.58 x86_64 ready /usr/src/linux-6.6.58-gentoo');
  });

  test('an unknown distribution: what is missing is said, without a command', async () => {
    await write({ 'lib/modules/6.1.5/modules.dep': '' });
    const [kernel] = await find();
    expect(kernel?.status).toBe('no-headers');
    expect(kernel?.reason).toContain('not installed');
    expect(kernel).not.toHaveProperty('install');
  });

  test('nothing at all', async () => {
    expect(await find([join(root, 'nowhere')])).toEqual([]);
  });
});

describe("headers that can't be used", () => {
  const release = '6.12.3-test';
  const build = `lib/modules/${release}/build`;

  /** The status and reason after the headers lost some of their files. */
  async function without(...paths: readonly string[]): Promise<string> {
    await write({ 'etc/os-release': osRelease.debian, ...tools, ...headers(build, release) });
    for (const path of paths) await rm(join(root, build, path), { recursive: true });
    const [kernel] = await find();
    return [kernel?.status, kernel?.reason, kernel?.install].join(' | ').replaceAll(root, '');
  }

  test('damaged: what is missing, and how to get it again', async () => {
    expect(await without('scripts/mod/modpost')).toBe(
      `broken | scripts/mod/modpost is missing from the headers in /${build}. | apt reinstall linux-headers-${release}`,
    );
  });

  test('an empty folder', async () => {
    await mkdir(join(root, build), { recursive: true });
    expect((await find())[0]).toMatchObject({ status: 'broken', release, version: '6.12.3' });
  });

  test('without Module.symvers they can be used, with a remark', async () => {
    expect(await without('Module.symvers')).toMatch(/^ready \| Module\.symvers is missing/);
  });

  test('a source tree that was not prepared: what to run in it', async () => {
    await write({
      [`${build}/Makefile`]: 'VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 3\n',
      [`${build}/init/main.c`]: '',
    });
    const [kernel] = await find();
    expect(kernel?.reason).toContain('to be prepared by make modules_prepare');
    expect(kernel).not.toHaveProperty('install');
  });

  test('Debian: the package of the programs, or of the common headers, is the one that is missing', async () => {
    await write({ 'etc/os-release': osRelease.debian, ...tools, ...debianHeaders('6.1.0-56', '6.1.192') });
    await rm(join(root, 'usr/lib/linux-kbuild-6.1'), { recursive: true });
    expect(await summary()).toMatch(
      /broken .* kbuild's programs are not installed: .*\/scripts points to .* \[apt install linux-kbuild-6\.1\]$/,
    );
    await rm(join(root, 'usr/src/linux-headers-6.1.0-56-common'), { recursive: true });
    expect(await summary()).toMatch(
      /broken .* includes .*-common\/Makefile, which does not exist\. \[apt install linux-headers-6\.1\.0-56-common\]$/,
    );
  });

  test('a link that leads to itself', async () => {
    await write({ ...tools, [build]: '->build', ...headers('lib/modules/6.1.1/build', '6.1.1') });
    expect(await summary()).toBe(
      [
        `${release} 6.12.3 ${machine()} broken /${build} /${build} can't be read (ELOOP).`,
        '6.1.1 6.1.1 x86_64 ready /lib/modules/6.1.1/build',
      ].join('\n'),
    );
  });

  test.skipIf(process.getuid?.() === 0)("a folder that can't be read does not hide the others", async () => {
    await write({
      ...tools,
      ...headers(build, release),
      ...headers('lib/modules/6.1.1/build', '6.1.1'),
    });
    await chmod(join(root, 'lib/modules/6.1.1'), 0);
    const kernels = await find();
    await chmod(join(root, 'lib/modules/6.1.1'), 0o755);
    expect(kernels.find((kernel) => kernel.release === '6.1.1')?.reason).toContain('permission');
    expect(kernels.find((kernel) => kernel.release === release)?.status).toBe('ready');
  });
});

describe('folders that a user named', () => {
  test('laid out like /lib/modules', async () => {
    await write({ ...tools, ...headers('own/6.9.0-mine/build', '6.9.0-mine') });
    expect(await summary([join(root, 'own')])).toBe('6.9.0-mine 6.9.0 x86_64 ready /own/6.9.0-mine/build');
  });

  test('the headers of one kernel themselves', async () => {
    await write({ ...tools, ...headers('src/linux', '6.9.0-mine') });
    expect(await summary([join(root, 'src/linux/')])).toBe('6.9.0-mine 6.9.0 x86_64 ready /src/linux/');
  });

  test('laid out like /usr/src', async () => {
    await write({ ...tools, ...headers('own/linux-headers-6.9.0-mine', '6.9.0-mine') });
    expect(await summary([join(root, 'own')])).toContain('ready /own/linux-headers-6.9.0-mine');
  });

  test('packages that were unpacked there: found, and what is to be changed in them is said', async () => {
    await write({ 'etc/os-release': osRelease.debian, ...tools, ...debianHeaders('6.1.0-56', '6.1.192') });
    await mkdir(join(root, 'own'));
    await rename(join(root, 'usr'), join(root, 'own/usr'));
    await rm(join(root, 'lib'), { recursive: true });
    const build = '/own/usr/src/linux-headers-6.1.0-56-amd64';
    const common = 'usr/src/linux-headers-6.1.0-56-common/Makefile';
    expect(await summary([join(root, 'own')])).toBe(
      `6.1.0-56-amd64 6.1.0 x86_64 broken ${build} The Makefile of the headers includes /${common}, which does not exist: they were unpacked elsewhere. Let ${build}/Makefile include /own/${common}.`,
    );
    await writeFile(join(root, build, 'Makefile'), `include ${join(root, 'own', common)}\n`);
    expect(await summary([join(root, 'own')])).toBe(`6.1.0-56-amd64 6.1.192 x86_64 ready ${build}`);
  });

  test('several at once, by a glob', async () => {
    for (const name of ['a', 'b', 'c']) {
      await write({ ...tools, ...headers(`own/${name}/linux`, `6.9.0-${name}`) });
    }
    const found = await find([join(root, 'own/[ab]*/linux')]);
    expect(found.map((kernel) => kernel.release)).toEqual(['6.9.0-b', '6.9.0-a']);
    expect(kernelFolders({ moduleFolders: ['/own/*/linux', '/plain'] }).slice(-2)).toEqual([
      '/own',
      '/plain',
    ]);
  });

  test('a release that is in both: theirs, unless only the system’s can be used', async () => {
    const own = 'own/6.9.0-mine/build';
    await write({
      ...tools,
      ...headers(own, '6.9.0-mine'),
      ...headers('lib/modules/6.9.0-mine/build', '6.9.0-mine'),
    });
    expect(await summary([join(root, 'own')])).toBe('6.9.0-mine 6.9.0 x86_64 ready /own/6.9.0-mine/build');
    await unlink(join(root, own, 'Makefile'));
    expect(await summary([join(root, 'own')])).toContain('ready /lib/modules');
  });

  test("they are watched with the system's", () => {
    expect(kernelFolders({ moduleFolders: ['/own'] })).toEqual([
      '/lib/modules',
      '/usr/lib/modules',
      '/usr/src',
      '/usr/src/kernels',
      '/own',
    ]);
  });
});

describe('what a kernel says of itself', () => {
  const build = 'lib/modules/6.9.0-mine/build';

  async function one(files: Readonly<Record<string, string>>): Promise<Kernel | undefined> {
    await write({ ...headers(build, '6.9.0-mine'), ...files });
    return (await find())[0];
  }

  test('in a module folder its name counts, elsewhere that of the headers', async () => {
    await write({
      ...headers('lib/modules/6.9.1-renamed/build', '6.9.1'),
      ...headers('usr/src/kernels/7.0', '7.0.1-9'),
    });
    expect((await find()).map((kernel) => kernel.release)).toEqual(['7.0.1-9', '6.9.1-renamed']);
  });

  test('newest first, by number', async () => {
    for (const name of ['6.9.0', '6.12.0-2', '6.12.0-10', '5.10.0'])
      await mkdir(join(root, 'lib/modules', name), { recursive: true });
    expect((await find()).map((kernel) => kernel.release)).toEqual([
      '6.12.0-10',
      '6.12.0-2',
      '6.9.0',
      '5.10.0',
    ]);
  });

  test('the one that is running', async () => {
    await mkdir(join(root, 'lib/modules', runningRelease()), { recursive: true });
    await mkdir(join(root, 'lib/modules/1.0.0'), { recursive: true });
    expect((await find()).filter((kernel) => kernel.running).map((kernel) => kernel.release)).toEqual([
      runningRelease(),
    ]);
  });

  test('without a configuration, the end of the release tells the architecture', async () => {
    for (const name of ['6.1.0-1-arm64', '6.1.0-2-amd64', '6.1.3-1.fc41.aarch64']) {
      await mkdir(join(root, 'lib/modules', name), { recursive: true });
    }
    expect((await find()).map((kernel) => kernel.arch)).toEqual(['aarch64', 'x86_64', 'aarch64']);
  });

  test('a compiler that is not installed: said, with its package', async () => {
    const compiler = 'x86_64-linux-gnu-gcc-13 (Ubuntu 13.2.0) 13.2.0';
    const kernel = await one({
      'etc/os-release': osRelease.ubuntu,
      ...headers(build, '6.9.0-mine', { compiler }),
    });
    expect(kernel).toMatchObject({
      status: 'ready',
      compiler: { command: 'x86_64-linux-gnu-gcc-13', found: false },
      install: 'apt install gcc-13',
    });
    expect(kernel?.reason).toContain('x86_64-linux-gnu-gcc-13');
  });
});

test('ten kernels are read quickly', async () => {
  await write({ ...tools, ...headers('one/build', '6.9.0-mine', { config: 'CONFIG_X=y\n'.repeat(12_000) }) });
  for (let number = 0; number < 10; number++) {
    await cp(join(root, 'one'), join(root, `own/6.9.${number}`), { recursive: true });
  }
  await find([join(root, 'own')]);
  const times: number[] = [];
  for (let round = 0; round < 5; round++) {
    const start = performance.now();
    expect(await find([join(root, 'own')])).toHaveLength(10);
    times.push(performance.now() - start);
  }
  expect(Math.min(...times)).toBeLessThan(80);
});
