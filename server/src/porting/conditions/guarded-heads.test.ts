import { expect, it } from 'vitest';
import { writtenKernels } from '../../../../test/support/written-kernels.ts';
import type { Cause } from '../../triage/cause.ts';
import { kernelMacros } from '../../triage/preprocessor/kernel-macros.ts';
import { correctGuard } from './guard-correction.ts';
import { guardedHeads } from './guarded-heads.ts';

const path = '/m/a.c';
const cause: Cause = {
  ...{ id: 'ops-dump-changed', symbol: 'struct ops.dump', summary: '', verified: true },
  ...{ confidence: 'verified', evidence: [], documented: false, fixes: [] },
};
const headersOf = writtenKernels();
/** Kernels with nothing in their headers. */
const kernelsHere = () =>
  ['5.10.1', '6.1.90', '6.12.1'].map((release) => {
    const [major = 0, minor = 0, patch = 0] = release.split('.').map(Number);
    const versions = new Map([['LINUX_VERSION_CODE', (major << 16) | (minor << 8) | patch]]);
    const { headers } = headersOf(release, { 'linux/a.h': '' });
    return { release, headers, macros: kernelMacros({ versions }) };
  });

/** The edits of conditions for a kernel whose series took the change over, by their titles, each with the text after it. */
function edits(text: string, line: string): Record<string, string | undefined> {
  const texts = new Map([[path, text]]);
  const kernels = kernelsHere();
  const found = guardedHeads(line, texts).flatMap(
    (head) => correctGuard({ cause, kernels, failing: ['6.1.90'], ...head }, texts) ?? [],
  );
  return Object.fromEntries(found.map(({ title, apply }) => [title, apply(texts)?.get(path)]));
}

it('a parameter that the kernel has already', () => {
  const text = (version: string) =>
    `static int foo_dump(struct skb *skb\n#if LINUX_VERSION_CODE >= KERNEL_VERSION(${version})\n\t, bool reset\n#endif\n)\n{\n\treturn 0;\n}\n`;
  expect(edits(text('6, 2, 0'), '\t.dump = foo_dump,')).toEqual({
    'Correct the condition in the head of foo_dump() to Linux 6.1, from 6.2': text('6, 1, 0'),
  });
  expect(edits(text('6, 2, 0'), '\t.dump = other_dump,')).toEqual({});
});

it('a parameter that the kernel no longer has', () => {
  const text = (version: string) =>
    `static int foo_check(struct ctx *ctx\n#if LINUX_VERSION_CODE < KERNEL_VERSION(${version})\n\t, void **data\n#endif\n)\n{\n\treturn 0;\n}\n`;
  expect(edits(text('6, 12, 0'), '\tops->check = foo_check;')).toEqual({
    'Correct the condition in the head of foo_check() to Linux 6.1, from 6.12': text('6, 1, 0'),
  });
});

it('a head in two forms, and no condition that holds the function only', () => {
  const text = (version: string) =>
    `#if LINUX_VERSION_CODE >= KERNEL_VERSION(${version})\nstatic int foo_dump(int a, bool reset)\n#else\nstatic int foo_dump(int a)\n#endif\n{\n\treturn 0;\n}\n`;
  expect(Object.values(edits(text('6, 2, 0'), '\t.dump = foo_dump,'))).toEqual([text('6, 1, 0')]);
  const alone =
    '#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 12, 0)\nstatic int foo_dump(int a)\n{\n}\n#endif\n';
  expect(edits(alone, '\t.dump = foo_dump,')).toEqual({});
});
