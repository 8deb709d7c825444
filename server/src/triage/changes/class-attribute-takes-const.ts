import type { Change } from '../change.ts';

export const classAttributeTakesConst: Change = {
  id: 'class-attribute-takes-const',
  symbol: 'struct class_attribute.show',
  title: 'class_attribute.show and .store take a const class',
  summary: 'The callbacks must not change the class or the attribute.',
  advice: 'Write `const struct class *class, const struct class_attribute *attr`.',
  since: '6.4',
  old: 'static ssize_t foo_show(struct class *class, struct class_attribute *attr, char *buf)',
  new: 'static ssize_t foo_show(const struct class *class, const struct class_attribute *attr, char *buf)',
  explains: [
    {
      kind: 'incompatible-value',
      member: 'show',
      expected: 'ssize_t (*)(const struct class *, const struct class_attribute *, char *)',
    },
    {
      kind: 'incompatible-value',
      member: 'store',
      expected: 'ssize_t (*)(const struct class *, const struct class_attribute *, const char *, size_t)',
    },
  ],
  oldForm: { struct: 'class_attribute', member: 'show', parameter: { at: 0, type: 'struct class *' } },
  newForm: { struct: 'class_attribute', member: 'show', parameter: { at: 0, type: 'const struct class *' } },
  rewrite: [
    {
      ...{ kind: 'callback', struct: 'class_attribute', member: 'show' },
      parameters: ['const struct class *$name1', 'const struct class_attribute *$name2', '$3'],
    },
    {
      ...{ kind: 'callback', struct: 'class_attribute', member: 'store' },
      parameters: ['const struct class *$name1', 'const struct class_attribute *$name2', '$3', '$4'],
    },
  ],
};
