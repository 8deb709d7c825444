import type { Change } from '../change.ts';

export const kobjGetOwnershipTakesConst: Change = {
  id: 'kobj-get-ownership-takes-const',
  symbol: 'struct kobj_type.get_ownership',
  title: 'kobj_type.get_ownership takes a const kobject',
  summary: 'Telling the owner of an object must not change it.',
  advice: 'Write `const struct kobject *kobj`.',
  since: '6.3',
  old: 'static void foo_get_ownership(struct kobject *kobj, kuid_t *uid, kgid_t *gid)',
  new: 'static void foo_get_ownership(const struct kobject *kobj, kuid_t *uid, kgid_t *gid)',
  explains: [
    {
      kind: 'incompatible-value',
      member: 'get_ownership',
      expected: 'void (*)(const struct kobject *, kuid_t *, kgid_t *)',
    },
  ],
  oldForm: { struct: 'kobj_type', member: 'get_ownership', parameter: { at: 0, type: 'struct kobject *' } },
  newForm: {
    struct: 'kobj_type',
    member: 'get_ownership',
    parameter: { at: 0, type: 'const struct kobject *' },
  },
  rewrite: [
    {
      ...{ kind: 'callback', struct: 'kobj_type', member: 'get_ownership' },
      parameters: ['const struct kobject *$name1', '$2', '$3'],
    },
  ],
};
