import { describe, expect, it } from 'vitest';
import { growthOf } from '../../../../test/support/growth.ts';
import { changes } from '../changes/changes.ts';
import { CSource } from '../rewrite/c-source.ts';
import { findMissingApiUses, namesDeclaredIn } from './missing-api-uses.ts';

describe('namesDeclaredIn', () => {
  it("finds what a file defines itself, so that it is not taken for the kernel's", () => {
    const text = `
#define compat_delete(t) del_timer(t)
static int own(struct device *dev, void (*callback)(int))
{
	int (*handler)(void) = dev->handler;
#ifdef DEBUG
	show(dev);
#endif
	behind_condition(dev);
	return handler() + kernel_call(dev);
}
static int table[3], count = 0;
struct device_attribute DEVICE_ATTR_RO(x);
`;
    const names = namesDeclaredIn(text);
    for (const own of ['compat_delete', 'own', 'table', 'count', 'handler']) expect(names).toContain(own);
    for (const foreign of ['kernel_call', 'behind_condition']) expect(names).not.toContain(foreign);
    expect(names).not.toContain('del_timer');
  });
});

describe('findMissingApiUses', () => {
  it('reads a long source in linear time', () => {
    const one =
      'static int f(struct device *dev)\n{\n\tif (call(dev)) {\n\t\tdel_timer_sync(&dev->t);\n\t}\n}\n';
    const search = (functions: number) => {
      const text = one.repeat(functions);
      const source = new CSource(text);
      return [
        findMissingApiUses(text, [], changes, namesDeclaredIn(text)),
        source.names('del_timer_sync').every((index) => source.functionAround(index)),
      ];
    };
    expect(search(2_000)).toEqual([[], true]);
    expect(growthOf(search, 500)).toBeLessThan(1.7);
  });
});
