import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { writtenKernels } from '../../../../test/support/written-kernels.ts';
import type { MessageShape } from '../messages/message-shape.ts';
import { inferCause } from './infer-cause.ts';
import type { InferenceContext } from './inference-context.ts';

const kernel = writtenKernels();

function infer(shape: MessageShape, context: InferenceContext): string {
  const cause = inferCause(shape, context);
  return cause ? `${cause.confidence}: ${cause.symbol} -> ${cause.replacement ?? '?'}` : 'nothing';
}

const call = (name: string): MessageShape => ({ kind: 'undeclared-function', name });

test('a function that was only an alias is replaced with certainty, with both declarations', () => {
  const old = kernel('6.1', {
    'linux/timer.h':
      'int timer_delete(struct timer_list *timer);\nstatic inline int del_timer(struct timer_list *timer)\n{\n\treturn timer_delete(timer);\n}\n',
  });
  const now = kernel('7.3', { 'linux/timer.h': 'int timer_delete(struct timer_list *timer);\n' });
  const cause = inferCause(call('del_timer'), { failing: now, others: [old] });
  expect(cause).toMatchObject({ id: 'del-timer-gone', confidence: 'verified', replacement: 'timer_delete' });
  expect(
    cause?.evidence.map(({ kernel: release, line, form, text }) => `${release}:${line} ${form} ${text}`),
  ).toEqual([
    '6.1:2 old static inline int del_timer(struct timer_list *timer)',
    '7.3:1 new int timer_delete(struct timer_list *timer)',
  ]);
});

test('a macro that returns under another name is recognised by its text', () => {
  const text = '(var, t, field) container_of(t, typeof(*var), field)\n';
  const old = kernel('6.12', { 'linux/timer.h': `#define from_timer${text}` });
  const now = kernel('7.3', {
    'linux/timer.h': `#define timer_container_of${text}#define other(x) foo(x)\n`,
  });
  expect(infer(call('from_timer'), { failing: now, others: [old] })).toBe(
    'verified: from_timer -> timer_container_of',
  );
});

test('a new neighbour with a similar name and the same signature is likely; an old one is not, nor a dissimilar one', () => {
  const copy = '(char *to, const char *from, size_t size);\n';
  const old = kernel('6.1', {
    'linux/string.h': `size_t strlcpy${copy}size_t strlcat${copy}`,
    'linux/fs.h':
      'int thaw_bdev(struct block_device *bdev);\nint iov_iter_is_pipe(const struct iov_iter *i);\n',
  });
  const now = kernel('7.3', {
    'linux/string.h': `size_t strlcat${copy}`,
    'linux/fs.h':
      'int bdev_thaw(struct block_device *bdev);\nint iov_iter_is_folioq(const struct iov_iter *i);\n',
  });
  const context = { failing: now, others: [old] };
  expect(infer(call('thaw_bdev'), context)).toBe('likely: thaw_bdev -> bdev_thaw');
  expect(infer(call('strlcpy'), context)).toBe('unknown: strlcpy -> ?');
  expect(infer(call('iov_iter_is_pipe'), context)).toBe('unknown: iov_iter_is_pipe -> ?');
});

test("a name that no kernel has is the user's own", () => {
  const both = [
    kernel('6.1', { 'linux/a.h': 'int a(void);\n' }),
    kernel('7.3', { 'linux/a.h': 'int a(void);\n' }),
  ] as const;
  const context = { failing: both[1], others: [both[0]] };
  expect(infer(call('my_own'), context)).toBe('nothing');
  expect(infer({ kind: 'undeclared', name: 'i' }, context)).toBe('nothing');
  expect(infer({ kind: 'no-member', struct: 'struct mine', member: 'x' }, context)).toBe('nothing');
  expect(infer({ kind: 'missing-header', header: 'mine.h' }, context)).toBe('nothing');
});

