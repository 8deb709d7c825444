import type { PackageText } from './package-archive.ts';

/** The smallest possible headers of a kernel, by path: `make modules` with them runs `recipe`. */
export function smallHeaders(
  folder: string,
  release: string,
  recipe = '@:',
): Readonly<Record<string, string>> {
  const files = { ...sharedFiles(recipe), ...ownFiles(release) };
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));
}

/** The same, split into two folders: that of a flavour has a Makefile that includes the one in the common folder. */
export function splitHeaders(
  folder: string,
  shared: string,
  release: string,
): { readonly own: Readonly<Record<string, string>>; readonly shared: Readonly<Record<string, string>> } {
  const own = { ...ownFiles(release), Makefile: `include /${shared}/Makefile\n` };
  return {
    own: Object.fromEntries(Object.entries(own).map(([path, text]) => [`${folder}/${path}`, text])),
    shared: Object.fromEntries(
      Object.entries(sharedFiles('@:')).map(([path, text]) => [`${shared}/${path}`, text]),
    ),
  };
}

function sharedFiles(recipe: string): Readonly<Record<string, string>> {
  return { Makefile: `modules:\n\t${recipe}\n` };
}

function ownFiles(release: string): Readonly<Record<string, string>> {
  return {
    'include/config/auto.conf': 'CONFIG_MODULES=y\n',
    'include/config/kernel.release': `${release}\n`,
    'include/generated/autoconf.h': '#define CONFIG_MODULES 1\n',
    'scripts/basic/fixdep': '#!/bin/sh\n',
    'scripts/mod/modpost': '#!/bin/sh\n',
    'scripts/module.lds': 'SECTIONS { }\n',
    'Module.symvers': '0x0\t_printk\tvmlinux\tEXPORT_SYMBOL\t\n',
  };
}

/** The smallest possible packages of a Debian kernel's headers: `make modules` runs `recipe`. */
export function headerPackages(release: string, recipe = '@:'): readonly PackageText[] {
  const version = release.replace(/-[a-z].*$/, '');
  const abi = version.split('.').slice(0, 2).join('.');
  const common = `linux-headers-${version}-common`;
  const kbuild = `linux-kbuild-${abi}`;
  const { own } = splitHeaders(`usr/src/linux-headers-${release}`, `usr/src/${common}`, release);
  return [
    {
      ...{ name: `linux-headers-${release}`, version: `${abi}-1` },
      ...{ depends: `${common}, ${kbuild}`, files: own },
    },
    {
      name: common,
      version: `${abi}-1`,
      files: { [`usr/src/${common}/Makefile`]: `modules:\n\t${recipe}\n` },
    },
    { name: kbuild, version: `${abi}-1`, files: { [`usr/lib/${kbuild}/README`]: 'none\n' } },
  ];
}
