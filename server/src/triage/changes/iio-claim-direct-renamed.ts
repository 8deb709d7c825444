import type { Change } from '../change.ts';

export const iioClaimDirectRenamed: Change = {
  id: 'iio-claim-direct-renamed',
  symbol: 'iio_device_claim_direct_mode',
  title: 'iio_device_claim_direct_mode() is now iio_device_claim_direct()',
  summary:
    'It returns true if the device could be claimed, where the old function returned 0. iio_device_release_direct_mode() is now iio_device_release_direct().',
  advice:
    'Write `if (!iio_device_claim_direct(indio_dev)) return -EBUSY;`, and call `iio_device_release_direct(indio_dev)`.',
  goneBy: '7.3',
  old: 'ret = iio_device_claim_direct_mode(indio_dev);',
  new: 'ret = iio_device_claim_direct(indio_dev) ? 0 : -EBUSY;',
  replacement: 'iio_device_claim_direct',
  explains: [
    { kind: 'undeclared-function', name: 'iio_device_claim_direct_mode' },
    { kind: 'undeclared', name: 'iio_device_claim_direct_mode' },
    { kind: 'undefined-symbol', name: 'iio_device_claim_direct_mode' },
    { kind: 'undeclared-function', name: 'iio_device_release_direct_mode' },
    { kind: 'undeclared', name: 'iio_device_release_direct_mode' },
    { kind: 'undefined-symbol', name: 'iio_device_release_direct_mode' },
  ],
  oldForm: { function: 'iio_device_claim_direct_mode' },
  newForm: { callable: 'iio_device_claim_direct' },
  rewrite: [
    {
      kind: 'call',
      name: 'iio_device_claim_direct_mode',
      arguments: 1,
      usedValue: true,
      to: '(iio_device_claim_direct($1) ? 0 : -EBUSY)',
    },
    { kind: 'rename', from: 'iio_device_release_direct_mode', to: 'iio_device_release_direct' },
  ],
};
