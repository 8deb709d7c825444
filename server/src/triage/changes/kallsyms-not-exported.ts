import type { Change } from '../change.ts';

export const kallsymsNotExported: Change = {
  id: 'kallsyms-not-exported',
  symbol: 'kallsyms_lookup_name',
  title: 'kallsyms_lookup_name() is not for modules',
  summary: 'It let modules use what was never exported to them.',
  advice:
    'Use functions that are exported. A kernel without the one you need has to be changed, or the module left out for it (BUILD_EXCLUSIVE_KERNEL).',
  since: '5.7',
  old: 'kallsyms_lookup_name("foo")',
  new: '(nothing)',
  explains: [
    { kind: 'undefined-symbol', name: 'kallsyms_lookup_name' },
    { kind: 'undefined-symbol', name: 'kallsyms_on_each_symbol' },
  ],
  oldForm: { not: { callable: 'kallsyms_lookup_name' } },
  newForm: { callable: 'kallsyms_lookup_name' },
};
