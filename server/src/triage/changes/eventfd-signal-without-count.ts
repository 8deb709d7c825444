import type { Change } from '../change.ts';

export const eventfdSignalWithoutCount: Change = {
  id: 'eventfd-signal-without-count',
  symbol: 'eventfd_signal',
  title: 'eventfd_signal() takes only the context',
  summary: 'Every caller added 1 to the counter, so the number is no longer a parameter.',
  advice: 'Call `eventfd_signal(context)`.',
  since: '6.8',
  old: 'eventfd_signal(context, 1)',
  new: 'eventfd_signal(context)',
  source: 'commit 3652117f8548',
  explains: [
    { kind: 'argument-count', function: 'eventfd_signal' },
    { kind: 'macro-arguments', macro: 'eventfd_signal' },
  ],
  oldForm: { callable: 'eventfd_signal', parameters: 2 },
  newForm: { callable: 'eventfd_signal', parameters: 1 },
  rewrite: [
    {
      kind: 'call',
      name: 'eventfd_signal',
      arguments: 2,
      where: { position: 2, is: ['1'] },
      to: 'eventfd_signal($1)',
    },
  ],
};
