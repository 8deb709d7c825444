import { expect, test } from 'vitest';
import type { MachineReport } from '../../../server/src/lsp/messages.ts';
import { machineReportText, remediesOf, reportSummary } from './machine-report.ts';

const report: MachineReport = {
  ...{ errors: 1, warnings: 0, unknown: 1 },
  checks: [
    {
      ...{ id: 'dkms-installed', title: 'DKMS' },
      observations: [
        {
          status: 'error',
          message: 'dkms is not installed.',
          remedy: { command: 'apt install dkms', needsRoot: true },
        },
      ],
    },
    {
      id: 'secure-boot',
      title: 'Secure Boot',
      observations: [{ status: 'unknown', message: 'Not known: a container.' }],
    },
  ],
};

test('what has to be fixed comes first, with its command', () => {
  expect(machineReportText(report)).toBe(
    [
      ...['# This machine', '1 error, 0 warnings, 1 unknown.', '## To fix'],
      '✗ dkms is not installed.\n\n    apt install dkms    # as root',
      ...['## DKMS', '- ✗ dkms is not installed.', '## Secure Boot', '- ? Not known: a container.\n'],
    ].join('\n\n'),
  );
});

test('a machine in order has nothing to fix', () => {
  const fine = { errors: 0, warnings: 0, unknown: 0, checks: [] };
  expect(machineReportText(fine)).not.toContain('To fix');
  expect([reportSummary(fine), remediesOf(fine)]).toEqual(['0 errors, 0 warnings', []]);
  expect(remediesOf(report).map(({ remedy }) => remedy.command)).toEqual(['apt install dkms']);
});
