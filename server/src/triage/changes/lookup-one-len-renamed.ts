import type { Change } from '../change.ts';

export const lookupOneLenRenamed: Change = {
  id: 'lookup-one-len-renamed',
  symbol: 'lookup_one_len',
  title: 'lookup_one_len() is now lookup_noperm()',
  summary: 'It takes the name as a qstr, and no longer checks whether the directory may be searched.',
  advice: 'Call `lookup_noperm(&QSTR_LEN(name, length), directory)`; `lookup_one()` checks the permission.',
  since: '6.16',
  old: 'lookup_one_len(name, dir, length)',
  new: 'lookup_noperm(&QSTR_LEN(name, length), dir)',
  replacement: 'lookup_noperm',
  explains: [
    { kind: 'undeclared-function', name: 'lookup_one_len' },
    { kind: 'undeclared', name: 'lookup_one_len' },
    { kind: 'undefined-symbol', name: 'lookup_one_len' },
    { kind: 'undeclared-function', name: 'lookup_one_len_unlocked' },
    { kind: 'undeclared', name: 'lookup_one_len_unlocked' },
    { kind: 'undefined-symbol', name: 'lookup_one_len_unlocked' },
    { kind: 'undeclared-function', name: 'lookup_positive_unlocked' },
    { kind: 'undeclared', name: 'lookup_positive_unlocked' },
    { kind: 'undefined-symbol', name: 'lookup_positive_unlocked' },
  ],
  oldForm: { callable: 'lookup_one_len' },
  newForm: { callable: 'lookup_noperm' },
  rewrite: [
    { kind: 'call', name: 'lookup_one_len', arguments: 3, to: 'lookup_noperm(&QSTR_LEN($1, $3), $2)' },
    {
      kind: 'call',
      name: 'lookup_one_len_unlocked',
      arguments: 3,
      to: 'lookup_noperm_unlocked(&QSTR_LEN($1, $3), $2)',
    },
    {
      kind: 'call',
      name: 'lookup_positive_unlocked',
      arguments: 3,
      to: 'lookup_noperm_positive_unlocked(&QSTR_LEN($1, $3), $2)',
    },
  ],
  semantics:
    'lookup_one_len() failed if the process may not search the directory; lookup_noperm() does not ask. Where a user can reach this code, call lookup_one().',
};
