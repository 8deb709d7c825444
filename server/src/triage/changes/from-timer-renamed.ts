import type { Change } from '../change.ts';

export const fromTimerRenamed: Change = {
  id: 'from-timer-renamed',
  symbol: 'from_timer',
  title: 'from_timer() is now timer_container_of()',
  summary: 'Timer functions were renamed to begin with timer_.',
  advice: 'Call `timer_container_of(owner, timer, member)`.',
  since: '6.16',
  old: 'from_timer(owner, timer, member)',
  new: 'timer_container_of(owner, timer, member)',
  replacement: 'timer_container_of',
  source: 'commit 41cb08555c41',
  explains: [
    { kind: 'undeclared-function', name: 'from_timer' },
    { kind: 'undeclared', name: 'from_timer' },
    { kind: 'undefined-symbol', name: 'from_timer' },
  ],
  follows: [{ kind: 'undeclared', name: '*', line: 'from_timer' }],
  oldForm: { callable: 'from_timer' },
  newForm: { callable: 'timer_container_of' },
  rewrite: [{ kind: 'rename', from: 'from_timer', to: 'timer_container_of' }],
};
