import type { Change } from '../change.ts';

export const spiAllocMasterRenamed: Change = {
  id: 'spi-alloc-master-renamed',
  symbol: 'spi_alloc_master',
  title: 'spi_alloc_master() is now spi_alloc_host()',
  summary: 'A controller is the host or a target of its bus: spi_alloc_slave() is now spi_alloc_target().',
  advice:
    'Call `spi_alloc_host()`, `spi_alloc_target()`, or those that begin with `devm_`, with the same arguments.',
  available: '6.1',
  goneBy: '7.3',
  old: 'spi_alloc_master(dev, size)',
  new: 'spi_alloc_host(dev, size)',
  replacement: 'spi_alloc_host',
  explains: ['spi_alloc_master', 'devm_spi_alloc_master', 'spi_alloc_slave', 'devm_spi_alloc_slave'].flatMap(
    (name) => [
      { kind: 'undeclared-function', name } as const,
      { kind: 'undeclared', name } as const,
      { kind: 'undefined-symbol', name } as const,
    ],
  ),
  oldForm: { callable: 'spi_alloc_master' },
  newForm: { all: [{ callable: 'spi_alloc_host' }, { not: { callable: 'spi_alloc_master' } }] },
  rewrite: [
    { kind: 'rename', from: 'spi_alloc_master', to: 'spi_alloc_host' },
    { kind: 'rename', from: 'devm_spi_alloc_master', to: 'devm_spi_alloc_host' },
    { kind: 'rename', from: 'spi_alloc_slave', to: 'spi_alloc_target' },
    { kind: 'rename', from: 'devm_spi_alloc_slave', to: 'devm_spi_alloc_target' },
  ],
};
