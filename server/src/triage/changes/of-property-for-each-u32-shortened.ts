import type { Change } from '../change.ts';

export const ofPropertyForEachU32Shortened: Change = {
  id: 'of-property-for-each-u32-shortened',
  symbol: 'of_property_for_each_u32',
  title: 'of_property_for_each_u32() takes three arguments',
  summary: 'The macro declares its own helper variables.',
  advice: 'Write `of_property_for_each_u32(node, "name", value)`.',
  since: '6.11',
  old: 'of_property_for_each_u32(node, "reg", property, cursor, value)',
  new: 'of_property_for_each_u32(node, "reg", value)',
  source: 'commit 9722c3b66e21',
  explains: [
    { kind: 'argument-count', function: 'of_property_for_each_u32' },
    { kind: 'macro-arguments', macro: 'of_property_for_each_u32' },
  ],
  follows: [{ kind: 'undeclared', name: 'of_property_for_each_u32' }],
  oldForm: { callable: 'of_property_for_each_u32', parameters: 5 },
  newForm: { callable: 'of_property_for_each_u32', parameters: 3 },
  rewrite: [
    {
      kind: 'call',
      name: 'of_property_for_each_u32',
      arguments: 5,
      to: 'of_property_for_each_u32($1, $2, $5)',
    },
  ],
};
