import type { Change } from '../change.ts';

export const registerSysctlTableRemoved: Change = {
  id: 'register-sysctl-table-removed',
  symbol: 'register_sysctl_table',
  title: 'register_sysctl_table() is gone',
  summary: 'Sysctl tables no longer nest: the path is a string, and a table holds only files.',
  advice: 'Call `register_sysctl("dev/name", table)`, without `.child`.',
  since: '6.5',
  old: 'register_sysctl_table(root)',
  new: 'register_sysctl("dev", table)',
  replacement: 'register_sysctl',
  explains: [
    { kind: 'undeclared-function', name: 'register_sysctl_table' },
    { kind: 'undeclared', name: 'register_sysctl_table' },
    { kind: 'undefined-symbol', name: 'register_sysctl_table' },
    { kind: 'no-member', struct: 'ctl_table', member: 'child' },
  ],
  oldForm: { callable: 'register_sysctl_table' },
  newForm: { callable: 'register_sysctl' },
  rewrite: [{ kind: 'sysctl-tables' }],
};
