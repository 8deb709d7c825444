import type { Change } from '../change.ts';

export const busMatchTakesConst: Change = {
  id: 'bus-match-takes-const',
  symbol: 'struct bus_type.match',
  title: 'bus_type.match takes a const driver',
  summary: 'Matching must not modify the driver, so it is passed as a pointer to const.',
  advice: 'Write `const struct device_driver *driver`.',
  since: '6.11',
  old: 'static int foo_match(struct device *dev, struct device_driver *driver)',
  new: 'static int foo_match(struct device *dev, const struct device_driver *driver)',
  source: 'commit d69d80484598',
  explains: [
    {
      kind: 'incompatible-value',
      member: 'match',
      expected: 'int (*)(struct device *, const struct device_driver *)',
    },
  ],
  oldForm: { struct: 'bus_type', member: 'match', parameter: { at: 1, type: 'struct device_driver *' } },
  newForm: {
    struct: 'bus_type',
    member: 'match',
    parameter: { at: 1, type: 'const struct device_driver *' },
  },
  rewrite: [
    {
      kind: 'callback',
      struct: 'bus_type',
      member: 'match',
      parameters: ['$1', 'const struct device_driver *$name2'],
    },
  ],
};
