import { expect, test } from 'vitest';
import type { Problem, RelatedLocation } from '../../output/problem.ts';
import { changes } from '../changes/changes.ts';
import { parseMessageShape } from '../messages/parse-message-shape.ts';
import { findLikelyCause } from './likely-cause.ts';
import { parseRelease } from './release.ts';

function explain(
  message: string,
  kernel: string,
  more: { line?: string; related?: readonly RelatedLocation[]; file?: string } = {},
) {
  const tool = /namespace|GPL-only/.test(message) ? 'modpost' : 'gcc';
  const problem: Problem = {
    ...{ file: more.file ?? '/m/a.c', line: 3, severity: 'error', message, tool },
    related: more.related ?? [],
  };
  const shape = parseMessageShape(problem) ?? expect.unreachable();
  const cause = findLikelyCause({ problem, shape, line: more.line, release: parseRelease(kernel), changes });
  expect(cause?.verified ?? false).toBe(false);
  return cause && `${cause.id} (${cause.confidence})`;
}

test.each([
  ["implicit declaration of function 'prandom_u32'", '6.1.0-kali5-amd64', 'prandom-u32-removed (likely)'],
  ["implicit declaration of function 'strlcpy'", '6.8.0-45-generic', 'strlcpy-removed (likely)'],
  ["implicit declaration of function 'strlcpy'", '6.1.0-18-amd64', undefined],
  ["implicit declaration of function 'strlcpy'", '5.14.0-503.el9.x86_64', 'strlcpy-removed (likely)'],
  [
    "too many arguments to function 'class_create'",
    '5.14.0-412.el9.x86_64',
    'class-create-without-owner (likely)',
  ],
  ["too many arguments to function 'class_create'", '6.6.1-arch1-1', 'class-create-without-owner (likely)'],
  ["implicit declaration of function 'ida_simple_get'", '7.0.0-28-generic', 'ida-simple-removed (likely)'],
  ["implicit declaration of function 'ioremap_nocache'", '5.8.0-rc1', 'ioremap-nocache-removed (likely)'],
  ["implicit declaration of function 'get_fs'", '5.10.0-8-amd64', 'set-fs-removed (likely)'],
  ["'IEEE80211_BAND_2GHZ' undeclared", '4.9.0-3-amd64', 'ieee80211-band-2ghz-gone (likely)'],
  ["'IEEE80211_BAND_2GHZ' undeclared", '4.4.0-3-amd64', undefined],
  ["'struct file' has no member named 'f_dentry'", '4.2.0-16-generic', 'file-f-dentry-gone (likely)'],
  ["'struct file' has no member named 'f_lamp'", '4.2.0-16-generic', undefined],
  [
    "'struct ethtool_ops' has no member named 'get_settings'",
    '5.4.0-26-generic',
    'ethtool-ops-get-settings-gone (likely)',
  ],
  ['asm/amd_nb.h: No such file or directory', '6.16.0-amd64', 'asm-amd-nb-h-gone (likely)'],
  ['drm/drm_irq.h: No such file or directory', 'unknown', 'drm-drm-irq-h-gone (unknown)'],
  ["implicit declaration of function 'err'", '3.5.0-21-generic', 'err-gone (likely)'],
  ["'err' undeclared", '6.1.0-9-amd64', undefined],
  [
    "implicit declaration of function 'signal_pending'",
    '4.13.0-32-generic',
    'signal-pending-not-included (likely)',
  ],
  ["implicit declaration of function 'signal_pending'", '4.4.0-32-generic', undefined],
  ["implicit declaration of function 'vzalloc'", '6.11.0-1012-azure', 'vzalloc-not-included (likely)'],
  [
    "implicit declaration of function 'dma_map_page_attrs'",
    '4.9.28-1-lts',
    'dma-map-page-attrs-not-yet (likely)',
  ],
  ["'dev_base_lock' undeclared", '6.9.1-1', 'dev-base-lock-removed (likely)'],
  [
    "'struct vb2_queue' has no member named 'min_buffers_needed'",
    '3.10.0-514.16.1.el7.x86_64',
    'vb2-queue-min-buffers-needed-not-yet (likely)',
  ],
  ["implicit declaration of function 'strlcpy'", '3.10.0-1160.el7.x86_64', undefined],
  [
    'macro "alloc_netdev" requires 4 arguments, but only 3 given',
    '3.17.0-rc5+',
    'alloc-netdev-takes-name-type (likely)',
  ],
  [
    "initialization of 'vm_fault_t (*)(struct vm_fault *)' from incompatible pointer type 'int (*)(struct vm_area_struct *, struct vm_fault *)'",
    '5.4.0-26-generic',
    undefined,
  ],
  ["implicit declaration of function 'from_timer'", 'unknown', 'from-timer-renamed (unknown)'],
])('%s on %s', (message, kernel, cause) => {
  expect(explain(message, kernel)).toBe(cause);
});

