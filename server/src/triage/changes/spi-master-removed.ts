import type { Change } from '../change.ts';

export const spiMasterRemoved: Change = {
  id: 'spi-master-removed',
  symbol: 'struct spi_device.master',
  title: 'The master of an SPI device is its controller',
  summary: '`master` was an alias of `controller`, which every kernel since 4.13 has.',
  advice: 'Write `spi->controller`.',
  since: '6.11',
  old: 'spi->master->max_speed_hz',
  new: 'spi->controller->max_speed_hz',
  replacement: 'controller',
  explains: [{ kind: 'no-member', struct: 'spi_device', member: 'master' }],
  oldForm: { struct: 'spi_device', member: 'master' },
  newForm: { struct: 'spi_device', member: 'controller' },
  rewrite: [{ kind: 'member', struct: 'spi_device', from: 'master', to: 'controller' }],
};
