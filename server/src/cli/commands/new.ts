import { defineCommand, type WrongUsage } from '../command.ts';
import type { NewArguments } from '../new-command.ts';
import { build } from './build.ts';

export const newModule = defineCommand({
  name: 'new',
  synopsis: ['NAME --kind K [--license L] [--kernel-min X.Y] [--author A] [--build] [DIR]'],
  summary: 'creates a new driver: source, Kbuild, Makefile, dkms.conf, CI workflow',
  options: {
    kind: { type: 'string' },
    license: { type: 'string' },
    'kernel-min': { type: 'string' },
    author: { type: 'string' },
    build: { type: 'boolean' },
  },
  optionHelp: [
    [
      '--kind K',
      'empty, misc or cdev (character devices), platform, pci, usb, i2c, spi, hid, network, block, iio',
    ],
    [
      '--license L',
      'GPL-2.0-only (the default), GPL-2.0-or-later; MIT, BSD-3-Clause and MPL-2.0 together with the GPL',
    ],
    ['--kernel-min X.Y', 'the oldest kernel that the driver is for; 5.10 by default'],
    ["--author 'Name <address>'", 'by default, the name and address that git is configured with'],
    ['--build', 'build the new driver for all kernels'],
  ],
  prints: 'data',
  parse(values, rest): NewArguments | WrongUsage {
    const [name, folder = name, ...more] = rest;
    if (name === undefined || folder === undefined || more.length > 0)
      return { wrong: 'new takes the name of the driver, and optionally a folder that does not exist yet' };
    if (values.kind === undefined) return { wrong: 'new needs --kind K, such as --kind misc (see --help)' };
    return {
      ...{ name, folder, kind: values.kind, builds: values.build ?? false },
      ...(values.license !== undefined && { licence: values.license }),
      ...(values['kernel-min'] !== undefined && { kernelMin: values['kernel-min'] }),
      ...(values.author !== undefined && { author: values.author }),
    };
  },
  async run(given, context) {
    const { runNew } = await import('../new-command.ts');
    return runNew(given, context, (folder) => build.prepare({ all: true }, [folder], given));
  },
});
