import type { CheckArguments } from '../check-command.ts';
import { defineCommand, type WrongUsage, wholeNumber } from '../command.ts';
import { openEngine } from '../open-engine.ts';

export const check = defineCommand({
  name: 'check',
  synopsis: [
    '[PATH…] [--kernel R]… [--dkms-version V] [--supported-versions RANGE] [--fix] [--max-warnings N]',
  ],
  summary: 'reports the mistakes in each dkms.conf, and what dkms itself would report',
  options: {
    kernel: { type: 'string', multiple: true },
    'dkms-version': { type: 'string' },
    'supported-versions': { type: 'string' },
    fix: { type: 'boolean' },
    'max-warnings': { type: 'string' },
  },
  optionHelp: [
    [
      '--kernel R',
      'also check what the file does for this kernel (can be given again); by default, what holds for every kernel',
    ],
    ['--dkms-version V', 'the version of dkms that reads the file; by default, the one that is installed'],
    [
      '--supported-versions "2.8.4 - 3.4"',
      'also report what these versions of dkms do differently with the file',
    ],
    ['--fix', 'first correct all mistakes that have one right correction'],
    ['--max-warnings N', 'exit with 1 if there are more than N warnings'],
  ],
  prints: 'report',
  parse(values, rest): CheckArguments | WrongUsage {
    const maxWarnings = wholeNumber('--max-warnings', values['max-warnings'], 0);
    if (typeof maxWarnings === 'object') return maxWarnings;
    return {
      ...{ paths: rest, kernels: values.kernel ?? [], fix: values.fix ?? false },
      ...(values['dkms-version'] !== undefined && { dkmsVersion: values['dkms-version'] }),
      ...(values['supported-versions'] !== undefined && { supportedVersions: values['supported-versions'] }),
      ...(maxWarnings !== undefined && { maxWarnings }),
    };
  },
  async run(given, { terminal, dist, version }) {
    const { runCheck } = await import('../check-command.ts');
    return runCheck(await openEngine(terminal, dist, given), given, terminal, version);
  },
});
