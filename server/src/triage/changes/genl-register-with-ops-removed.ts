import type { Change } from '../change.ts';

export const genlRegisterWithOpsRemoved: Change = {
  id: 'genl-register-with-ops-removed',
  symbol: 'genl_register_family_with_ops',
  title: 'genl_register_family_with_ops() is gone',
  summary: 'The operations and groups are members of the family.',
  advice:
    'Set `.ops`, `.n_ops`, `.mcgrps` and `.n_mcgrps` in the `struct genl_family`, and call `genl_register_family(&family)`.',
  since: '4.10',
  old: 'genl_register_family_with_ops(&family, ops)',
  new: 'genl_register_family(&family)',
  replacement: 'genl_register_family',
  explains: [
    { kind: 'undeclared-function', name: 'genl_register_family_with_ops' },
    { kind: 'undeclared-function', name: 'genl_register_family_with_ops_groups' },
  ],
  oldForm: { callable: 'genl_register_family_with_ops' },
  newForm: {
    all: [{ callable: 'genl_register_family' }, { not: { callable: 'genl_register_family_with_ops' } }],
  },
};
