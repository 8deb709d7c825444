import type { Change } from '../change.ts';

export const devBaseLockRemoved: Change = {
  id: 'dev-base-lock-removed',
  symbol: 'dev_base_lock',
  title: 'dev_base_lock is gone',
  summary: 'The list of network devices is read under RCU and changed under the RTNL lock.',
  advice:
    'Write `rcu_read_lock()` and `for_each_netdev_rcu()`, or hold `rtnl_lock()` around `for_each_netdev()`.',
  since: '6.9',
  old: 'read_lock(&dev_base_lock)',
  new: 'rcu_read_lock()',
  explains: [{ kind: 'undeclared', name: 'dev_base_lock' }],
  oldForm: { in: 'linux/netdevice.h', matches: /\bdev_base_lock\b/ },
  newForm: { not: { in: 'linux/netdevice.h', matches: /\bdev_base_lock\b/ } },
  replacement: 'rcu_read_lock',
  rewrite: [
    {
      ...{ kind: 'call', name: 'read_lock', arguments: 1, to: 'rcu_read_lock()' },
      where: { position: 1, is: ['&dev_base_lock'] },
    },
    {
      ...{ kind: 'call', name: 'read_unlock', arguments: 1, to: 'rcu_read_unlock()' },
      where: { position: 1, is: ['&dev_base_lock'] },
    },
  ],
  semantics:
    'Under rcu_read_lock(), go through the devices with for_each_netdev_rcu(), do not sleep, and take a reference (dev_hold()) to a device that is used afterwards.',
};
