import { expect, test } from 'vitest';
import { smallHistory } from '../../../../test/support/small-history.ts';
import { historyMarkdown } from './history-text.ts';

const versions = ['5.10.218', '5.10.255', '6.1.170', '6.1.192', '6.12.95', '6.12.118'];

const history = smallHistory(
  versions,
  {
    cgone: ['fvoid', 'fvoid', 'fvoid', 'fvoid', '-', '-'],
    cdated: ['fvoid', 'fvoid', 'fvoid', 'fvoid', '-', '-'],
    cfresh: ['-', '-', 'fvoid', 'fvoid', 'fvoid', 'fvoid'],
    cbackported: ['-', '-', '-', 'fvoid', 'fvoid', 'fvoid'],
    cother: ['fint', 'fint', 'fint', 'fint', 'fint\tchar *', 'fint\tchar *'],
    cfortified: ['fint\tchar *\nfint\tchar * const', 'fint', 'fint', 'fint', 'fint', 'fint'],
    csame: ['fvoid', 'fvoid', 'fvoid', 'fvoid', 'fvoid', 'fvoid'],
    clost: ['fvoid', '-', '-', '-', '-', '-'],
    cback: ['fvoid', 'fvoid', '-', '-', 'fvoid', 'fvoid'],
    cagain: ['-', '-', 'fint', 'fint', 'fint', 'fint'],
    cpassing: ['-', '-', '-', '-', 'fvoid', '-'],
    clater: ['fvoid', 'fvoid', 'fint', 'fint', 'fint', 'fint'],
  },
  new Map([
    ['cdated', { version: '6.6', isFirst: false }],
    ['cagain', { version: '5.19', isFirst: false }],
    ['clater', { version: '6.15', isFirst: false }],
  ]),
);

const judge = (kernel: string, key: string) => {
  const judged = history.kernel(kernel)?.judge(key);
  return judged?.state === 'present' ? `present ${judged.shape ?? '?'}` : judged?.state;
};

test.each([
  // A line of the history is its newest kernel; between two of a line only what they agree on is said.
  ['6.1', 'cgone', 'present fvoid'],
  ['6.12', 'cgone', 'absent'],
  ['6.1.150', 'cbackported', 'absent'],
  ['6.1.180', 'cbackported', 'unknown'],
  ['6.1.192', 'cbackported', 'present fvoid'],
  ['6.1.200', 'cbackported', 'present fvoid'],
  // The number of Debian's and Ubuntu's packages is no patch level.
  ['6.1.0-56-amd64', 'cbackported', 'present fvoid'],
  ['6.8.0-31-generic', 'cgone', 'unknown'],
  // Between lines, likewise; a known version of the change decides.
  ['6.6', 'cgone', 'unknown'],
  ['6.6', 'cdated', 'absent'],
  ['6.5.9', 'cdated', 'present fvoid'],
  // The version of another change of the same name says nothing of this one.
  ['5.15', 'clater', 'present ?'],
  ['6.6', 'cother', 'present ?'],
  // What ended with a version, and is in another form since, began between the lines.
  ['5.15', 'cagain', 'unknown'],
  ['5.19', 'cagain', 'present fint'],
  ['5.15', 'cfresh', 'unknown'],
  // A line is as new as the newest of its neighbours; a version may be older than their updates.
  ['6.6', 'cbackported', 'present fvoid'],
  ['6.6.1', 'cbackported', 'unknown'],
  ['5.15', 'cback', 'unknown'],
  ['6.6', 'cfresh', 'present fvoid'],
  // It came between the lines, and left the newer one in a stable update.
  ['6.6', 'cpassing', 'unknown'],
  ['6.1', 'cpassing', 'absent'],
  // Older than all: only what came later is known not to be there.
  ['5.4', 'cfresh', 'absent'],
  ['5.4', 'cgone', 'unknown'],
  ['5.4', 'clost', 'unknown'],
  ['5.4', 'csame', 'unknown'],
  ['5.4', 'cnever', 'unknown'],
  // Newer than all: like the newest.
  ['7.0', 'cgone', 'absent'],
  ['7.0', 'cother', 'present fint\tchar *'],
  ['6.12', 'csame', 'present ?'],
  ['6.12', 'cnever', 'absent'],
])('of %s and %s it is said: %s', (kernel, key, judged) => {
  expect(judge(kernel, key)).toBe(judged);
});

test('nothing is said of kernels of enterprise distributions, and of what has no version', () => {
  expect(history.kernel('5.14.0-503.el9.x86_64')).toBeUndefined();
  expect(history.kernel('kernel')).toBeUndefined();
});

test('a name that all kernels have, or none, is not one that changed', () => {
  expect(['cgone', 'csame', 'cnever'].map((key) => history.isKnown(key))).toEqual([true, false, false]);
});

test('tells people where a name is, and in which form', () => {
  expect(historyMarkdown('other', 'cother', history)).toBe(
    "**other** in Debian's kernels:\n\n- 5.10 to 6.1: `int other(void)` in <linux/test.h>\n- 6.12: `int other(char *)` in <linux/test.h>",
  );
  expect(historyMarkdown('dated', 'cdated', history)).toBe(
    "**dated** in Debian's kernels, changed in Linux 6.6:\n\n- 5.10 to 6.1: in <linux/test.h>\n- 6.12: not there",
  );
  expect(historyMarkdown('backported', 'cbackported', history)).toContain(
    '- 5.10 to 6.1.170: not there\n- 6.1.192 to 6.12',
  );
  expect(historyMarkdown('fortified', 'cfortified', history)).toContain('`int fortified(char *)`');
  expect(historyMarkdown('same', 'csame', history)).toBeUndefined();
});
