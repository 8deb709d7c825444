import type { Change } from '../change.ts';

export const assignStrTakesField: Change = {
  id: 'assign-str-takes-field',
  symbol: '__assign_str',
  title: '__assign_str() takes the name of the field only',
  summary: 'The source of the string is the one that __string() named.',
  advice: 'Write `__assign_str(name)`.',
  since: '6.10',
  old: '__assign_str(name, dev_name(dev))',
  new: '__assign_str(name)',
  explains: [{ kind: 'macro-arguments', macro: '__assign_str' }],
  oldForm: { in: 'trace/stages/stage6_event_callback.h', matches: /define __assign_str\(dst, src\)/ },
  newForm: { in: 'trace/stages/stage6_event_callback.h', matches: /define __assign_str\(dst\)/ },
  rewrite: [{ kind: 'call', name: '__assign_str', arguments: 2, to: '__assign_str($1)' }],
  semantics:
    'The string that is written is now the second argument of __string(): check that both named the same one.',
};
