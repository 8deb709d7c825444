import type { Change } from '../change.ts';

export const busAttributeTakesConst: Change = {
  id: 'bus-attribute-takes-const',
  symbol: 'struct bus_attribute.show',
  title: 'bus_attribute.show and .store take a const bus',
  summary: 'The callbacks must not change the bus.',
  advice: 'Write `const struct bus_type *bus`.',
  since: '6.4',
  old: 'static ssize_t foo_show(struct bus_type *bus, char *buf)',
  new: 'static ssize_t foo_show(const struct bus_type *bus, char *buf)',
  explains: [
    { kind: 'incompatible-value', member: 'show', expected: 'ssize_t (*)(const struct bus_type *, char *)' },
    {
      kind: 'incompatible-value',
      member: 'store',
      expected: 'ssize_t (*)(const struct bus_type *, const char *, size_t)',
    },
  ],
  oldForm: { struct: 'bus_attribute', member: 'show', parameter: { at: 0, type: 'struct bus_type *' } },
  newForm: { struct: 'bus_attribute', member: 'show', parameter: { at: 0, type: 'const struct bus_type *' } },
  rewrite: [
    {
      ...{ kind: 'callback', struct: 'bus_attribute', member: 'show' },
      parameters: ['const struct bus_type *$name1', '$2'],
    },
    {
      ...{ kind: 'callback', struct: 'bus_attribute', member: 'store' },
      parameters: ['const struct bus_type *$name1', '$2', '$3'],
    },
  ],
};
