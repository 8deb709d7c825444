import type { Change } from '../change.ts';

export const kfreeRcuTakesHead: Change = {
  id: 'kfree-rcu-takes-head',
  symbol: 'kfree_rcu',
  title: 'kfree_rcu() with one argument is now kfree_rcu_mightsleep()',
  summary: 'Without a struct rcu_head it may have to wait, which the new name says.',
  advice: 'Call `kfree_rcu_mightsleep(ptr)` or `kvfree_rcu_mightsleep(ptr)`.',
  available: '6.4',
  goneBy: '6.12',
  old: 'kfree_rcu(ptr)',
  new: 'kfree_rcu_mightsleep(ptr)',
  replacement: 'kfree_rcu_mightsleep',
  explains: [
    { kind: 'macro-arguments', macro: 'kfree_rcu' },
    { kind: 'macro-arguments', macro: 'kvfree_rcu' },
  ],
  follows: [
    { kind: 'undeclared', name: 'kfree_rcu' },
    { kind: 'undeclared', name: 'kvfree_rcu' },
  ],
  oldForm: { in: 'linux/rcupdate.h', matches: /define kvfree_rcu\(\.\.\.\)/ },
  newForm: {
    all: [
      { callable: 'kfree_rcu_mightsleep' },
      { not: { in: 'linux/rcupdate.h', matches: /define kvfree_rcu\(\.\.\.\)/ } },
    ],
  },
  rewrite: [
    { kind: 'call', name: 'kfree_rcu', arguments: 1, to: 'kfree_rcu_mightsleep($1)' },
    { kind: 'call', name: 'kvfree_rcu', arguments: 1, to: 'kvfree_rcu_mightsleep($1)' },
  ],
};
