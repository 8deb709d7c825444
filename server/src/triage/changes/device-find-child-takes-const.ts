import type { Change } from '../change.ts';

export const deviceFindChildTakesConst: Change = {
  id: 'device-find-child-takes-const',
  symbol: 'device_find_child',
  title: 'The function for device_find_child() takes const data',
  summary: 'Looking for a device must not change what is looked for.',
  advice: 'Write `const void *data`.',
  since: '6.14',
  old: 'static int foo_match(struct device *dev, void *data)',
  new: 'static int foo_match(struct device *dev, const void *data)',
  explains: [{ kind: 'incompatible-argument', function: 'device_find_child', position: 3 }],
  oldForm: { function: 'device_find_child', parameter: 1, type: 'void *' },
  newForm: { function: 'device_find_child', parameter: 1, type: 'const void *' },
  rewrite: [
    {
      ...{ kind: 'callback-argument', function: 'device_find_child', position: 3 },
      parameters: ['$1', 'const void *$name2'],
    },
  ],
};
