import type { Change } from '../change.ts';

export const tryToDelTimerRenamed: Change = {
  id: 'try-to-del-timer-renamed',
  symbol: 'try_to_del_timer_sync',
  title: 'try_to_del_timer_sync() is now timer_delete_sync_try()',
  summary: 'Timer functions were renamed to begin with timer_.',
  advice: 'Call `timer_delete_sync_try()`, and `timer_destroy_on_stack()` for `destroy_timer_on_stack()`.',
  goneBy: '7.2',
  old: 'try_to_del_timer_sync(&timer)',
  new: 'timer_delete_sync_try(&timer)',
  replacement: 'timer_delete_sync_try',
  explains: [
    { kind: 'undeclared-function', name: 'try_to_del_timer_sync' },
    { kind: 'undeclared', name: 'try_to_del_timer_sync' },
    { kind: 'undefined-symbol', name: 'try_to_del_timer_sync' },
    { kind: 'undeclared-function', name: 'destroy_timer_on_stack' },
    { kind: 'undeclared', name: 'destroy_timer_on_stack' },
    { kind: 'undefined-symbol', name: 'destroy_timer_on_stack' },
  ],
  oldForm: { callable: 'try_to_del_timer_sync' },
  newForm: { callable: 'timer_delete_sync_try' },
  rewrite: [
    { kind: 'rename', from: 'try_to_del_timer_sync', to: 'timer_delete_sync_try' },
    { kind: 'rename', from: 'destroy_timer_on_stack', to: 'timer_destroy_on_stack' },
  ],
};
