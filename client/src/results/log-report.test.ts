import { expect, test } from 'vitest';
import type { LogProblem } from '../../../server/src/lsp/messages.ts';
import { logReportText, unrecognisedText } from './log-report.ts';

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
  expect(logReportText(report, 'make.log', (file) => file.replace('/w/', ''))).toBe(
    [
      '# make.log',
      '- lamp/1.0 for 6.8.0: failed',
      "## Error: implicit declaration of function 'strlcpy'",
      'lamp.c:3',
      '**Likely cause:** It is gone.',
      '1 more message follows from these.\n',
    ].join('\n\n'),
  );
});

test('a text that is not a log gets an explanation of what to copy', () => {
  expect(unrecognisedText('empty', 'The clipboard')).toMatch(
    /^The clipboard: No build output was recognised; this is empty\. Copy what make.*make\.log\.$/,
  );
});

test('Markdown in a message is shown literally', () => {
  const report = { builds: [], problems: [{ ...problem, message: 'expected `*` before __init' }] };
  expect(logReportText(report, 'make.log', (file) => file)).toContain(
    '## Error: expected \\`\\*\\` before \\_\\_init\n',
  );
});
