import { expect, test } from 'vitest';
import type { NextKernelReport } from '../../../server/src/lsp/messages.ts';
import { nextKernelText } from './next-kernel-report.ts';

const report: NextKernelReport = {
  ...{ kernel: '7.3-amd64', arch: 'x86_64', headersOf: '7.3-amd64', summary: '1 fails, 1 is skipped' },
  faults: ['gcc-15 is not installed.'],
  modules: [
    {
      ...{ module: 'bell', version: '1.0', verdict: 'fails', certainty: 'likely', label: 'fails' },
      reason: '1 line of its source uses what the headers of 7.3-amd64 lack or have changed.',
      evidence: [{ file: '/usr/src/bell-1.0/a_b.c', line: 7, name: 'strlcpy', text: 'strlcpy() is gone.' }],
    },
    {
      ...{ module: 'lamp', version: '2', verdict: 'skipped', certainty: 'certain', label: 'skipped' },
      directive: { name: 'BUILD_EXCLUSIVE_KERNEL', value: '^(5|6)\\.' },
      reason: 'The kernel 7.3-amd64 does not match the regular expression.',
      evidence: [],
    },
  ],
};

test('a table of verdicts, then the lines that will not compile', () => {
  expect(nextKernelText(report).split('\n\n')).toEqual([
    '# DKMS modules for 7.3-amd64',
    '1 fails, 1 is skipped (x86_64). Nothing was built: this is what the dkms.conf files and the headers say.',
    '⚠ gcc-15 is not installed.',
    [
      '| module | verdict | certainty | why |',
      '| :-- | :-- | :-- | :-- |',
      '| bell 1.0 | ✗ fails | likely | 1 line of its source uses what the headers of 7.3-amd64 lack or have changed. |',
      '| lamp 2 | – skipped | certain | BUILD\\_EXCLUSIVE\\_KERNEL="^(5\\|6)\\\\.": The kernel 7.3-amd64 does not match the regular expression. |',
    ].join('\n'),
    '## bell 1.0',
    '- /usr/src/bell-1.0/a\\_b.c:7: strlcpy() is gone.\n',
  ]);
});

test('no module, and headers of another kernel', () => {
  expect(nextKernelText({ ...report, headersOf: '6.1', modules: [], faults: [], summary: 'none' })).toBe(
    '# DKMS modules for 7.3-amd64\n\nNone (x86_64). Nothing was built: this is what the dkms.conf files and the headers of 6.1 say.\n',
  );
});
