import type { Change } from '../change.ts';

export const kiCompleteTakesOneResult: Change = {
  id: 'ki-complete-takes-one-result',
  symbol: 'struct kiocb.ki_complete',
  title: 'ki_complete() takes one result',
  summary: 'The second result, which asynchronous I/O gave to programs as `res2`, is gone.',
  advice: 'Call `iocb->ki_complete(iocb, result)`, with an error as the result if there is one.',
  since: '5.16',
  old: 'iocb->ki_complete(iocb, result, result2);',
  new: 'iocb->ki_complete(iocb, result);',
  source: 'commit 6b19b766e8f0',
  explains: [
    { kind: 'argument-count', function: '*ki_complete' },
    { kind: 'incompatible-value', via: 'assignment', member: 'ki_complete' },
    { kind: 'incompatible-value', via: 'initialization', member: 'ki_complete' },
  ],
  oldForm: { struct: 'kiocb', member: 'ki_complete', parameters: 3 },
  newForm: { struct: 'kiocb', member: 'ki_complete', parameters: 2 },
  rewrite: [
    {
      ...{ kind: 'member-call', struct: 'kiocb', member: 'ki_complete', arguments: 3 },
      to: '$accesski_complete($1, $2)',
    },
    { kind: 'callback', struct: 'kiocb', member: 'ki_complete', was: 3, parameters: ['$1', '$2'] },
  ],
  semantics:
    'The third argument is dropped: where it was an error, such as -EBUSY beside a number of bytes, pass that error as the result.',
};
