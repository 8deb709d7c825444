import { describe, expect, it } from 'vitest';
import { namesDeclaredIn } from './vanished-uses.ts';

describe('namesDeclaredIn', () => {
  it("finds what a file brings itself, so that nobody takes it for the kernel's", () => {
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
