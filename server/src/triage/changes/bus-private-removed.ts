import type { Change } from '../change.ts';

export const busPrivateRemoved: Change = {
  id: 'bus-private-removed',
  symbol: 'struct bus_type.p',
  title: 'bus_type.p is gone',
  summary: 'What the driver core keeps of a bus lies in the core alone, and a bus no longer points there.',
  advice:
    'Whether the bus was registered has to be kept in a variable of your own, set when `bus_register()` returned 0.',
  goneBy: '6.12',
  old: 'if (!foo_bus.p)',
  new: 'if (!foo_bus_registered)',
  explains: [{ kind: 'no-member', struct: 'struct bus_type', member: 'p' }],
  oldForm: { struct: 'bus_type', member: 'p' },
  newForm: {
    all: [{ struct: 'bus_type', member: 'name' }, { not: { struct: 'bus_type', member: 'p' } }],
  },
};
