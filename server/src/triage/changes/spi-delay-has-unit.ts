import type { Change } from '../change.ts';

export const spiDelayHasUnit: Change = {
  id: 'spi-delay-has-unit',
  symbol: 'struct spi_transfer.delay_usecs',
  title: 'The delay of an SPI transfer has a unit',
  summary: '`delay_usecs` is the value of the struct `delay`, whose unit is microseconds where it is 0.',
  advice: 'Set `transfer.delay.value`, and `transfer.delay.unit` to `SPI_DELAY_UNIT_USECS`.',
  since: '5.13',
  old: 'transfer.delay_usecs = 10',
  new: 'transfer.delay.value = 10',
  replacement: 'delay.value',
  explains: [{ kind: 'no-member', struct: 'spi_transfer', member: 'delay_usecs' }],
  oldForm: { struct: 'spi_transfer', member: 'delay_usecs' },
  newForm: {
    all: [
      { struct: 'spi_transfer', member: 'delay' },
      { not: { struct: 'spi_transfer', member: 'delay_usecs' } },
    ],
  },
  rewrite: [{ kind: 'member', struct: 'spi_transfer', from: 'delay_usecs', to: 'delay.value' }],
  semantics:
    'Check that the rest of each transfer is set to 0 first: a unit that is not 0 is not microseconds.',
};