test.each([
  ['linux/unaligned.h: No such file or directory', '6.8.0-71-generic', 'linux-unaligned-h-not-yet (likely)'],
  [
    "implicit declaration of function 'timer_container_of'",
    '6.12.30-1-lts',
    'timer-container-of-not-yet (likely)',
  ],
  [
    "too few arguments to function 'class_create'",
    '6.1.0-18-amd64',
    'class-create-without-owner-not-yet (likely)',
  ],
  ["implicit declaration of function 'timer_container_of'", '6.17.1-arch1-1', undefined],
  [
    "'const struct proc_ops' has no member named 'proc_open'",
    '5.4.0-42-generic',
    'proc-ops-not-yet (likely)',
  ],
  [
    "'struct platform_driver' has no member named 'remove_new'",
    '6.1.0-18-amd64',
    'platform-driver-remove-new-not-yet (likely)',
  ],
])('a change does not explain the opposite direction: %s on %s', (message, kernel, cause) => {
  expect(explain(message, kernel)).toBe(cause);
});

test('a change does not explain a message whose types are reversed', () => {
  const message =
    "initialization of 'int (*)(struct platform_device *)' from incompatible pointer type 'void (*)(struct platform_device *)'";
  const related = [{ file: '/m/a.c', line: 3, message: "(near initialization for 'lamp_driver.remove')" }];
  expect(explain(message, '5.4.0-42-generic', { related })).toBe(
    'platform-remove-returns-void-not-yet (likely)',
  );
  expect(explain(message, 'unknown', { related })).toBe('platform-remove-returns-void-not-yet (likely)');
});

test.each([
  [
    "initialization of 'void (*)(struct ieee80211_hw *, bool)' {aka 'void (*)(struct ieee80211_hw *, _Bool)'} from incompatible pointer type void (*)(struct ieee80211_hw *)'",
    'stop',
    '6.12.25+rpt-rpi-v8',
    'mac80211-stop-takes-suspend (likely)',
  ],
  [
    "initialization of 'int (*)(struct net_device *, struct ethtool_keee *)' from incompatible pointer type 'int (*)(struct net_device *, struct ethtool_eee *)'",
    'get_eee',
    'unknown',
    'ethtool-eee-kernel-type (likely)',
  ],
  [
    "too many arguments to function 'ieee80211_nullfunc_get'",
    undefined,
    '6.0.2-arch1-1',
    'nullfunc-get-takes-link-not-yet (likely)',
  ],
  ["too few arguments to function 'iommu_map'", undefined, '6.3.1-arch1-1', 'iommu-map-takes-gfp (likely)'],
])('%s of %s on %s', (message, member, kernel, cause) => {
  const note = { file: '/m/a.c', line: 3, message: `(near initialization for 'lamp_ops.${member}')` };
  expect(explain(message, kernel, { related: member === undefined ? [] : [note] })).toBe(cause);
});

