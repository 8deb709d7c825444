import type { Change } from '../change.ts';

export const busRemoveReturnsVoid: Change = {
  id: 'bus-remove-returns-void',
  symbol: 'struct bus_type.remove',
  title: 'bus_type.remove returns void',
  summary: "An error can't keep a device on its bus, so the callback returns nothing.",
  advice: 'Declare it `void` and drop the return value.',
  since: '5.15',
  old: 'static int foo_remove(struct device *dev)',
  new: 'static void foo_remove(struct device *dev)',
  source: 'commit fc7a6209d571',
  explains: [{ kind: 'incompatible-value', member: 'remove', expected: 'void (*)(struct device *)' }],
  oldForm: { struct: 'bus_type', member: 'remove', returns: 'int' },
  newForm: { struct: 'bus_type', member: 'remove', returns: 'void' },
  rewrite: [{ kind: 'callback', struct: 'bus_type', member: 'remove', returns: 'void' }],
};
