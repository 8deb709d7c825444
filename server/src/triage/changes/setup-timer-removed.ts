import type { Change } from '../change.ts';

export const setupTimerRemoved: Change = {
  id: 'setup-timer-removed',
  symbol: 'setup_timer',
  title: 'setup_timer() and init_timer() are gone',
  summary:
    'The callback of a timer receives the timer itself and finds the object that contains it from there.',
  advice: 'Call `timer_setup()` with a callback that takes a `struct timer_list *`.',
  since: '4.15',
  old: 'setup_timer(&foo->timer, foo_expired, (unsigned long)foo)',
  new: 'timer_setup(&foo->timer, foo_expired, 0)',
  replacement: 'timer_setup',
  explains: [
    { kind: 'undeclared-function', name: 'setup_timer' },
    { kind: 'undeclared', name: 'setup_timer' },
    { kind: 'undefined-symbol', name: 'setup_timer' },
    { kind: 'undeclared-function', name: 'init_timer' },
    { kind: 'undeclared', name: 'init_timer' },
    { kind: 'undefined-symbol', name: 'init_timer' },
    { kind: 'incompatible-value', expected: 'void (*)(struct timer_list *)' },
    { kind: 'incompatible-value', expected: 'void (*)(struct timer_list *)', member: 'function' },
  ],
  oldForm: { callable: 'setup_timer' },
  newForm: { callable: 'timer_setup' },
};
