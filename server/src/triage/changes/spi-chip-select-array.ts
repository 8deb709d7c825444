import type { Change } from '../change.ts';

export const spiChipSelectArray: Change = {
  id: 'spi-chip-select-array',
  symbol: 'struct spi_device.chip_select',
  title: 'spi_device.chip_select is an array',
  summary: 'A device may have several chip selects, which accessors read and write.',
  advice: 'Write `spi_get_chipselect(spi, 0)`, and `spi_set_chipselect(spi, 0, number)`.',
  since: '6.8',
  available: '6.3',
  old: 'spi->chip_select',
  new: 'spi_get_chipselect(spi, 0)',
  replacement: 'spi_get_chipselect',
  explains: [
    { kind: 'invalid-operand', line: 'chip_select' },
    { kind: 'integer-pointer', line: 'chip_select' },
    { kind: 'incompatible-value', via: 'assignment', line: 'chip_select' },
    { kind: 'incompatible-value', via: 'initialization', line: 'chip_select' },
  ],
  oldForm: { not: { in: 'linux/spi/spi.h', matches: /\bchip_select\[/ } },
  newForm: { in: 'linux/spi/spi.h', matches: /\bchip_select\[/ },
  rewrite: [
    {
      ...{ kind: 'assignment', struct: 'spi_device', member: 'chip_select', operator: '=' },
      to: 'spi_set_chipselect($object, 0, $value)',
    },
    { kind: 'read', struct: 'spi_device', member: 'chip_select', to: 'spi_get_chipselect($object, 0)' },
  ],
};
