import type { Change } from '../change.ts';

export const idaSimpleRemoved: Change = {
  id: 'ida-simple-removed',
  symbol: 'ida_simple_get',
  title: 'ida_simple_get() and ida_simple_remove() are gone',
  summary: 'They were old wrappers around the functions for struct ida.',
  advice:
    'Call `ida_alloc()`, or `ida_alloc_range()` where there are limits, and `ida_free()`. The maximum of `ida_alloc_range()` is inclusive; that of `ida_simple_get()` was not.',
  goneBy: '6.18',
  old: 'ida_simple_get(&ida, 0, 0, GFP_KERNEL)',
  new: 'ida_alloc(&ida, GFP_KERNEL)',
  replacement: 'ida_alloc',
  explains: [
    { kind: 'undeclared-function', name: 'ida_simple_get' },
    { kind: 'undeclared', name: 'ida_simple_get' },
    { kind: 'undefined-symbol', name: 'ida_simple_get' },
    { kind: 'undeclared-function', name: 'ida_simple_remove' },
    { kind: 'undeclared', name: 'ida_simple_remove' },
    { kind: 'undefined-symbol', name: 'ida_simple_remove' },
  ],
  oldForm: { callable: 'ida_simple_get' },
  newForm: { callable: 'ida_alloc' },
  rewrite: [
    {
      kind: 'call',
      name: 'ida_simple_get',
      arguments: 4,
      where: { position: 3, is: ['0'] },
      to: 'ida_alloc_min($1, $2, $4)',
    },
    { kind: 'call', name: 'ida_simple_get', arguments: 4, to: 'ida_alloc_range($1, $2, $p3 - 1, $4)' },
    { kind: 'rename', from: 'ida_simple_remove', to: 'ida_free' },
  ],
};
