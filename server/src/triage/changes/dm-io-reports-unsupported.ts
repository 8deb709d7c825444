import type { CallbackShape, Change } from '../change.ts';

/** What the bits were together before. */
const notified: CallbackShape = {
  was: 2,
  parameters: ['unsigned long $name1_bits', 'unsigned long unsup', '$2'],
  opening: 'unsigned long $name1 = $name1_bits | unsup;',
};

export const dmIoReportsUnsupported: Change = {
  id: 'dm-io-reports-unsupported',
  symbol: 'dm_io',
  title: 'dm_io() reports unsupported requests apart from errors',
  summary:
    'dm_io() takes one more pointer, and an `io_notify_fn` gets one more set of bits, for regions whose device does not support the request. These bits were part of `error` before.',
  advice:
    'Pass `NULL` for `sync_unsup_bits` where no one looks at the bits, since the return value tells of them, too. In an `io_notify_fn`, look at `unsup` as well as `error`.',
  goneBy: '7.3',
  old: 'dm_io(&request, 1, &region, &errors, IOPRIO_DEFAULT)',
  new: 'dm_io(&request, 1, &region, &errors, &unsupported, IOPRIO_DEFAULT)',
  explains: [
    { kind: 'argument-count', function: 'dm_io' },
    { kind: 'integer-pointer', function: 'dm_io' },
    { kind: 'incompatible-value', member: 'fn', expected: 'void (*)(*', line: 'notify' },
    { kind: 'incompatible-value', member: 'fn', expected: 'io_notify_fn' },
  ],
  oldForm: {
    any: [
      { function: 'dm_io', parameters: 4 },
      { function: 'dm_io', parameters: 5 },
    ],
  },
  newForm: { function: 'dm_io', parameters: 6 },
  rewrite: [
    { kind: 'call', name: 'dm_io', arguments: 5, to: 'dm_io($1, $2, $3, $4, NULL, $5)' },
    { kind: 'callback', struct: 'dm_io_notify', member: 'fn', ...notified },
    { kind: 'callback', struct: 'dm_io_request.notify', member: 'fn', ...notified },
  ],
  semantics:
    'A request that the device does not support made dm_io() return -EIO and set a bit in sync_error_bits; now it returns -EOPNOTSUPP and sets a bit in sync_unsup_bits. Check what the caller does with both.',
};
