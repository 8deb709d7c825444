import { expect, it } from 'vitest';
import { writtenKernels } from '../../../../test/support/written-kernels.ts';
import { explainUndefinedSymbol } from './exported-symbol.ts';

const headersOf = writtenKernels();

it('tells which kernel exports a symbol that the source declares itself', () => {
  const kernelWith = (release: string, ...exported: readonly string[]) => {
    const lines = exported.map((name) => `0x12345678\t${name}\tvmlinux\tEXPORT_SYMBOL_GPL\t\n`);
    return headersOf(release, { 'linux/lamp.h': 'int lamp_on(int id);\n' }, lines.join(''));
  };
  const context = {
    failing: kernelWith('6.12.1', 'lamp_on'),
    others: [kernelWith('6.1.1', 'lamp_on', 'lamp_bus_type')],
  };
  expect(explainUndefinedSymbol('lamp_bus_type', context)).toMatchObject({
    id: 'lamp-bus-type-not-exported',
    summary:
      '6.12.1 does not export lamp_bus_type to modules, and none of its headers declares it. 6.1.1 exports it from the kernel itself.',
    evidence: [{ kernel: '6.1.1', text: 'EXPORT_SYMBOL_GPL(lamp_bus_type) of vmlinux', form: 'old' }],
  });
  // What no kernel exports is missing in the module itself.
  expect(explainUndefinedSymbol('lamp_own', context)).toBeUndefined();
});
