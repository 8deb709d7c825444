import { expect, test } from 'vitest';
import { loadingReportText } from './loading-report.ts';

test('tells of each kernel whether it loads the module, and why not, with a link to the line', () => {
  const text = loadingReportText(
    'hello.ko',
    {
      verdicts: [
        { module: 'hello', kernel: '6.1.0', status: 'ok', problems: [], notes: [] },
        {
          ...{ module: 'hello', kernel: '6.12.0', status: 'refused' },
          problems: [
            { message: 'No checksums.', severity: 'warning' },
            { message: 'Not exported.', severity: 'error', uri: 'file:///w/hello.c', line: 8 },
          ],
          notes: ['Not compared.'],
        },
      ],
    },
    () => 'hello.c',
  );
  expect(text.split('\n')).toEqual([
    '# Will hello.ko load?',
    '',
    '1 of 2 kernels would refuse it. Judged by the file and the headers of the kernels; nothing was loaded.',
    '',
    '| kernel | |',
    '| --- | --- |',
    '| 6.1.0 | nothing was found that keeps it from loading |',
    '| 6.12.0 | **is refused** |',
    '',
    '## 6.12.0',
    '',
    '- [hello.c:8](file:///w/hello.c#L8): **error**: Not exported.',
    '- **warning**: No checksums.',
    '- Not compared.',
    '',
  ]);
});
