import type { CheckArguments } from '../check-command.ts';
import { defineCommand, type WrongUsage, wholeNumber } from '../command.ts';
import { openEngine } from '../open-engine.ts';

export const check = defineCommand({
  name: 'check',
  synopsis: [
    '[PATH…]  [--kernel R]… [--dkms-version V] [--supported-versions RANGE]',
    '[--fix] [--max-warnings N]',
  ],
  summary: 'reports the mistakes in each dkms.conf below PATH, and what dkms itself would report',
  options: {
    kernel: { type: 'string', multiple: true },
    'dkms-version': { type: 'string' },
    'supported-versions': { type: 'string' },
    fix: { type: 'boolean' },
    'max-warnings': { type: 'string' },
  },
  optionHelp: [
    [
      '--supported-versions "2.8.4 - 3.4"',
      'also report what these versions of dkms do differently with the file',
    ],
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