test('what the configuration hides is explained by its option', () => {
  const hidden = kernel(
    '6.1',
    {
      'linux/a.h': '#ifdef CONFIG_OFF\nint off(void);\n#endif\n#ifdef CONFIG_ON\nint on(void);\n#endif\n',
    },
    '0x0\ton\tvmlinux\tEXPORT_SYMBOL\t\n',
  );
  const cause = inferCause(call('off'), { failing: hidden, others: [] });
  expect(cause?.summary).toContain('only where defined(CONFIG_OFF)');
  expect(infer(call('on'), { failing: hidden, others: [], text: '#include <linux/a.h>\n' })).toBe('nothing');
  expect(infer(call('on'), { failing: hidden, others: [], text: '' })).toBe(
    'likely: on -> #include <linux/a.h>',
  );
});

test("a member's changed type is proven by both kernels and the message", () => {
  const driver = (returns: string) => ({
    'linux/platform_device.h': `struct platform_driver {\n\t${returns} (*remove)(struct platform_device *);\n};\n`,
  });
  const context = {
    failing: kernel('7.3', driver('void')),
    others: [kernel('6.1', driver('int'))],
    text: 'static struct platform_driver mine = {\n',
  };
  const shape: MessageShape = {
    ...{ kind: 'incompatible-value', via: 'initialization', object: 'mine', member: 'remove' },
    ...{ expected: 'void (*)(struct platform_device *)', actual: 'int (*)(struct platform_device *)' },
  };
  expect(infer(shape, context)).toBe(
    'verified: struct platform_driver.remove -> void (*)(struct platform_device *)',
  );
  // The value is of a third type: the change is there, and whether it is the reason is not sure.
  expect(infer({ ...shape, actual: 'long int (*)(struct platform_device *)' }, context)).toMatch(/^likely/);
  expect(infer(shape, { ...context, others: [context.failing] })).toBe('nothing');
});

test('members that were removed, renamed, or moved out of a nested struct', () => {
  const old = kernel('6.1', {
    'linux/a.h':
      'struct wrap {\n\tstruct device_driver driver;\n};\nstruct usb_driver {\n\tstruct wrap drvwrap;\n\tint (*probe)(struct x *, int);\n\tint (*probe_new)(struct x *);\n\tstruct rw_semaphore mmap_sem;\n\tlong gone;\n};\n',
  });
  const now = kernel('7.3', {
    'linux/a.h':
      'struct usb_driver {\n\tstruct device_driver driver;\n\tint (*probe)(struct x *);\n\tstruct rw_semaphore mmap_lock;\n};\n',
  });
  const member = (name: string) =>
    infer({ kind: 'no-member', struct: 'struct usb_driver', member: name }, { failing: now, others: [old] });
  expect(member('drvwrap')).toBe('verified: struct usb_driver.drvwrap -> driver');
  expect(member('probe_new')).toBe('verified: struct usb_driver.probe_new -> probe');
  expect(member('mmap_sem')).toBe('likely: struct usb_driver.mmap_sem -> mmap_lock');
  expect(member('gone')).toBe('unknown: struct usb_driver.gone -> ?');
});

test('a call that no longer fits, of a function and of a macro that became one', () => {
  const old = kernel('6.1', {
    'linux/a.h': '#define class_create(owner, name) f(owner, name)\nint kernel_bind(struct sockaddr *a);\n',
  });
  const now = kernel('7.3', {
    'linux/a.h':
      'struct class *class_create(const char *name);\nint kernel_bind(struct sockaddr_unsized *a);\n',
  });
  const context = { failing: now, others: [old] };
  expect(infer({ kind: 'argument-count', function: 'class_create', few: false }, context)).toBe(
    'verified: class_create -> struct class * class_create(const char *)',
  );
  expect(infer({ kind: 'incompatible-argument', function: 'kernel_bind', position: 1 }, context)).toBe(
    'verified: kernel_bind -> int kernel_bind(struct sockaddr_unsized *)',
  );
  expect(infer({ kind: 'incompatible-argument', function: 'kernel_bind', position: 2 }, context)).toBe(
    'unknown: kernel_bind -> int kernel_bind(struct sockaddr_unsized *)',
  );
});

