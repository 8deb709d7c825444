import type { Change } from '../change.ts';

export const killLitterSuperRemoved: Change = {
  id: 'kill-litter-super-removed',
  symbol: 'kill_litter_super',
  title: 'kill_litter_super() is gone',
  summary:
    'File systems whose dentries lived by an additional reference now mark them as persistent, so that kill_anon_super() frees them.',
  advice:
    'Use `kill_anon_super()`. Make each dentry that has to stay with `d_make_persistent()` instead of `d_add()` or `d_instantiate()` and the reference that was kept, and end it with `d_make_discardable()`.',
  since: '6.19',
  old: '.kill_sb = kill_litter_super,',
  new: '.kill_sb = kill_anon_super,',
  replacement: 'kill_anon_super',
  explains: [
    { kind: 'undeclared-function', name: 'kill_litter_super' },
    { kind: 'undeclared', name: 'kill_litter_super' },
    { kind: 'undefined-symbol', name: 'kill_litter_super' },
  ],
  oldForm: { function: 'kill_litter_super' },
  newForm: { all: [{ function: 'kill_anon_super' }, { not: { function: 'kill_litter_super' } }] },
  rewrite: [{ kind: 'rename', from: 'kill_litter_super', to: 'kill_anon_super' }],
  semantics:
    'kill_anon_super() does not drop the reference that keeps a dentry: those that are not made with d_make_persistent() are still in use when the file system ends.',
};
