import { expect, test } from 'vitest';
import { parseMakeLog } from '../../../../test/support/make-log.ts';
import { renderProblems } from '../../../../test/support/rendered-problems.ts';

function problemsIn(text: string): string {
  return parseMakeLog(text)
    .builds.map(({ problems }) => renderProblems(problems))
    .join('\n');
}

test('the times of the kernel may be indented', () => {
  const text =
    '    [ 3357.743660] lamp: disagrees about version of symbol fan_on\n    [ 3357.756891] lamp: Unknown symbol fan_on (err -22)\n';
  expect(problemsIn(text)).toContain('error: lamp: disagrees about version of symbol fan_on {kernel');
});
