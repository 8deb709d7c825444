import { expect, test } from 'vitest';
import { writtenKernels } from '../../../../test/support/written-kernels.ts';
import { inferCause } from './infer-cause.ts';

const kernel = writtenKernels();

test.each(['(*area)->vm_flags', 'areas[i + 1].vm_flags', '(&areas[2])->vm_flags'])(
  'the member that can not be written is found behind %s',
  (target) => {
    const struct = (type: string) =>
      `struct vm_area_struct {\n\t${type} vm_flags;\n};\nstruct other { const int vm_flags; };\n`;
    const old = kernel('6.1', { 'linux/mm.h': struct('unsigned long') });
    const now = kernel('7.3', { 'linux/mm.h': struct('const unsigned long') });
    const text = 'static void f(struct vm_area_struct **area, struct vm_area_struct areas[4]) { }\n';
    expect(inferCause({ kind: 'read-only', target }, { failing: now, others: [old], text })?.symbol).toBe(
      'struct vm_area_struct.vm_flags',
    );
  },
);
