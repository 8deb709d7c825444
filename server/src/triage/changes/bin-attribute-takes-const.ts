import type { Change } from '../change.ts';

export const binAttributeTakesConst: Change = {
  id: 'bin-attribute-takes-const',
  symbol: 'struct bin_attribute.read',
  title: 'callbacks of bin_attribute take it as const',
  summary: 'The attribute is passed to its callbacks as a pointer to const.',
  advice: 'Write `const struct bin_attribute *attribute`.',
  since: '6.16',
  old: 'static ssize_t foo_read(struct file *file, struct kobject *object, struct bin_attribute *attribute, …)',
  new: 'static ssize_t foo_read(struct file *file, struct kobject *object, const struct bin_attribute *attribute, …)',
  source: 'commit 97d06802d10a',
  explains: [
    {
      kind: 'incompatible-value',
      member: 'read',
      expected:
        'ssize_t (*)(struct file *, struct kobject *, const struct bin_attribute *, char *, loff_t, size_t)',
    },
    {
      kind: 'incompatible-value',
      member: 'write',
      expected:
        'ssize_t (*)(struct file *, struct kobject *, const struct bin_attribute *, char *, loff_t, size_t)',
    },
  ],
  oldForm: { struct: 'bin_attribute', member: 'read', parameter: { at: 2, type: 'struct bin_attribute *' } },
  newForm: {
    struct: 'bin_attribute',
    member: 'read',
    parameter: { at: 2, type: 'const struct bin_attribute *' },
  },
  rewrite: [
    {
      kind: 'callback',
      struct: 'bin_attribute',
      member: 'read',
      parameters: ['$1', '$2', 'const struct bin_attribute *$name3', '$4', '$5', '$6'],
    },
    {
      kind: 'callback',
      struct: 'bin_attribute',
      member: 'write',
      parameters: ['$1', '$2', 'const struct bin_attribute *$name3', '$4', '$5', '$6'],
    },
  ],
};
