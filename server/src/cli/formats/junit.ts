import { messageLine, type Report, type ReportedCase } from './report.ts';

/** JUnit's XML as CI servers read it: a suite for each module, a test for each kernel; or one suite with a test for each file. */
export function asJunit(report: Report): string {
  const suites = Map.groupBy(report.cases, ({ suite }) => suite);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="dkms-tools ${report.command}" ${totals(report.cases)}>`,
    ...[...suites].flatMap(([name, cases]) => [
      `  <testsuite name="${escaped(name)}" ${totals(cases)}>`,
      ...cases.flatMap(testCase),
      '  </testsuite>',
    ]),
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
}

function totals(cases: readonly ReportedCase[]): string {
  const count = (...statuses: readonly ReportedCase['status'][]) =>
    cases.filter(({ status }) => statuses.includes(status)).length;
  const seconds = cases.reduce((sum, one) => sum + one.seconds, 0).toFixed(3);
  return `tests="${cases.length}" failures="${count('failed')}" errors="0" skipped="${count('skipped', 'cancelled')}" time="${seconds}"`;
}

function testCase({ suite, name, status, reason, seconds, messages }: ReportedCase): readonly string[] {
  const start = `    <testcase classname="${escaped(suite)}" name="${escaped(name)}" time="${seconds.toFixed(3)}"`;
  const text = escaped(messages.map(messageLine).join('\n'));
  const systemOut = text === '' ? [] : [`      <system-out>${text}</system-out>`];
  const why = reason === undefined ? '' : ` message="${escaped(reason)}"`;
  switch (status) {
    case 'ok':
      return systemOut.length === 0 ? [`${start}/>`] : [`${start}>`, ...systemOut, '    </testcase>'];
    case 'failed':
      return [`${start}>`, `      <failure${why}>${text}</failure>`, '    </testcase>'];
    case 'skipped':
    case 'cancelled':
      return [`${start}>`, `      <skipped${why}/>`, ...systemOut, '    </testcase>'];
    default:
      return status satisfies never;
  }
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};

/** XML 1.0 has no way to write most control characters, or half of a surrogate pair. */
function escaped(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML has no place for.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replace(/[&<>"\n]/g, (mark) => entities[mark] ?? mark)
  );
}