test.each([
  ['drv_types.h: No such file or directory', '6.15.4-arch2-1', '/m/a.c', 'extra-cflags-ignored (likely)'],
  ['drv_types.h: No such file or directory', 'unknown', 'hal/a.c', 'extra-cflags-ignored (unknown)'],
  ['drv_types.h: No such file or directory', '6.1.0-18-amd64', '/m/a.c', 'own-header-missing (unknown)'],
  ['linux/nosuch.h: No such file or directory', '6.15.4-arch2-1', '/m/a.c', undefined],
])('%s on %s in %s', (message, kernel, file, cause) => {
  expect(explain(message, kernel, { file })).toBe(cause);
});

test.each([
  [
    "too few arguments to function 'nf_ct_expect_related'",
    '5.4.0-42-generic',
    'nf-ct-expect-related-changed (likely)',
  ],
  [
    "too few arguments to function 'nf_ct_expect_related'",
    'unknown',
    'nf-ct-expect-related-changed (likely)',
  ],
  [
    "too many arguments to function 'nf_ct_expect_related'",
    '4.9.0-3-amd64',
    'nf-ct-expect-related-not-yet (likely)',
  ],
  [
    "passing argument 2 of 'kernel_read' makes pointer from integer without a cast",
    '4.15.0-20-generic',
    'kernel-read-changed (likely)',
  ],
  [
    "passing argument 2 of 'cfg80211_scan_done' from incompatible pointer type",
    '4.4.0-31-generic',
    undefined,
  ],
  ["passing argument 1 of 'cfg80211_scan_done' from incompatible pointer type", '4.9.0-3-amd64', undefined],
  [
    'macro "hlist_for_each_entry" passed 4 arguments, but takes just 3',
    '3.10.0-5-amd64',
    'hlist-for-each-entry-changed (likely)',
  ],
  [
    "implicit declaration of function 'skb_make_writable'",
    '5.4.0-42-generic',
    'skb-make-writable-gone (likely)',
  ],
])('what changed before the kernels of the tests: %s on %s', (message, kernel, cause) => {
  expect(explain(message, kernel)).toBe(cause);
});

test.each([
  ['getattr', '4.14.0-3-amd64', 'getattr-changed (likely)'],
  ['getattr', '4.9.0-3-amd64', undefined],
  ['fault', '4.15.0-20-generic', 'vm-fault-takes-vmf (likely)'],
  ['fault', 'unknown', 'vm-fault-takes-vmf (unknown)'],
  ['ndo_select_queue', '5.4.0-3-amd64', 'ndo-select-queue-without-fallback (likely)'],
  ['ndo_select_queue', '3.10.0-514.21.1.el7.x86_64', 'ndo-select-queue-changed (unknown)'],
  ['ndo_select_queue', 'unknown', 'ndo-select-queue-changed (unknown)'],
  ['del_station', 'unknown', 'del-station-changed (unknown)'],
])('old compilers name only the member: %s on %s', (member, kernel, cause) => {
  const related = [{ file: '/m/a.c', line: 3, message: `(near initialization for 'lamp_ops.${member}')` }];
  expect(explain('initialization from incompatible pointer type', kernel, { related })).toBe(cause);
});

test('a name that only later kernels have is not there yet, whichever kernel it is', () => {
  expect(explain("'struct usb_driver' has no member named 'driver'", 'unknown')).toBe(
    'usb-driver-driver-not-yet (likely)',
  );
  expect(explain("'struct usb_driver' has no member named 'driver'", '6.12.1')).toBeUndefined();
});

test('a macro that the kernel defines as well is named as such', () => {
  const message = 'this is the location of the previous definition';
  const related = [{ file: '/k/include/linux/lamp.h', line: 9, message, quote: '#define LAMPS 0x100' }];
  expect(explain('"LAMPS" redefined', '4.18.0', { related })).toBe('lamps-declared (likely)');
  const own = [{ ...related[0], file: '/m/include/lamp.h' }] as typeof related;
  expect(explain('"LAMPS" redefined', '4.18.0', { related: own })).toBeUndefined();
});

