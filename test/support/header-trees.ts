import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { findKernels } from '../../server/src/kernels/find-kernels.ts';
import type { Kernel } from '../../server/src/kernels/kernel.ts';

export const osRelease = {
  debian: 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n',
  ubuntu: 'ID=ubuntu\nID_LIKE=debian\n',
  fedora: 'ID=fedora\n',
  arch: 'ID=arch\n',
  suse: 'ID="opensuse-leap"\nID_LIKE="suse opensuse"\n',
};

/** Writes files below the root; `->` at the start of a text makes a link, and `x ` a program. */
export async function writeTree(root: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const path = join(root, name);
    await mkdir(dirname(path), { recursive: true });
    if (text.startsWith('->')) await symlink(text.slice(2), path);
    else await writeFile(path, text, text.startsWith('x ') ? { mode: 0o755 } : {});
  }
}

/** The files of complete headers in one folder, as Fedora and Arch install them. */
export function headerFiles(
  folder: string,
  release: string,
  options: { compiler?: string; config?: string } = {},
): Record<string, string> {
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

/** The split headers of Debian 12: a small folder for each flavour, a common one, and kbuild's programs elsewhere. */
export function debianHeaderFiles(root: string, abi: string, version: string): Record<string, string> {
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

/** Compilers that `findBelow` finds. */
export const tools = { 'bin/gcc': 'x ', 'bin/gcc-12': 'x ' };

/** The kernels of a machine whose root is `root`. */
export async function findBelow(
  root: string,
  moduleFolders: readonly string[] = [],
): Promise<readonly Kernel[]> {
  return findKernels({ root, moduleFolders, searchPath: join(root, 'bin') });
}

/** One line for each kernel, with paths below the root. */
export async function summaryBelow(root: string, moduleFolders: readonly string[] = []): Promise<string> {
  const kernels = await findBelow(root, moduleFolders);
  const lines = kernels.map((kernel) =>
    [
      kernel.name,
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

/** Gives each test of the file an empty root folder of its own, with the functions of this file for it. */
export function useTemporaryRoot() {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'kernels-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));
  return {
    /** The path of a file below the root. */
    below: (...names: readonly string[]) => join(root, ...names),
    write: (files: Readonly<Record<string, string>>) => writeTree(root, files),
    find: (moduleFolders?: readonly string[]) => findBelow(root, moduleFolders),
    summary: (moduleFolders?: readonly string[]) => summaryBelow(root, moduleFolders),
    debianHeaders: (abi: string, version: string) => debianHeaderFiles(root, abi, version),
  };
}
