import type { Change } from '../change.ts';

export const defineSemaphoreTakesCount: Change = {
  id: 'define-semaphore-takes-count',
  symbol: 'DEFINE_SEMAPHORE',
  title: 'DEFINE_SEMAPHORE() takes a count',
  summary: 'The initial count of a semaphore is now given where the semaphore is defined.',
  advice: 'Write `DEFINE_SEMAPHORE(name, 1)`.',
  since: '6.4',
  old: 'static DEFINE_SEMAPHORE(lock);',
  new: 'static DEFINE_SEMAPHORE(lock, 1);',
  source: 'commit 48380368dec1',
  explains: [
    { kind: 'argument-count', function: 'DEFINE_SEMAPHORE' },
    { kind: 'macro-arguments', macro: 'DEFINE_SEMAPHORE' },
  ],
  follows: [{ kind: 'implicit-int', name: 'DEFINE_SEMAPHORE' }],
  oldForm: { callable: 'DEFINE_SEMAPHORE', parameters: 1 },
  newForm: { callable: 'DEFINE_SEMAPHORE', parameters: 2 },
  rewrite: [{ kind: 'call', name: 'DEFINE_SEMAPHORE', arguments: 1, to: 'DEFINE_SEMAPHORE($1, 1)' }],
};
