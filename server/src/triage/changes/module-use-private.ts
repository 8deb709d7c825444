import type { Change } from '../change.ts';

export const moduleUsePrivate: Change = {
  id: 'module-use-private',
  symbol: 'struct module_use',
  title: 'struct module_use is private',
  summary:
    'Which module uses which is described by a struct of the kernel itself, in kernel/module/internal.h.',
  advice:
    'If your driver cannot do without it, copy its definition for these kernels: `struct module_use { struct list_head source_list; struct list_head target_list; struct module *source, *target; };`. Nothing tells you when the kernel changes it.',
  goneBy: '7.3',
  old: 'struct module_use *use',
  new: '(nothing)',
  explains: [
    { kind: 'incomplete-type', type: 'struct module_use' },
    { kind: 'no-member', struct: 'module_use', member: '*' },
  ],
  oldForm: { type: 'struct module_use' },
  newForm: { all: [{ type: 'struct module' }, { not: { type: 'struct module_use' } }] },
  rewrite: [
    {
      kind: 'definition',
      name: 'module_use',
      text: 'struct module_use {\n\tstruct list_head source_list;\n\tstruct list_head target_list;\n\tstruct module *source, *target;\n};',
    },
  ],
  semantics:
    'The definition is that of the headers of earlier kernels: compare it with kernel/module/internal.h of each kernel, whose changes no compiler reports.',
};
