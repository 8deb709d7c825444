import type { Change } from '../change.ts';

export const ftraceFuncTakesFtraceRegs: Change = {
  id: 'ftrace-func-takes-ftrace-regs',
  symbol: 'ftrace_func_t',
  title: 'ftrace_ops.func takes a struct ftrace_regs',
  summary:
    'Fewer registers may have been saved: ftrace_get_regs() returns all of them, or NULL where only some are there.',
  advice:
    'Take a `struct ftrace_regs *fregs`, and write `struct pt_regs *regs = ftrace_get_regs(fregs);`. With `FTRACE_OPS_FL_SAVE_REGS` it is not NULL.',
  since: '5.11',
  old: 'static void foo(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *ops, struct pt_regs *regs)',
  new: 'static void foo(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *ops, struct ftrace_regs *fregs)',
  replacement: 'ftrace_get_regs',
  explains: [
    {
      kind: 'incompatible-value',
      member: 'func',
      actual: 'void (*)(long unsigned int, long unsigned int, struct ftrace_ops *, struct pt_regs *)',
    },
  ],
  oldForm: {
    type: 'ftrace_func_t',
    is: 'void (*)(unsigned long, unsigned long, struct ftrace_ops *, struct pt_regs *)',
  },
  newForm: {
    type: 'ftrace_func_t',
    is: 'void (*)(unsigned long, unsigned long, struct ftrace_ops *, struct ftrace_regs *)',
  },
  rewrite: [
    {
      ...{ kind: 'callback', struct: 'ftrace_ops', member: 'func', was: 4 },
      parameters: ['$1', '$2', '$3', 'struct ftrace_regs *fregs'],
      prologue: 'struct pt_regs *$name4 = ftrace_get_regs(fregs);',
    },
  ],
};
