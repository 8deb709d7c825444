import type { Change } from '../change.ts';

export const hrtimerInitRemoved: Change = {
  id: 'hrtimer-init-removed',
  symbol: 'hrtimer_init',
  title: 'hrtimer_init() is now hrtimer_setup()',
  summary:
    'The callback is now an argument of the setup function instead of a member that you assign; the new function has existed since 6.13.',
  advice: 'Call `hrtimer_setup(&timer, callback, clock, mode)`, and remove `timer.function = callback`.',
  since: '6.15',
  available: '6.13',
  old: 'hrtimer_init(&timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL); timer.function = expired;',
  new: 'hrtimer_setup(&timer, expired, CLOCK_MONOTONIC, HRTIMER_MODE_REL);',
  replacement: 'hrtimer_setup',
  source: 'commit 9779489a31d7',
  explains: [
    { kind: 'undeclared-function', name: 'hrtimer_init' },
    { kind: 'undeclared', name: 'hrtimer_init' },
    { kind: 'undefined-symbol', name: 'hrtimer_init' },
    { kind: 'no-member', struct: 'hrtimer', member: 'function' },
  ],
  oldForm: { callable: 'hrtimer_init' },
  newForm: { callable: 'hrtimer_setup' },
  rewrite: [
    {
      kind: 'setup',
      call: 'hrtimer_init',
      arguments: 3,
      member: 'function',
      to: 'hrtimer_setup($1, $value, $2, $3)',
    },
  ],
};
