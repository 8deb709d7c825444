import type { Change } from '../change.ts';

export const spiRemoveReturnsVoid: Change = {
  id: 'spi-remove-returns-void',
  symbol: 'struct spi_driver.remove',
  title: 'spi_driver.remove returns void',
  summary: "A driver can't refuse to be removed, so the callback returns nothing.",
  advice: 'Declare it `void` and drop the return value.',
  since: '5.18',
  old: 'static int foo_remove(struct spi_device *spi)',
  new: 'static void foo_remove(struct spi_device *spi)',
  source: 'commit a0386bba7093',
  explains: [{ kind: 'incompatible-value', member: 'remove', expected: 'void (*)(struct spi_device *)' }],
  oldForm: { struct: 'spi_driver', member: 'remove', returns: 'int' },
  newForm: { struct: 'spi_driver', member: 'remove', returns: 'void' },
  rewrite: [{ kind: 'callback', struct: 'spi_driver', member: 'remove', returns: 'void' }],
};
