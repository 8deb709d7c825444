import type { Change, Rewrite } from '../change.ts';

/** Where each function takes the callback, from 1. */
const positions = {
  list_lru_walk: 2,
  list_lru_walk_one: 4,
  list_lru_walk_one_irq: 4,
  list_lru_walk_node: 3,
  list_lru_shrink_walk: 3,
  list_lru_shrink_walk_irq: 3,
};

export const listLruWalkWithoutLock: Change = {
  id: 'list-lru-walk-without-lock',
  symbol: 'list_lru_walk_cb',
  title: 'The callback of list_lru_walk() gets no lock',
  summary: 'Each list has a lock of its own, `list->lock`, which was the third argument.',
  advice:
    'Take three arguments, and use `&list->lock` for the lock. Where the callback drops it, look at one of the newer kernel for whether it is taken again before the return.',
  since: '6.13',
  old: 'static enum lru_status foo_isolate(struct list_head *item, struct list_lru_one *list, spinlock_t *lock, void *arg)',
  new: 'static enum lru_status foo_isolate(struct list_head *item, struct list_lru_one *list, void *arg)',
  explains: Object.entries(positions).map(([name, position]) => ({
    ...{ kind: 'incompatible-argument' as const, function: name, position },
  })),
  oldForm: {
    type: 'list_lru_walk_cb',
    is: 'enum lru_status (*)(struct list_head *, struct list_lru_one *, spinlock_t *, void *)',
  },
  newForm: {
    type: 'list_lru_walk_cb',
    is: 'enum lru_status (*)(struct list_head *, struct list_lru_one *, void *)',
  },
  rewrite: Object.entries(positions).map(
    ([name, position]): Rewrite => ({
      ...{ kind: 'callback-argument', function: name, position, was: 4 },
      parameters: ['$1', '$2', '$4'],
      prologue: 'spinlock_t *$name3 = &$name2->lock;',
    }),
  ),
  semantics:
    'The rules for the lock may differ, too: compare with callbacks of the newer kernel whether one that drops the lock has to return with it held.',
};
