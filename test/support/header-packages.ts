import type { PackageText } from './package-archive.ts';

/** The packages of a Debian kernel's headers that are as small as can be: its `make modules` does what `recipe` says. */
export function headerPackages(release: string, recipe = '@:'): readonly PackageText[] {
  const version = release.replace(/-[a-z].*$/, '');
  const abi = version.split('.').slice(0, 2).join('.');
  const common = `linux-headers-${version}-common`;
  const kbuild = `linux-kbuild-${abi}`;
  return [
    {
      name: `linux-headers-${release}`,
      version: `${abi}-1`,
      depends: `${common}, ${kbuild}`,
      files: {
        [`usr/src/linux-headers-${release}/Makefile`]: `include /usr/src/${common}/Makefile\n`,
        [`usr/src/linux-headers-${release}/include/config/auto.conf`]: 'CONFIG_MODULES=y\n',
        [`usr/src/linux-headers-${release}/include/config/kernel.release`]: `${release}\n`,
        [`usr/src/linux-headers-${release}/include/generated/autoconf.h`]: '#define CONFIG_MODULES 1\n',
        [`usr/src/linux-headers-${release}/scripts/basic/fixdep`]: '#!/bin/sh\n',
        [`usr/src/linux-headers-${release}/scripts/mod/modpost`]: '#!/bin/sh\n',
        [`usr/src/linux-headers-${release}/Module.symvers`]: '0x0\t_printk\tvmlinux\tEXPORT_SYMBOL\t\n',
      },
    },
    {
      name: common,
      version: `${abi}-1`,
      files: { [`usr/src/${common}/Makefile`]: `modules:\n\t${recipe}\n` },
    },
    { name: kbuild, version: `${abi}-1`, files: { [`usr/lib/${kbuild}/README`]: 'none\n' } },
  ];
}
