import type { Change } from '../change.ts';

export const iioDevIdPrivate: Change = {
  id: 'iio-dev-id-private',
  symbol: 'struct iio_dev.id',
  title: 'the number of an iio_dev has an accessor',
  summary: 'The member moved to a struct of the core that drivers do not see.',
  advice: 'Call `iio_device_id(indio_dev)`.',
  since: '5.14',
  old: 'indio_dev->id',
  new: 'iio_device_id(indio_dev)',
  replacement: 'iio_device_id',
  explains: [{ kind: 'no-member', struct: 'iio_dev', member: 'id' }],
  oldForm: { struct: 'iio_dev', member: 'id' },
  newForm: { callable: 'iio_device_id' },
  rewrite: [{ kind: 'read', struct: 'iio_dev', member: 'id', to: 'iio_device_id($object)' }],
};
