import { describe, expect, it } from 'vitest';
import { writtenKernels } from '../../../../test/support/written-kernels.ts';
import type { Cause } from '../../triage/cause.ts';
import { kernelMacros } from '../../triage/preprocessor/kernel-macros.ts';
import { narrowCondition } from './narrowed-condition.ts';

const path = '/m/a.c';
const cause: Cause = {
  ...{ id: 'port-bus-not-exported', symbol: 'port_bus', summary: '', verified: true },
  ...{ confidence: 'verified', evidence: [], documented: false, fixes: [] },
};
const source = [
  '#include <linux/version.h>',
  '#if defined(CONFIG_ON)',
  'extern struct bus_type port_bus;',
  '#define PORT_BUS &port_bus,',
  '#else',
  '#define PORT_BUS',
  '#endif',
  'static struct bus_type *buses[] = { PORT_BUS NULL };',
  '',
];

describe('a branch with a symbol that newer kernels no longer export', () => {
  const headersOf = writtenKernels();
  const kernelWith = (release: string, version: number) => ({
    ...{ release, headers: headersOf(release, {}).headers },
    macros: kernelMacros({ versions: new Map([['LINUX_VERSION_CODE', version << 8]]) }),
  });
  const narrowed = (text: string, { failing = ['6.12.1'], line0 = 2, other = '' } = {}) => {
    const kernels = [kernelWith('6.1.1', 0x0601), kernelWith('6.12.1', 0x060c)];
    const texts = new Map([
      [path, text],
      ['/m/b.c', other],
    ]);
    return narrowCondition({ cause, path, line0, failing, kernels }, texts)?.apply(texts)?.get(path);
  };

  it('is left out for these, where there is another one for kernels without it', () => {
    const after = source.with(1, '#if defined(CONFIG_ON) && LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)');
    expect(narrowed(source.join('\n'))).toBe(after.join('\n'));
    expect(narrowed(source.join('\r\n'))).toBe(after.join('\r\n'));
    expect(narrowed(source.with(1, '#ifdef CONFIG_ON /* on */').join('\n'))).toBe(
      after.with(1, `${after[1]} /* on */`).join('\n'),
    );
    expect(narrowed(source.with(1, '#if defined(CONFIG_ON) || defined(B)').join('\n'))).toContain(
      '#if (defined(CONFIG_ON) || defined(B)) && LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)\n',
    );
    expect(narrowed(source.slice(1).join('\n'), { line0: 1 })).toBe(after.join('\n'));
  });

  it('stays where something else names the symbol, or nothing stands for it', () => {
    const text = source.join('\n');
    expect(narrowed(text.replace('NULL', '&port_bus'))).toBeUndefined();
    expect(narrowed(text, { other: 'extern struct bus_type port_bus;' })).toBeUndefined();
    expect(narrowed(text, { other: '/* port_bus */' })).toBeDefined();
    expect(narrowed(text.replace('#else\n#define PORT_BUS\n', ''))).toBeUndefined();
    expect(narrowed(text.replace('#define PORT_BUS\n', ''))).toBeUndefined();
    expect(narrowed(text, { failing: ['6.1.1'] })).toBeUndefined();
    expect(narrowed(text, { line0: 3 })).toBeUndefined();
  });
});
