import type { Change } from '../change.ts';

export const delTimerRenamed: Change = {
  id: 'del-timer-renamed',
  symbol: 'del_timer',
  title: 'del_timer() is now timer_delete()',
  summary: 'Timer functions were renamed to begin with timer_; the new names have existed since 6.2.',
  advice: 'Call `timer_delete(&timer)` or `timer_delete_sync(&timer)`.',
  since: '6.15',
  available: '6.2',
  old: 'del_timer_sync(&timer)',
  new: 'timer_delete_sync(&timer)',
  replacement: 'timer_delete_sync',
  source: 'commit 8fa7292fee5c',
  explains: [
    { kind: 'undeclared-function', name: 'del_timer' },
    { kind: 'undeclared', name: 'del_timer' },
    { kind: 'undefined-symbol', name: 'del_timer' },
    { kind: 'undeclared-function', name: 'del_timer_sync' },
    { kind: 'undeclared', name: 'del_timer_sync' },
    { kind: 'undefined-symbol', name: 'del_timer_sync' },
  ],
  oldForm: { callable: 'del_timer' },
  newForm: { callable: 'timer_delete' },
  rewrite: [
    { kind: 'rename', from: 'del_timer', to: 'timer_delete' },
    { kind: 'rename', from: 'del_timer_sync', to: 'timer_delete_sync' },
  ],
};