test('a member that became constant, with the function that sets it', () => {
  const old = kernel('6.1', { 'linux/mm.h': 'struct vm_area_struct {\n\tunsigned long vm_flags;\n};\n' });
  const now = kernel('7.3', {
    'linux/mm.h':
      'struct vm_area_struct {\n\tconst unsigned long vm_flags;\n};\nstatic inline void vm_flags_set(struct vm_area_struct *vma, unsigned long flags)\n{\n}\n',
  });
  const context = { failing: now, others: [old], text: 'struct vm_area_struct *vma;\n' };
  expect(infer({ kind: 'read-only', target: 'vma->vm_flags' }, context)).toBe(
    'likely: struct vm_area_struct.vm_flags -> vm_flags_set',
  );
});

test('a moved header, with what it declares', () => {
  const text =
    '#ifndef U_H\n#define U_H\nint get_unaligned_le32(void *p);\nint put_unaligned_le32(void *p);\n#endif\n';
  const old = kernel('6.1', { 'asm/unaligned.h': text, 'linux/genhd.h': 'int g(void);\n' });
  const now = kernel('7.3', { 'linux/unaligned.h': text, 'linux/stdarg.h': '' });
  const context = { failing: now, others: [old] };
  const header = (name: string) => infer({ kind: 'missing-header', header: name }, context);
  expect(header('asm/unaligned.h')).toBe('verified: asm/unaligned.h -> #include <linux/unaligned.h>');
  expect(header('linux/genhd.h')).toBe('unknown: linux/genhd.h -> ?');
  expect(header('stdarg.h')).toBe('likely: stdarg.h -> #include <linux/stdarg.h>');
});

test('exports: removed, GPL-only, in a namespace', () => {
  const header = { 'linux/a.h': 'int a(void);\n' };
  const old = kernel(
    '6.1',
    { ...header, 'linux/module.h': '#define MODULE_IMPORT_NS(ns) MODULE_INFO(import_ns, __stringify(ns))\n' },
    '0x1\ta\tvmlinux\tEXPORT_SYMBOL\t\n0x2\tdma_buf_get\tvmlinux\tEXPORT_SYMBOL\t\n',
  );
  const now = kernel(
    '7.3',
    { ...header, 'linux/module.h': '#define MODULE_IMPORT_NS(ns) MODULE_INFO(import_ns, ns)\n' },
    '0x2\tdma_buf_get\tvmlinux\tEXPORT_SYMBOL_GPL\tDMA_BUF\n',
  );
  const context = { failing: now, others: [old] };
  expect(inferCause({ kind: 'undefined-symbol', name: 'a' }, context)?.summary).toBe(
    '7.3 declares a in <linux/a.h> but does not export it to modules. 6.1 exports it from the kernel itself.',
  );
  expect(infer({ kind: 'undefined-symbol', name: 'mine' }, context)).toBe('nothing');
  expect(infer({ kind: 'gpl-only-symbol', name: 'dma_buf_get' }, context)).toBe(
    'verified: dma_buf_get -> MODULE_LICENSE("GPL")',
  );
  const space: MessageShape = { kind: 'missing-namespace', name: 'dma_buf_get', namespace: 'DMA_BUF' };
  expect(infer(space, context)).toBe('verified: dma_buf_get -> MODULE_IMPORT_NS("DMA_BUF");');
  expect(infer(space, { failing: { headers: old.headers }, others: [] })).toBe(
    'verified: dma_buf_get -> MODULE_IMPORT_NS(DMA_BUF);',
  );
});

