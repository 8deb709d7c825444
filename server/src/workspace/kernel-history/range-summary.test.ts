import { expect, test } from 'vitest';
import { smallHistory } from '../../../../test/support/small-history.ts';
import type { PredictedKernel } from './predicted-range.ts';
import { rangeTable, summarizeRange, withRangeTable } from './range-summary.ts';

const versions = ['5.10.1', '6.1.1', '6.1.9', '6.12.1', '7.2.1'];
const history = smallHistory(versions, {});

/** Kernels with the obstacle of each; `name@version` if it is known since when it exists. */
function summaryOf(...obstacles: readonly string[]) {
  const kernels: readonly PredictedKernel[] = versions.map((version, at) => ({
    ...{ release: `${version}-test`, version },
    obstacles: (obstacles[at] ?? '')
      .split(' ')
      .filter(Boolean)
      .map((one) => {
        const [name = '', since] = one.split('@');
        return { file: '/m/a.c', line: 1, name, text: `${name} is not there`, ...(since && { since }) };
      }),
  }));
  return summarizeRange(kernels, history);
}

test.each([
  ['all', ['', '', '', '', ''], '5.10 to 7.2', []],
  ['none', ['a', 'a', 'a', 'a', 'a'], undefined, []],
  ['a change of a known version', ['', '', '', 'a@6.4', 'a@6.4'], '5.10 to 6.1', ['MAX="6.3.999"']],
  ['the earlier of two', ['', '', '', 'a@6.4 b@6.8', 'a@6.4'], '5.10 to 6.1', ['MAX="6.3.999"']],
  [
    'one that is not known could be earlier',
    ['', '', '', 'a@6.4 b', 'a b'],
    '5.10 to 6.1',
    ['MAX="6.1.999"'],
  ],
  ['within a line', ['', '', 'a', 'a', 'a'], '5.10 to 6.1.1', ['MAX="6.1.1"']],
  ['a name that came with a line', ['a', '', '', '', ''], '6.1 to 7.2', ['MIN="6.1"']],
  ['or within one', ['a', 'a', '', '', ''], '6.1.9 to 7.2', ['MIN="6.1.9"']],
  ['at both ends', ['a', '', '', '', 'b@7.0'], '6.1 to 6.12', ['MIN="6.1"', 'MAX="6.999"']],
])('%s', (_, obstacles, range, directives) => {
  const summary = summaryOf(...obstacles);
  expect(summary.range && `${summary.range.first} to ${summary.range.last}`).toBe(range);
  expect(summary.directives).toEqual(directives.map((one) => `BUILD_EXCLUSIVE_KERNEL_${one}`));
});

test.each([
  ['all', ['', '', '', '', ''], ['5.10', '7.2']],
  ['none', ['a', 'a', 'a', 'a', 'a'], []],
  ['within a line', ['', '', 'a', 'a', 'a'], ['5.10', '6.1']],
  ['at both ends', ['a', '', '', '', 'b'], ['5.10', '6.1', '6.12', '7.2']],
])('the series at the edges: %s', (_, obstacles, edges) => {
  expect(summaryOf(...obstacles).edges).toEqual(edges);
});

test.each([
  ['all', ['', '', '', '', ''], []],
  ['between lines', ['', '', '', 'a', 'a'], []],
  ['within a line', ['', '', 'a', 'a', 'a'], ['6.1.1-test', '6.1.9-test']],
  ['within one, and at its end', ['a', 'a', '', 'a', 'a'], ['6.1.1-test', '6.1.9-test']],
])('the kernels at an edge within a series: %s', (_, obstacles, releases) => {
  expect(summaryOf(...obstacles).closeEdges.map(({ release }) => release)).toEqual(releases);
});

test('the table of a README is found by its marks, and nothing else is changed', () => {
  const table = rangeTable(summaryOf('', '', '', 'a@6.4', 'a@6.4 b c d'));
  expect(table.split('\n').slice(1)).toEqual([
    '![Linux 5.10 to 6.1](https://img.shields.io/badge/Linux-5.10%E2%80%936.1-blue)',
    '',
    '| Linux | |',
    '| --- | --- |',
    '| 5.10 to 6.1 | no known obstacle |',
    '| 6.12 | does not build: `a` |',
    '| 7.2 | does not build: `a`, `b`, `c` and 1 more |',
    '<!-- /dkms-tools range -->',
  ]);
  const readme = 'Before.\n<!-- dkms-tools range -->\nold\n<!-- /dkms-tools range -->\nAfter.\n';
  const changed = withRangeTable(readme, table) ?? '';
  expect(changed).toBe(`Before.\n${table}\nAfter.\n`);
  expect(withRangeTable(changed, table)).toBe(changed);
  expect(withRangeTable('No marks.\n', table)).toBeUndefined();
});