test('a struct that the kernel defines as well is named as such', () => {
  const message = 'originally defined here';
  const related = [{ file: '/k/include/crypto/lamp.h', line: 9, message, quote: 'struct lamp_state {' }];
  expect(explain("redefinition of 'struct lamp_state'", '5.8.5', { related })).toBe(
    'lamp-state-declared (likely)',
  );
});

test('a callback of a timer takes the timer', () => {
  const message =
    "assignment to 'void (*)(struct timer_list *)' from incompatible pointer type 'void (*)(long unsigned int)'";
  expect(explain(message, '5.0.6-arch1-1')).toBe('setup-timer-removed (likely)');
});

test('a call that has more arguments than the form before the change is not explained by it', () => {
  const message = "too many arguments to function 'get_user_pages'";
  const call = (given: string) => explain(message, '6.6.1', { line: `\tn = get_user_pages(${given});` });
  expect(call('start, count, flags, pages, vmas')).toBe('get-user-pages-without-vmas (likely)');
  expect(call('NULL, mm, start, count, write, force(a, b), pages, vmas')).toBeUndefined();
});

test('a header of the kernel that misses a name was included too early', () => {
  const at = (file: string, ...more: readonly RelatedLocation[]) => ({
    related: [{ file, line: 12, message: 'reported here' }, ...more],
  });
  const message = "implicit declaration of function 'ror32'";
  expect(explain(message, '6.6.36', at('/k/include/net/checksum.h'))).toBe(
    'kernel-header-too-early (likely)',
  );
  expect(explain("unknown type name 'lamp_t'", '6.6.36', at('/k/include/net/checksum.h'))).toBe(
    'kernel-header-too-early (unknown)',
  );
  expect(
    explain(
      "implicit declaration of function 'lamp_entropy'",
      '6.8.1',
      at('/k/arch/x86/include/asm/timex.h'),
    ),
  ).toBe('kernel-header-too-early (likely)');
  // The name is from the macro's use in the module.
  const macro = { file: '/m/a.c', line: 3, message: "in expansion of macro 'min'" };
  expect(
    explain("implicit declaration of function 'lamp_of'", '6.6.36', at('/k/include/linux/minmax.h', macro)),
  ).toBeUndefined();
});

test('a tracepoint that the source declares otherwise changed in the kernel', () => {
  expect(explain("conflicting types for 'trace_fan_on'", '5.4.229')).toBe(
    'fan-on-tracepoint-changed (likely)',
  );
});

test('the declaration quoted in the log is the answer if no change is known', () => {
  const related = [
    {
      file: '/k/include/linux/foo.h',
      line: 9,
      message: 'declared here',
      quote: 'int foo_add(struct foo *f, struct file *filp);',
    },
  ];
  expect(explain("too few arguments to function 'foo_add'", '6.1.0', { related })).toBe(
    'foo-add-declared (likely)',
  );
});

test('a conflict with a declaration of the kernel itself is named as such', () => {
  const related = [
    {
      file: '/k/include/linux/sched.h',
      line: 9,
      message: "previous declaration of 'migrate_disable' with type 'void(void)'",
      quote: 'extern void migrate_disable(void);',
    },
  ];
  expect(
    explain("static declaration of 'migrate_disable' follows non-static declaration", '6.18.1', { related }),
  ).toBe('migrate-disable-declared (likely)');
});

test.each([
  [
    'module foo uses symbol dma_buf_get from namespace DMA_BUF, but does not import it.',
    '6.8.0',
    'namespace-not-imported (likely)',
  ],
  [
    "GPL-incompatible module foo.ko uses GPL-only symbol 'cc_mkdec'",
    '5.14.0-162.el9',
    'gpl-only-symbol (likely)',
  ],
])('%s', (message, kernel, cause) => {
  expect(explain(message, kernel)).toBe(cause);
});

