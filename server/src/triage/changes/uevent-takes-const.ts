import type { Change } from '../change.ts';

export const ueventTakesConst: Change = {
  id: 'uevent-takes-const',
  symbol: 'struct bus_type.uevent',
  title: 'uevent() takes a const device',
  summary: 'An event only tells of a device and must not change it.',
  advice: 'Write `const struct device *dev`.',
  since: '6.3',
  old: 'static int foo_uevent(struct device *dev, struct kobj_uevent_env *env)',
  new: 'static int foo_uevent(const struct device *dev, struct kobj_uevent_env *env)',
  explains: [
    {
      kind: 'incompatible-value',
      member: 'uevent',
      expected: 'int (*)(const struct device *, struct kobj_uevent_env *)',
    },
  ],
  oldForm: { struct: 'bus_type', member: 'uevent', parameter: { at: 0, type: 'struct device *' } },
  newForm: { struct: 'bus_type', member: 'uevent', parameter: { at: 0, type: 'const struct device *' } },
  rewrite: ['bus_type', 'device_type'].map((struct) => ({
    ...{ kind: 'callback', struct, member: 'uevent' },
    parameters: ['const struct device *$name1', '$2'],
  })),
};
