import type { Change } from '../change.ts';

export const classDevnodeTakesConst: Change = {
  id: 'class-devnode-takes-const',
  symbol: 'struct class.devnode',
  title: 'class.devnode takes a const device',
  summary:
    'The callback that names the device node must not modify the device, so it is passed as a pointer to const.',
  advice: 'Write `const struct device *dev`.',
  since: '6.2',
  old: 'static char *foo_devnode(struct device *dev, umode_t *mode)',
  new: 'static char *foo_devnode(const struct device *dev, umode_t *mode)',
  source: 'commit ff62b8e6588f',
  explains: [
    {
      kind: 'incompatible-value',
      member: 'devnode',
      expected: 'char * (*)(const struct device *, umode_t *)',
    },
  ],
  oldForm: { struct: 'class', member: 'devnode', parameter: { at: 0, type: 'struct device *' } },
  newForm: { struct: 'class', member: 'devnode', parameter: { at: 0, type: 'const struct device *' } },
  rewrite: [
    {
      kind: 'callback',
      struct: 'class',
      member: 'devnode',
      parameters: ['const struct device *$name1', '$2'],
    },
  ],
};