test('exports for named modules: no import possible, and no fix', () => {
  const old = kernel('6.12', {}, '0x1\tguarded\tvmlinux\tEXPORT_SYMBOL_GPL\t\n');
  const now = kernel(
    '7.3',
    { 'linux/module.h': '#define MODULE_IMPORT_NS(ns) MODULE_INFO(import_ns, ns)\n' },
    '0x1\tguarded\tvmlinux\tEXPORT_SYMBOL_GPL\tmodule:kvm,kvm-amd\n',
  );
  const context = { failing: now, others: [old] };
  const found = inferCause(
    { kind: 'missing-namespace', name: 'guarded', namespace: 'module:kvm,kvm-amd' },
    context,
  );
  expect(found).toMatchObject({ id: 'symbol-for-named-modules', confidence: 'verified', fixes: [] });
  expect(found?.replacement).toBeUndefined();
  expect(found?.summary).toBe(
    '7.3 exports guarded only for the modules kvm, kvm-amd (EXPORT_SYMBOL_FOR_MODULES), while 6.12 exports it to all modules under the GPL. No other module can use it, and modpost rejects MODULE_IMPORT_NS for it. Do without the symbol on such kernels.',
  );
  // A license would not help either.
  expect(inferCause({ kind: 'gpl-only-symbol', name: 'guarded' }, context)).toMatchObject({
    id: 'symbol-for-named-modules',
  });
});

test('a kernel with half its headers removed proves nothing', () => {
  const old = kernel('6.1', { 'linux/timer.h': 'int del_timer(struct timer_list *timer);\n' });
  const now = kernel('7.3', {
    'linux/timer.h': 'int timer_delete(struct timer_list *timer);\nint other(void);\n',
  });
  rmSync(now.headers.findHeader('linux/timer.h') ?? expect.unreachable());
  expect(infer(call('del_timer'), { failing: now, others: [old] })).not.toMatch(/^verified/);
});

test('a constant whose header another one no longer includes is in a header that the source does not include', () => {
  const constants = 'enum priorities {\n\tNF_IP_PRI_FIRST = 1,\n\tsome_value = 2,\n};\n';
  const old = kernel('6.12', { 'linux/netfilter_ipv4.h': constants });
  const now = kernel('7.3', { 'linux/netfilter_ipv4.h': constants });
  const shape: MessageShape = { kind: 'undeclared', name: 'NF_IP_PRI_FIRST' };
  const context = { failing: now, others: [old], text: '#include <linux/netfilter.h>\n' };
  expect(infer(shape, context)).toBe('likely: NF_IP_PRI_FIRST -> #include <linux/netfilter_ipv4.h>');
  expect(infer(shape, { ...context, text: '#include <linux/netfilter_ipv4.h>\n' })).toBe('nothing');
  expect(infer({ kind: 'undeclared', name: 'some_value' }, context)).toBe('nothing');
});

test('a member of a union is said to be one of a union', () => {
  const old = kernel('6.12', {
    'linux/a.h': 'union proto {\n\tstruct dccp dccp;\n\tstruct sctp sctp;\n};\n',
  });
  const now = kernel('7.3', { 'linux/a.h': 'union proto {\n\tstruct sctp sctp;\n};\n' });
  const shape: MessageShape = { kind: 'no-member', struct: 'union proto', member: 'dccp' };
  const cause = inferCause(shape, { failing: now, others: [old] });
  expect(cause?.symbol).toBe('union proto.dccp');
  expect(cause?.summary).toBe('union proto has a member dccp in 6.12, but not in 7.3.');
});

test('a macro at the top level whose definition has moved is in a header that the source does not include', () => {
  const macro = '#define MODULE_ALIAS_GENL_FAMILY(family) MODULE_ALIAS_NET(family)\n';
  const old = kernel('6.1', { 'linux/genetlink.h': macro });
  const now = kernel('6.12', { 'net/genetlink.h': macro, 'linux/genetlink.h': 'int other(void);\n' });
  const shape: MessageShape = { kind: 'unexpected-token', before: 'string', inParameters: true };
  const context = { failing: now, others: [old], text: '#include <linux/genetlink.h>\n' };
  expect(infer(shape, { ...context, line: 'MODULE_ALIAS_GENL_FAMILY(NAME);' })).toBe(
    'likely: MODULE_ALIAS_GENL_FAMILY -> #include <net/genetlink.h>',
  );
  expect(infer(shape, { ...context, line: '\tMODULE_ALIAS_GENL_FAMILY(NAME);' })).toBe('nothing');
  expect(infer(shape, { ...context, line: 'own_macro("text");' })).toBe('nothing');
});
