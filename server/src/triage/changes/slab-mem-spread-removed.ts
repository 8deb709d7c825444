import type { Change } from '../change.ts';

export const slabMemSpreadRemoved: Change = {
  id: 'slab-mem-spread-removed',
  symbol: 'SLAB_MEM_SPREAD',
  title: 'SLAB_MEM_SPREAD is gone',
  summary: 'Since the SLAB allocator was removed, the flag had no effect.',
  advice: 'Leave the flag out; where it was the only one, write 0.',
  since: '6.9',
  old: 'SLAB_RECLAIM_ACCOUNT | SLAB_MEM_SPREAD',
  new: 'SLAB_RECLAIM_ACCOUNT',
  explains: [{ kind: 'undeclared', name: 'SLAB_MEM_SPREAD' }],
  oldForm: { constant: 'SLAB_MEM_SPREAD' },
  newForm: { all: [{ header: 'linux/slab.h' }, { not: { constant: 'SLAB_MEM_SPREAD' } }] },
  rewrite: [{ kind: 'rename', from: 'SLAB_MEM_SPREAD', to: '0' }],
};
