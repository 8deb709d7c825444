import { expect, test } from 'vitest';
import { normalizeType, parameterType, signatureOf, typeOf } from './declaration-text.ts';

test.each([
  ['struct device *dev', 'struct device *'],
  ['const char __user *buf', 'const char *'],
  ['void __iomem *', 'void *'],
  ['unsigned int', 'unsigned int'],
  ['unsigned flags', 'unsigned'],
  ['gfp_t', 'gfp_t'],
  ['struct page **pages', 'struct page **'],
  ['const struct foo', 'const struct foo'],
  ['char name[16]', 'char *'],
  ['int (*fn)(void *data, int)', 'int (*)(void *, int)'],
  ['void (*)(struct callback_head *)', 'void (*)(struct callback_head *)'],
  ['char * const POS p', 'char * const'],
  ['...', '...'],
])('the parameter %j has the type %j', (text, type) => {
  expect(parameterType(text)).toBe(type);
});

test.each([
  [
    'static inline int del_timer_sync(struct timer_list *timer)',
    'del_timer_sync',
    'int (struct timer_list *)',
  ],
  [
    'struct class * __must_check class_create(const char *name)',
    'class_create',
    'struct class * (const char *)',
  ],
  ['extern __printf(1, 2) int _printk(const char *fmt, ...)', '_printk', 'int (const char *, ...)'],
  ['int (*remove)(struct platform_device *)', 'remove', 'int (struct platform_device *)'],
  [
    'const __u8 *(*report_fixup)(struct hid_device *hdev, unsigned int *n)',
    'report_fixup',
    'const __u8 * (struct hid_device *, unsigned int *)',
  ],
  ['unsigned long jiffies_left(void)', 'jiffies_left', 'unsigned long ()'],
])('%j', (declaration, name, expected) => {
  const signature = signatureOf(declaration, name);
  const parameters = [...(signature?.parameters ?? []), ...(signature?.variadic ? ['...'] : [])];
  expect(`${signature?.returns} (${parameters.join(', ')})`).toBe(expected);
});

test('what is not a function has no signature', () => {
  expect(signatureOf('unsigned long vm_flags', 'vm_flags')).toBeUndefined();
  expect(signatureOf('struct list_head list', 'list')).toBeUndefined();
});

test.each([
  ['const unsigned char *dev_addr', 'dev_addr', 'const unsigned char *'],
  ['unsigned int a : 1, other : 2', 'other', 'unsigned int : 2'],
  ['int a, *b', 'b', 'int *'],
  ['char name[IFNAMSIZ]', 'name', 'char[IFNAMSIZ]'],
  ['typedef unsigned int gfp_t', 'gfp_t', 'unsigned int'],
  ['int (*remove)(struct platform_device *pdev)', 'remove', 'int (*)(struct platform_device *)'],
  ['struct file file', 'file', 'struct file'],
  ['struct page *page', 'page', 'struct page *'],
  ['struct device device[4]', 'device', 'struct device[4]'],
])('%j gives %s the type %j', (declaration, name, type) => {
  expect(typeOf(declaration, name)).toBe(type);
});

test('types are written as gcc prints them', () => {
  expect(normalizeType('const  struct device*')).toBe('const struct device *');
  expect(normalizeType('struct page* *')).toBe('struct page **');
});
