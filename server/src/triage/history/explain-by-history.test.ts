import { expect, test } from 'vitest';
import { smallHistory } from '../../../../test/support/small-history.ts';
import type { MessageShape } from '../messages/message-shape.ts';
import { explainByHistory } from './explain-by-history.ts';

const history = smallHistory(['5.10.1', '6.1.1', '6.12.1'], {
  cstrlcpy: [
    'fsize_t\tchar *\tconst char *\tsize_t in linux/string.h',
    'fsize_t\tchar *\tconst char *\tsize_t in linux/string.h',
    '-',
  ],
  cfresh: ['-', '-', 'fvoid'],
  ccreate: ['m2', 'm2', 'fint\tconst char *'],
  cuse: ['fint\tint\tint', 'fint\tint\tint', 'fint\tint\tchar *'],
  ci: ['v int', 'v int', '-'],
  'hlinux/gone.h': ['', '', '-'],
  'mdriver.remove': ['pint\tstruct device *', 'pint\tstruct device *', 'pvoid\tstruct device *'],
  'mfile.old': ['yint', 'yint', '-'],
  xsymbol: ['P', 'P', '-'],
  cfan: ['fvoid\tint\tint', 'fvoid\tint\tint', 'fvoid\tint'],
  tlamp: ['-', '-', 's'],
});

const summary = (kernel: string, shape: MessageShape) => {
  const judged = history.kernel(kernel);
  const cause = judged && explainByHistory(shape, judged, '(proof)');
  expect(cause?.confidence ?? 'likely').toBe('likely');
  return cause && `${cause.id}: ${cause.summary}`;
};

test('says what is gone, since when, and what it was', () => {
  expect(summary('6.12', { kind: 'undeclared-function', name: 'strlcpy' })).toBe(
    'strlcpy-gone: strlcpy() is gone by 6.12; Linux 6.1 still has it in <linux/string.h>: size_t strlcpy(char *, const char *, size_t). (proof)',
  );
  expect(summary('6.12', { kind: 'missing-header', header: 'linux/gone.h' })).toBe(
    'linux-gone-h-gone: <linux/gone.h> is gone by 6.12; Linux 6.1 still has it. (proof)',
  );
  expect(summary('6.12', { kind: 'no-member', struct: 'struct file', member: 'old' })).toMatch(
    /^file-old-gone: /,
  );
  expect(summary('6.12', { kind: 'undefined-symbol', name: 'symbol' })).toMatch(
    /^symbol-gone: An export of symbol/,
  );
});

test('says what is not there yet', () => {
  expect(summary('6.1', { kind: 'undeclared-function', name: 'fresh' })).toMatch(
    /^fresh-not-yet: 6\.1 does not have fresh\(\) yet; Linux 6\.12 has it in <linux\/test\.h>: void fresh\(void\)\. /,
  );
});

test('says which form a function, macro or member has, and had', () => {
  expect(summary('6.12', { kind: 'argument-count', function: 'create', few: false })).toBe(
    'create-changed: create has another form in 6.12: int create(const char *). Linux up to 6.1 has #define create(a, b). (proof)',
  );
  expect(summary('6.12', { kind: 'incompatible-argument', function: 'use', position: 2 })).toContain(
    'use-changed',
  );
  expect(summary('6.12', { kind: 'incompatible-argument', function: 'use', position: 1 })).toBeUndefined();
  expect(
    summary('6.12', {
      ...{ kind: 'incompatible-value', via: 'initialization', member: 'remove' },
      ...{ expected: 'void (*)(struct device *)', actual: 'int (*)(struct device *)' },
    }),
  ).toContain('void (*remove)(struct device *). Linux up to 6.1 has int (*remove)(struct device *)');
});

test('says nothing where it does not know, where nothing changed, and of short names of variables', () => {
  expect(summary('6.1', { kind: 'undeclared-function', name: 'strlcpy' })).toBeUndefined();
  expect(summary('6.12', { kind: 'undeclared-function', name: 'my_own' })).toBeUndefined();
  expect(summary('6.12', { kind: 'undeclared', name: 'i' })).toBeUndefined();
});

test('between two kernels, the message shows on which side the kernel is', () => {
  const strlcpy = 'size_t strlcpy(char *, const char *, size_t)';
  expect(summary('6.6.3-lamp', { kind: 'undeclared-function', name: 'strlcpy' })).toBe(
    `strlcpy-gone: strlcpy() is gone in 6.6.3-lamp; Linux 6.1 still has it in <linux/string.h>: ${strlcpy}. (proof)`,
  );
  expect(summary('6.6.3-lamp', { kind: 'undeclared-function', name: 'fresh' })).toMatch(
    /^fresh-not-yet: 6\.6\.3-lamp does not have fresh\(\) yet; Linux 6\.12 has it/,
  );
  // The struct is there if the message is about a member.
  expect(summary('6.6.3-lamp', { kind: 'no-member', struct: 'struct lamp', member: 'on' })).toBeUndefined();
  expect(summary('6.6.3-lamp', { kind: 'incomplete-type', type: 'struct lamp' })).toMatch(/^lamp-not-yet: /);
  const create = { kind: 'macro-arguments', macro: 'create' } as const;
  expect(summary('6.6.3-lamp', { ...create, takes: 2 })).toMatch(
    /6\.6\.3-lamp: #define create\(a, b\)\. Linux from 6\.12 /,
  );
  const count = { kind: 'argument-count', function: 'fan' } as const;
  expect(summary('6.6.3-lamp', { ...count, few: false })).toMatch(
    /another form in 6\.6\.3-lamp: void fan\(int\)\. Linux up to 6\.1 has void fan\(int, int\)/,
  );
  expect(summary('6.6.3-lamp', { ...count, few: true })).toMatch(
    /another form in 6\.6\.3-lamp: void fan\(int, int\)\. Linux from 6\.12 has void fan\(int\)/,
  );
  const use = { kind: 'incompatible-argument', function: 'use', position: 2 } as const;
  expect(summary('6.6.3-lamp', { ...use, expected: 'char *', actual: 'int' })).toMatch(
    /6\.6\.3-lamp: int use\(int, char \*\)/,
  );
  expect(summary('6.6.3-lamp', use)).toBeUndefined();
  expect(
    summary('6.6.3-lamp', {
      ...{ kind: 'incompatible-value', via: 'initialization', member: 'remove' },
      ...{ expected: 'void (*)(struct device *)', actual: 'int (*)(struct device *)' },
    }),
  ).toContain('in 6.6.3-lamp: void (*remove)(struct device *). Linux up to 6.1 has int');
});
