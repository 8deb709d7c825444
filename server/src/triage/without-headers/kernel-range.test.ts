import { expect, test } from 'vitest';
import { findKernelRange } from './kernel-range.ts';

function range(text: string, others: Readonly<Record<string, string>> = {}): string {
  const sources = Object.entries({ 'a.c': text, ...others }).map(([file, text]) => ({ file, text }));
  const { from, before } = findKernelRange(sources);
  const end = (one: typeof from) => (one ? `${one.version} (${one.file}:${one.line})` : '');
  return `${end(from)} - ${end(before)}`;
}

const version = (low: string) => low.split('.').join(', ');

test.each([
  ['a name that is new', 'static int f(void)\n{\n\treturn dev_err_probe(d, 1, "x");\n}\n', '5.9 (a.c:3) - '],
  ['a header that is new', '#include <linux/unaligned.h>\n', '6.12 (a.c:1) - '],
  ['a struct that is new', 'static const struct proc_ops ops = {};\n', '5.6 (a.c:1) - '],
  ['a header that is gone', '#include <linux/bootmem.h>\n', ' - 4.20 (a.c:1)'],
  [
    '#error for old kernels',
    `#if LINUX_VERSION_CODE < KERNEL_VERSION(${version('5.4.0')})\n#error too old\n#endif\n`,
    '5.4 (a.c:2) - ',
  ],
  [
    '#error for new kernels',
    `#if LINUX_VERSION_CODE >= KERNEL_VERSION(${version('6.9.0')})\n#error too new\n#endif\n`,
    ' - 6.9 (a.c:2)',
  ],
  [
    'an older way for older kernels',
    `#if LINUX_VERSION_CODE >= KERNEL_VERSION(${version('5.6.0')})\nstatic const struct proc_ops ops = {};\n#endif\n`,
    ' - ',
  ],
  ['a way of its own', '#ifdef HAVE_PROC_OPS\nstatic const struct proc_ops ops = {};\n#endif\n', ' - '],
  [
    'a call of a member',
    'void f(void)\n{\n\tops->revalidate_disk(d);\n\tops.revalidate_disk(d);\n}\n',
    ' - ',
  ],
  ['a call of a function', 'void f(void)\n{\n\trevalidate_disk(d);\n}\n', ' - 5.10 (a.c:3)'],
  ['a comment and a text', '/* dev_err_probe() */\nchar *a = "dev_err_probe(";\n', ' - '],
  ['#error that always is there', '#error no\n', ' - '],
  ['#error for what nobody knows', '#ifndef CONFIG_PCI\n#error PCI is needed\n#endif\n', ' - '],
])('%s', (_, text, expected) => {
  expect(range(text)).toBe(expected);
});

test.each([
  ['compat/include/linux/unaligned.h', ' - '],
  ['linux/unaligned.h', ' - '],
  ['compat/unaligned.h', '6.12 (a.c:1) - '],
])('a header that kernels may lack is no limit if the source brings it along: %s', (file, expected) => {
  expect(range('#include <linux/unaligned.h>\n', { [file]: '' })).toBe(expected);
});

test('a name that a header of the source defines is its own', () => {
  const text = 'int f(void)\n{\n\treturn dev_err_probe(d, 1, "x");\n}\n';
  expect(range(text, { 'compat.h': '#define dev_err_probe(d, e, ...) (e)\n' })).toBe(' - ');
});

test('a file that is not compiled sets no limit, but may declare names', () => {
  const compiled = { file: 'a.c', text: 'int f(void)\n{\n\treturn dev_err_probe(d, 1, "x");\n}\n' };
  const program = { file: 'demo.h', text: '#include <stdint.h>\n' };
  const compat = { file: 'compat.h', text: '#define dev_err_probe(d, e, ...) (e)\n' };
  expect(findKernelRange([compiled, program], [compiled])).toMatchObject({ from: { version: '5.9' } });
  expect(findKernelRange([compiled, program], [compiled])).not.toHaveProperty('before');
  expect(findKernelRange([compiled, program, compat], [compiled])).toEqual({});
});
