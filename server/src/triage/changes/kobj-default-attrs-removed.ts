import type { Change } from '../change.ts';

export const kobjDefaultAttrsRemoved: Change = {
  id: 'kobj-default-attrs-removed',
  symbol: 'struct kobj_type.default_attrs',
  title: 'kobj_type.default_attrs is gone',
  summary: 'The attributes of a kobject are given as groups.',
  advice:
    'Write `ATTRIBUTE_GROUPS(foo);` below the array `foo_attrs`, and `.default_groups = foo_groups` in the type.',
  since: '5.18',
  available: '5.2',
  old: '.default_attrs = foo_attrs,',
  new: '.default_groups = foo_groups,',
  replacement: 'default_groups',
  explains: [{ kind: 'no-member', struct: 'kobj_type', member: 'default_attrs' }],
  oldForm: { struct: 'kobj_type', member: 'default_attrs' },
  newForm: {
    all: [
      { struct: 'kobj_type', member: 'default_groups' },
      { not: { struct: 'kobj_type', member: 'default_attrs' } },
    ],
  },
  rewrite: [
    {
      ...{ kind: 'initializer', struct: 'kobj_type', member: 'default_attrs', ending: '_attrs' },
      to: 'default_groups = $stem_groups',
      before: 'ATTRIBUTE_GROUPS($stem);\n\n',
    },
  ],
};
