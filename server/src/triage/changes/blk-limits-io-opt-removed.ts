import type { Change } from '../change.ts';

export const blkLimitsIoOptRemoved: Change = {
  id: 'blk-limits-io-opt-removed',
  symbol: 'blk_limits_io_opt',
  title: 'blk_limits_io_opt() is gone',
  summary: 'It only set a member of the limits.',
  advice: 'Set `limits->io_opt`, on all kernels.',
  goneBy: '6.12',
  old: 'blk_limits_io_opt(limits, size)',
  new: 'limits->io_opt = size',
  explains: [
    { kind: 'undeclared-function', name: 'blk_limits_io_opt' },
    { kind: 'undefined-symbol', name: 'blk_limits_io_opt' },
  ],
  oldForm: { function: 'blk_limits_io_opt' },
  newForm: { struct: 'queue_limits', member: 'io_opt' },
  rewrite: [{ kind: 'call', name: 'blk_limits_io_opt', arguments: 2, to: '$p1->io_opt = $2' }],
};
