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
  { header: 'linux/vmalloc.h', names: ['vfree', 'vmalloc', 'vmalloc_user', 'vmap', 'vunmap', 'vzalloc'] },
  { header: 'linux/slab.h', names: ['kcalloc', 'kfree', 'kmalloc', 'kzalloc', 'krealloc'] },
  { header: 'linux/uaccess.h', names: ['copy_from_user', 'copy_to_user'] },
  { header: 'linux/delay.h', names: ['mdelay', 'msleep', 'msleep_interruptible', 'ssleep', 'usleep_range'] },
  { header: 'linux/interrupt.h', names: ['free_irq', 'request_irq', 'request_threaded_irq'] },
  {
    header: 'linux/kthread.h',
    names: ['kthread_create', 'kthread_run', 'kthread_should_stop', 'kthread_stop'],
  },
  { header: 'linux/io.h', names: ['iounmap', 'ioremap'] },
  { header: 'linux/random.h', names: ['get_random_bytes'] },
  { header: 'linux/set_memory.h', since: '4.12', names: ['set_memory_ro', 'set_memory_rw', 'set_memory_x'] },
  { header: 'linux/platform_device.h', names: ['platform_get_irq', 'platform_get_resource'] },
  { header: 'linux/of.h', names: ['of_match_node', 'of_property_read_bool', 'of_property_read_u32'] },
  { header: 'linux/of_irq.h', names: ['irq_of_parse_and_map', 'of_irq_get'] },
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
