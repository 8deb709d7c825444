import type { Change } from '../change.ts';

export const busPrivateRemoved: Change = {
  id: 'bus-private-removed',
  symbol: 'struct bus_type.p',
  title: 'bus_type.p is gone',
  summary: 'The driver core keeps its own data about a bus to itself, and the bus no longer points to it.',
  advice:
    'If you need to know whether the bus is registered, set a variable of your own when `bus_register()` returns 0.',
  since: '6.3',
  old: 'if (!foo_bus.p)',
  new: 'if (!foo_bus_registered)',
  source: 'commit d2bf38c088e0',
  explains: [{ kind: 'no-member', struct: 'struct bus_type', member: 'p' }],
  oldForm: { struct: 'bus_type', member: 'p' },
  newForm: {
    all: [{ struct: 'bus_type', member: 'name' }, { not: { struct: 'bus_type', member: 'p' } }],
  },
};
