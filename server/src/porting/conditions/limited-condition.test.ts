import { expect, it } from 'vitest';
import { writtenKernels } from '../../../../test/support/written-kernels.ts';
import type { Cause } from '../../triage/cause.ts';
import { versionMacros } from '../../triage/preprocessor/kernel-macros.ts';
import { limitCondition } from './limited-condition.ts';

const path = '/m/a.c';
const cause: Cause = {
  ...{ id: 'perf-reference-gone', symbol: 'struct perf.reference', summary: '', verified: true },
  ...{ confidence: 'verified', evidence: [], documented: false, fixes: [] },
};
const source = [
  '#if LINUX_VERSION_CODE >= KERNEL_VERSION(4, 9, 0) /* of perf */',
  '\t.desired = perf.reference,',
  '#elif LINUX_VERSION_CODE >= KERNEL_VERSION(4, 4, 0)',
  '\t.desired = caps.reference,',
  '#endif',
  '',
];

const headersOf = writtenKernels();
const kernelWith = (release: string, version: number) => ({
  ...{ release, headers: headersOf(release, {}).headers, macros: versionMacros(version << 8) },
});

function limited(
  lines: readonly string[],
  failing = '7.3.1',
  { end = '\n', line0 = 1 } = {},
): string | undefined {
  const texts = new Map([[path, lines.join(end)]]);
  const kernels = [kernelWith('6.12.1', 0x060c), kernelWith('7.3.1', 0x0703)];
  const edit = limitCondition({ cause, path, line0, failing: [failing], kernels, seenIn: ['7.0'] }, texts);
  return edit?.apply(texts)?.get(path);
}

it('ends the branch where kernels lack what it uses, if they take another one then', () => {
  const after = source.with(
    0,
    '#if LINUX_VERSION_CODE >= KERNEL_VERSION(4, 9, 0) && LINUX_VERSION_CODE < KERNEL_VERSION(7, 0, 0) /* of perf */',
  );
  expect(limited(source)).toBe(after.join('\n'));
  expect(limited(source, '7.3.1', { end: '\r\n' })).toBe(after.join('\r\n'));
  // Whether the lines around are compiled is not known, but the compiler has said so of the branch.
  const around = ['#ifdef CONFIG_PERF', ...source.slice(0, -1), '#endif', ''];
  expect(limited(around, '7.3.1', { line0: 2 })).toContain('KERNEL_VERSION(7, 0, 0)');
  const either = source.with(0, '#if LINUX_VERSION_CODE >= KERNEL_VERSION(4, 9, 0) || defined(EL8)');
  expect(limited(either)).toContain(
    '#if (LINUX_VERSION_CODE >= KERNEL_VERSION(4, 9, 0) || defined(EL8)) && LINUX',
  );
});

it('leaves a branch that older kernels take, and one beside which there is none for these', () => {
  expect(limited(source, '6.12.1')).toBeUndefined();
  expect(limited(source.toSpliced(2, 2))).toBeUndefined();
  expect(limited(source.with(2, '#elif LINUX_VERSION_CODE < KERNEL_VERSION(4, 4, 0)'))).toBeUndefined();
  expect(limited(source.with(0, '#if defined(CONFIG_PERF)'))).toBeUndefined();
});
