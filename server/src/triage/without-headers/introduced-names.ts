/**
 * The first mainline version that has a name, for sources that are newer than the kernel. From the changes that brought them; a test asks
 * real kernels on both sides. Long-term kernels took over some of them later.
 */
export const introducedNames: Readonly<Record<string, { readonly since: string; readonly before?: string }>> =
  {
    'linux/unaligned.h': { since: '6.12', before: 'asm/unaligned.h' },
    'linux/stdarg.h': { since: '5.15', before: 'stdarg.h' },
    'linux/filelock.h': { since: '6.3', before: 'linux/fs.h' },
    'linux/container_of.h': { since: '5.16', before: 'linux/kernel.h' },
    'linux/string_choices.h': { since: '6.3', before: 'linux/string_helpers.h' },
    pde_data: { since: '5.17', before: 'PDE_DATA' },
    kthread_complete_and_exit: { since: '5.17', before: 'complete_and_exit' },
    timer_delete: { since: '6.2', before: 'del_timer' },
    timer_shutdown_sync: { since: '6.2', before: 'del_timer_sync' },
    timer_container_of: { since: '6.16', before: 'from_timer' },
    hrtimer_setup: { since: '6.13', before: 'hrtimer_init' },
    shrinker_alloc: { since: '6.7', before: 'register_shrinker' },
    shrinker_register: { since: '6.7', before: 'register_shrinker' },
    vm_flags_set: { since: '6.3', before: 'vma->vm_flags |= …' },
    vm_flags_clear: { since: '6.3', before: 'vma->vm_flags &= ~…' },
    follow_pfnmap_start: { since: '6.12', before: 'follow_pfn' },
    inode_just_drop: { since: '6.18', before: 'generic_delete_inode' },
    inode_generic_drop: { since: '6.18', before: 'generic_drop_inode' },
    netif_napi_add_weight: { since: '5.19', before: 'netif_napi_add' },
    bdev_file_open_by_path: { since: '6.9', before: 'blkdev_get_by_path' },
    inode_set_mtime_to_ts: { since: '6.7', before: 'inode->i_mtime' },
    mnt_idmap: { since: '6.2', before: 'user_namespace' },
    PCI_IRQ_INTX: { since: '6.8', before: 'PCI_IRQ_LEGACY' },
    sockaddr_unsized: { since: '6.19', before: 'sockaddr' },
    pwm_apply_might_sleep: { since: '6.8', before: 'pwm_apply_state' },
    mmap_read_lock: { since: '5.8', before: 'down_read(&mm->mmap_sem)' },
    proc_ops: { since: '5.6', before: 'file_operations' },
    timer_setup: { since: '4.15', before: 'setup_timer' },
  };
