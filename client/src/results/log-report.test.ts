import { expect, test } from 'vitest';
import type { LogProblem } from '../../../server/src/lsp/messages.ts';
import { logReportText } from './log-report.ts';

const problem: LogProblem = {
  ...{ uri: 'file:///w/lamp.c', file: '/w/lamp.c', severity: 'error', follows: false },
  range: { start: { line: 2, character: 1 }, end: { line: 2, character: 8 } },
  message: "implicit declaration of function 'strlcpy'",
  cause: { id: 'strlcpy-removed', summary: 'It is gone.', certainty: 'likely', label: 'likely cause' },
};

test('a report names the builds, the problems with their files, and how sure each cause is', () => {
  const report = {
    builds: [{ module: 'lamp/1.0', kernel: '6.8.0', outcome: 'failed' as const }],
    problems: [problem, { ...problem, follows: true }],
  };
  expect(logReportText(report, 'make.log')).toBe(
    [
      '# make.log',
      '- lamp/1.0 for 6.8.0: failed',
      "## error: implicit declaration of function 'strlcpy'",
      '[/w/lamp.c:3](file:///w/lamp.c#L3)',
      '**Likely cause:** It is gone.',
      '1 more message follows from these.\n',
    ].join('\n\n'),
  );
});

test('what is no log is told so, and never that there are no errors', () => {
  const text = logReportText({ unrecognised: 'empty', builds: [], problems: [] }, 'The clipboard');
  expect(text).toMatch(
    /^# The clipboard\n\nNo build output was recognised: this is empty\.\n\nCopy what make.*make\.log`\.\n$/,
  );
});
