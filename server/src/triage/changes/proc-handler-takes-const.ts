import type { Change } from '../change.ts';

export const procHandlerTakesConst: Change = {
  id: 'proc-handler-takes-const',
  symbol: 'ctl_table.proc_handler',
  title: 'proc_handler() takes a const table',
  summary: 'The kernel no longer changes the tables of sysctl once they are registered.',
  advice:
    'Declare the first parameter as `const struct ctl_table *`. A handler that changes its table copies it first.',
  since: '6.11',
  old: 'int foo_handler(struct ctl_table *table, int write, void *buffer, size_t *size, loff_t *at)',
  new: 'int foo_handler(const struct ctl_table *table, int write, void *buffer, size_t *size, loff_t *at)',
  explains: [
    { kind: 'incompatible-value', via: 'initialization', member: 'proc_handler' },
    { kind: 'incompatible-value', via: 'assignment', member: 'proc_handler' },
    { kind: 'incompatible-value', via: 'initialization', expected: 'int (*)(const struct ctl_table *,*' },
    { kind: 'incompatible-value', via: 'assignment', expected: 'int (*)(const struct ctl_table *,*' },
  ],
  oldForm: { in: 'linux/sysctl.h', matches: /typedef int proc_handler\(struct ctl_table/ },
  newForm: { in: 'linux/sysctl.h', matches: /typedef int proc_handler\(const struct ctl_table/ },
  rewrite: [
    {
      ...{ kind: 'callback', struct: 'ctl_table', member: 'proc_handler' },
      parameters: ['const struct ctl_table *$name1', '$2', '$3', '$4', '$5'],
    },
  ],
};
