/**
 * The header that declares a function or macro, for sources that relied on another header to include it. `since` is the version that
 * moved the declaration there, where the source may have included its former header.
 */
export interface DeclaringHeader {
  readonly header: string;
  readonly since?: string;
}

const groups: readonly (DeclaringHeader & { readonly names: readonly string[] })[] = [
  {
    ...{ header: 'linux/sched/signal.h', since: '4.11' },
    names: [
      'allow_signal',
      'fatal_signal_pending',
      'flush_signals',
      'send_sig',
      'send_sig_info',
      'signal_pending',
    ],
  },
  {
    ...{ header: 'linux/sched/task.h', since: '4.11' },
    names: ['get_task_struct', 'put_task_struct', 'task_lock', 'task_unlock'],
  },
  { header: 'linux/sched/mm.h', since: '4.11', names: ['get_task_mm', 'mmdrop', 'mmgrab', 'mmput'] },
  { header: 'linux/sched/task_stack.h', since: '4.11', names: ['task_stack_page'] },
  { header: 'linux/sched/clock.h', since: '4.11', names: ['cpu_clock', 'local_clock', 'sched_clock'] },
  {
    header: 'linux/vmalloc.h',
    names: [
      ...['__vmalloc', 'remap_vmalloc_range', 'vfree', 'vmalloc', 'vmalloc_32', 'vmalloc_node'],
      ...['vmalloc_user', 'vmap', 'vunmap', 'vzalloc', 'vzalloc_node'],
    ],
  },
  {
    header: 'linux/slab.h',
    names: [
      'kcalloc',
      'kfree',
      'kmalloc',
      'kmalloc_array',
      'kmem_cache_alloc',
      'kmem_cache_free',
      'krealloc',
      'kzalloc',
      'kzalloc_node',
      'ksize',
    ],
  },
  {
    header: 'linux/uaccess.h',
    names: ['copy_from_user', 'copy_to_user', 'get_user', 'put_user', 'strncpy_from_user'],
  },
  { header: 'linux/delay.h', names: ['mdelay', 'msleep', 'msleep_interruptible', 'ssleep', 'usleep_range'] },
  {
    header: 'linux/interrupt.h',
    names: [
      'devm_request_irq',
      'devm_request_threaded_irq',
      'disable_irq',
      'enable_irq',
      'free_irq',
      'request_irq',
      'request_threaded_irq',
      'tasklet_init',
      'tasklet_kill',
      'tasklet_schedule',
      'tasklet_setup',
    ],
  },
  {
    header: 'linux/kthread.h',
    names: ['kthread_create', 'kthread_run', 'kthread_should_stop', 'kthread_stop'],
  },
  {
    header: 'linux/io.h',
    names: ['iounmap', 'ioremap', 'memcpy_fromio', 'memcpy_toio', 'readl', 'writel'],
  },
  { header: 'linux/random.h', names: ['get_random_bytes'] },
  { header: 'linux/set_memory.h', since: '4.12', names: ['set_memory_ro', 'set_memory_rw', 'set_memory_x'] },
  { header: 'linux/platform_device.h', names: ['platform_get_irq', 'platform_get_resource'] },
  { header: 'linux/of.h', names: ['of_match_node', 'of_property_read_bool', 'of_property_read_u32'] },
  { header: 'linux/of_irq.h', names: ['irq_of_parse_and_map', 'of_irq_get'] },
  { header: 'linux/of_device.h', names: ['of_match_device'] },
  {
    header: 'linux/bitops.h',
    names: ['ffs', 'fls', 'rol32', 'ror32', 'sign_extend32'],
  },
  { header: 'linux/prefetch.h', names: ['prefetch', 'prefetchw'] },
  { header: 'linux/timex.h', names: ['random_get_entropy_fallback'] },
  {
    header: 'linux/mm.h',
    names: [
      'get_user_pages_fast',
      'vmalloc_to_page',
      'vmalloc_to_pfn',
      'put_page',
      'remap_pfn_range',
      'vm_iomap_memory',
    ],
  },
  { header: 'linux/pagemap.h', names: ['find_get_page', 'lock_page', 'unlock_page'] },
  {
    header: 'linux/highmem.h',
    names: ['kmap', 'kmap_atomic', 'kunmap'],
  },
  {
    header: 'linux/string.h',
    names: [
      'kstrdup',
      'memcmp',
      'memcpy',
      'memdup_user',
      'memmove',
      'memset',
      'strcmp',
      'strlen',
      'strscpy',
      'strsep',
      'strstr',
    ],
  },
  { header: 'linux/module.h', names: ['module_put', 'try_module_get'] },
  { header: 'linux/moduleparam.h', names: ['MODULE_PARM_DESC'] },
  {
    header: 'linux/workqueue.h',
    names: [
      'cancel_delayed_work_sync',
      'cancel_work_sync',
      'queue_work',
      'schedule_delayed_work',
      'schedule_work',
    ],
  },
  { header: 'linux/wait.h', names: ['init_waitqueue_head', 'wake_up_interruptible'] },
  { header: 'linux/completion.h', names: ['complete', 'init_completion', 'wait_for_completion'] },
  {
    header: 'linux/fs.h',
    names: [
      'alloc_chrdev_region',
      'noop_llseek',
      'register_chrdev',
      'unregister_chrdev',
      'unregister_chrdev_region',
    ],
  },
  { header: 'linux/cdev.h', names: ['cdev_add', 'cdev_alloc', 'cdev_del', 'cdev_init'] },
  { header: 'linux/poll.h', names: ['poll_wait'] },
  { header: 'linux/mutex.h', names: ['mutex_init', 'mutex_lock', 'mutex_unlock'] },
  {
    header: 'linux/device.h',
    names: ['device_create', 'device_destroy', 'dev_get_drvdata', 'dev_set_drvdata'],
  },
  {
    header: 'linux/if_vlan.h',
    names: ['skb_vlan_tag_get', 'skb_vlan_tag_present', '__vlan_hwaccel_put_tag'],
  },
  {
    header: 'linux/etherdevice.h',
    names: [
      'alloc_etherdev',
      'ether_addr_copy',
      'ether_addr_equal',
      'is_valid_ether_addr',
      'is_zero_ether_addr',
    ],
  },
  { header: 'linux/skbuff.h', names: ['alloc_skb', 'skb_put', 'skb_reset_mac_header'] },
  {
    header: 'linux/netdevice.h',
    names: ['dev_kfree_skb_any', 'netif_carrier_off', 'netif_carrier_on', 'netif_rx', 'register_netdev'],
  },
  { header: 'linux/umh.h', since: '4.13', names: ['call_usermodehelper'] },
  { header: 'linux/rtnetlink.h', names: ['rtnl_lock', 'rtnl_unlock'] },
  { header: 'linux/i2c.h', names: ['i2c_smbus_read_byte_data', 'i2c_smbus_write_byte_data', 'i2c_transfer'] },
  { header: 'linux/usb.h', names: ['usb_alloc_urb', 'usb_control_msg', 'usb_free_urb', 'usb_submit_urb'] },
  {
    header: 'linux/pci.h',
    names: ['pci_enable_device', 'pci_read_config_dword', 'pci_set_master'],
  },
  {
    header: 'linux/sched.h',
    names: ['schedule', 'schedule_timeout', 'set_current_state', 'wake_up_process'],
  },
  { header: 'linux/dma-buf.h', names: ['dma_buf_export', 'dma_buf_fd', 'dma_buf_get', 'dma_buf_put'] },
  { header: 'linux/kmod.h', names: ['request_module'] },
  { header: 'linux/math64.h', names: ['div64_s64', 'div64_u64', 'div_s64', 'div_u64'] },
  {
    header: 'linux/gpio/consumer.h',
    names: ['devm_gpiod_get', 'devm_gpiod_get_optional', 'gpiod_set_value'],
  },
  { header: 'linux/bitfield.h', names: ['FIELD_GET', 'FIELD_PREP'] },
  { header: 'linux/debugfs.h', names: ['debugfs_create_dir', 'debugfs_create_file'] },
  { header: 'linux/dma-mapping.h', names: ['dma_alloc_coherent', 'dma_map_single', 'dma_free_coherent'] },
  { header: 'linux/seq_file.h', names: ['seq_printf', 'seq_puts', 'single_open', 'single_release'] },
  { header: 'linux/etherdevice.h', names: ['eth_type_trans', 'eth_hw_addr_random'] },
  {
    header: 'linux/proc_fs.h',
    names: ['proc_create', 'proc_create_data', 'proc_mkdir', 'proc_remove', 'remove_proc_entry'],
  },
  { header: 'linux/dma-map-ops.h', since: '5.10', names: ['get_dma_ops', 'set_dma_ops'] },
  { header: 'linux/crc32.h', names: ['crc32_le', 'ether_crc'] },
];

/** By the missing name. */
export const declaringHeaders: ReadonlyMap<string, DeclaringHeader> = new Map(
  groups.flatMap(({ names, ...declared }) => names.map((name) => [name, declared] as const)),
);