test.each([
  [
    '.fault = lamp_fault,',
    "'vm_fault_t (*)(struct vm_fault *)'",
    '5.4.0-26-generic',
    'vm-fault-takes-vmf (likely)',
  ],
  [
    '.ndo_select_queue = lamp_select,',
    "'u16 (*)(struct net_device *, struct sk_buff *, struct net_device *, u16 (*)(struct net_device *, struct sk_buff *))'",
    '5.0.0-15-generic',
    'ndo-select-queue-takes-device (likely)',
  ],
  [
    '.ndo_select_queue = lamp_select,',
    "'u16 (*)(struct net_device *, struct sk_buff *, struct net_device *)'",
    '5.4.0-26-generic',
    'ndo-select-queue-without-fallback (likely)',
  ],
])('%s of %s on %s', (line, type, kernel, cause) => {
  const member = /\w+/.exec(line)?.[0] ?? '';
  const related = [{ file: '/m/a.c', line: 3, message: `(near initialization for 'lamp.${member}')` }];
  const message = `initialization of ${type} from incompatible pointer type 'int (*)(void)'`;
  expect(explain(message, kernel, { line, related })).toBe(cause);
});

test.each([
  ['lamp_ops.queue_setup', '4.8.1-1-ARCH', 'vb2-queue-setup-takes-devices (likely)'],
  ['lamp_ops.queue_setup', '4.2.0-16-generic', undefined],
  ['lamp_ops.ndo_select_queue', '4.19.0-1-amd64', 'ndo-select-queue-takes-device (likely)'],
  ['lamp_ops.ndo_select_queue', '5.4.0-1-amd64', 'ndo-select-queue-without-fallback (likely)'],
  ['lamp_ops.fault', '4.15.0-20-generic', 'vm-fault-takes-vmf (likely)'],
  ['lamp_ops.change_virtual_intf', '4.12.8-2-ARCH', 'change-virtual-intf-without-flags (likely)'],
  ['lamp_ops.shine', '4.15.0-20-generic', undefined],
  ['lamp_ops.tdls_mgmt', '6.4.0-150600.23.30-default', 'tdls-mgmt-takes-link (unknown)'],
  ['lamp_ops.tdls_mgmt', '6.8.0-45-generic', 'tdls-mgmt-takes-link (likely)'],
  ['lamp_ops.tdls_mgmt', '6.4.0-1-amd64', undefined],
])('gcc before 8 names no types, but %s on %s', (path, kernel, cause) => {
  const related = [{ file: '/m/a.c', line: 3, message: `(near initialization for '${path}')` }];
  expect(explain('initialization from incompatible pointer type', kernel, { related })).toBe(cause);
});

test.each([
  ['5.14.0-412.el9.x86_64', true, 'fedora'],
  ['6.1.0-18-amd64', false, 'debian'],
  ['6.15.4-arch2-1', false, 'arch'],
  ['5.14.21-150400.24.100-default', true, 'suse'],
  ['6.1.21-v8+', false, 'debian'],
  ['6.18.2-2-cachyos', false, 'arch'],
  ['6.7.3', false, undefined],
])('%s', (name, isBackporting, family) => {
  expect(parseRelease(name)).toMatchObject({ isBackporting, ...(family !== undefined && { family }) });
});

test.each([
  [
    "expected ')' before 'uint'",
    'module_param_named(level, lamp_level, uint, 0644);',
    'module-param-named-not-included (likely)',
  ],
  [
    "expected declaration specifiers or '...' before string constant",
    'MODULE_LICENSE("GPL");',
    'module-license-not-included (likely)',
  ],
  ["expected ')' before 'uint'", 'lamp_set(level, uint);', undefined],
])('%s in %s', (message, line, cause) => {
  expect(explain(message, '4.11.12-100.fc24.x86_64', { line })).toBe(cause);
});
