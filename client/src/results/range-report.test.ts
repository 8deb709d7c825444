import { expect, test } from 'vitest';
import { rangeReportText } from './range-report.ts';

test('says which kernels a module is for, what is in the way elsewhere, each thing once, and what to write', () => {
  const obstacle = (line: number, text: string) => ({ uri: 'file:///w/hello.c', line, text });
  const text = rangeReportText(
    'hello',
    {
      range: { first: '5.10', last: '6.1' },
      directives: ['BUILD_EXCLUSIVE_KERNEL_MAX="6.7.999"'],
      intervals: [
        { versions: '5.10 to 6.1', obstacles: [] },
        { versions: '6.12', obstacles: [obstacle(5, 'strlcpy() is gone'), obstacle(9, 'strlcpy() is gone')] },
      ],
    },
    () => 'hello.c',
  );
  expect(text).toContain('is known to break it for **Linux 5.10 to 6.1**.');
  expect(text).toContain('| 5.10 to 6.1 | no known obstacle |\n| 6.12 | most likely does not build |');
  expect(text).toContain(
    '## 6.12\n\n- [hello.c:5](file:///w/hello.c#L5): strlcpy() is gone (and in 1 more place)',
  );
  expect(text).toContain('```sh\nBUILD_EXCLUSIVE_KERNEL_MAX="6.7.999"\n```');
});

test('says so where there is no C file', () => {
  const report = { directives: [], intervals: [] };
  expect(rangeReportText('hello', report, (uri) => uri)).toContain('There is no C file');
});
