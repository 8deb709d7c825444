import type { Change } from '../change.ts';

export const i8042FilterTakesContext: Change = {
  id: 'i8042-filter-takes-context',
  symbol: 'i8042_install_filter',
  title: 'i8042_install_filter() and its callback take a context',
  summary: 'What is given when the filter is installed is passed to it with each byte.',
  advice:
    'Pass NULL, or what the filter needs, as the second argument, and add `void *context` to the filter.',
  since: '6.14',
  old: 'i8042_install_filter(foo_filter)',
  new: 'i8042_install_filter(foo_filter, NULL)',
  explains: [
    { kind: 'argument-count', function: 'i8042_install_filter' },
    { kind: 'incompatible-argument', function: 'i8042_install_filter' },
    { kind: 'incompatible-argument', function: 'i8042_remove_filter' },
  ],
  oldForm: { function: 'i8042_install_filter', parameters: 1 },
  newForm: { function: 'i8042_install_filter', parameters: 2 },
  rewrite: [
    {
      kind: 'callback-argument',
      function: 'i8042_install_filter',
      position: 1,
      was: 3,
      parameters: ['$1', '$2', '$3', 'void *context'],
    },
    { kind: 'call', name: 'i8042_install_filter', arguments: 1, to: 'i8042_install_filter($1, NULL)' },
  ],
};
