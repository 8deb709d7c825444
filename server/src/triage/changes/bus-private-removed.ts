import type { Change } from '../change.ts';

export const busPrivateRemoved: Change = {
  id: 'bus-private-removed',
  symbol: 'struct bus_type.p',
  title: 'bus_type.p is gone',
  summary: 'The driver core keeps its own data about a bus to itself, and the bus no longer points to it.',
  advice: 'Ask `bus_get_kset(&foo_bus)` whether the bus is registered: it returns NULL if not.',
  since: '6.3',
  old: 'if (!foo_bus.p)',
  new: 'if (!bus_get_kset(&foo_bus))',
  replacement: 'bus_get_kset',
  source: 'commit d2bf38c088e0',
  explains: [{ kind: 'no-member', struct: 'struct bus_type', member: 'p' }],
  oldForm: { struct: 'bus_type', member: 'p' },
  newForm: {
    all: [{ function: 'bus_get_kset' }, { not: { struct: 'bus_type', member: 'p' } }],
  },
  rewrite: [{ kind: 'read', struct: 'bus_type', member: 'p', to: 'bus_get_kset($object)' }],
};
