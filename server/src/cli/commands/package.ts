import { defineCommand, type WrongUsage } from '../command.ts';
import { openEngine } from '../open-engine.ts';
import type { PackageArguments } from '../package-command.ts';

export const packageSource = defineCommand({
  name: 'package',
  synopsis: ['[DIR] --as FORMAT [--output DIR] [--maintainer M] [--package-version V] [--dry-run]'],
  summary: 'creates a source package: for Debian, RPM, Arch, Alpine, or a tarball',
  options: {
    as: { type: 'string' },
    output: { type: 'string' },
    maintainer: { type: 'string' },
    'package-version': { type: 'string' },
    'dry-run': { type: 'boolean' },
  },
  optionHelp: [
    [
      '--as FORMAT',
      'debian (a source package with dh-dkms), rpm (a spec), arch (a PKGBUILD), alpine (an AKMBUILD for akms), tarball (for dkms ldtarball)',
    ],
    ['--output DIR', 'the folder to create; by default NAME-VERSION-FORMAT beside the source'],
    ["--maintainer 'Name <address>'", 'by default, the name and address from git or MODULE_AUTHOR'],
    ['--package-version V', 'the version, if dkms.conf has a placeholder in its place'],
    ['--dry-run', 'print the files of the package instead of creating the folder'],
  ],
  prints: 'data',
  parse(values, rest): PackageArguments | WrongUsage {
    if (rest.length > 1) return { wrong: 'package takes one folder' };
    if (values.as === undefined)
      return { wrong: 'package needs --as FORMAT, such as --as debian (see --help)' };
    return {
      ...{ path: rest[0] ?? '.', as: values.as, isDryRun: values['dry-run'] ?? false },
      ...(values.output !== undefined && { output: values.output }),
      ...(values.maintainer !== undefined && { maintainer: values.maintainer }),
      ...(values['package-version'] !== undefined && { version: values['package-version'] }),
    };
  },
  async run(given, { terminal, dist }) {
    const { runPackage } = await import('../package-command.ts');
    return runPackage(await openEngine(terminal, dist, given), given, terminal);
  },
});
