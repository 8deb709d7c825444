import type { Change } from '../change.ts';

export const registerShrinkerRemoved: Change = {
  id: 'register-shrinker-removed',
  symbol: 'register_shrinker',
  title: 'register_shrinker() is gone',
  summary:
    'The kernel now allocates the shrinker; you fill it in and register it. Its callbacks get the allocated one, whose `private_data` is yours.',
  advice:
    'Call `shrinker = shrinker_alloc(0, "name")`, set its callbacks, and call `shrinker_register(shrinker)`; at the end, call `shrinker_free(shrinker)`.',
  since: '6.7',
  old: 'register_shrinker(&shrinker)',
  new: 'shrinker_register(shrinker) after shrinker_alloc()',
  replacement: 'shrinker_alloc',
  source: 'commit c42d50aefd17',
  explains: [
    { kind: 'undeclared-function', name: 'register_shrinker' },
    { kind: 'undeclared', name: 'register_shrinker' },
    { kind: 'undefined-symbol', name: 'register_shrinker' },
    { kind: 'undeclared-function', name: 'unregister_shrinker' },
    { kind: 'undeclared', name: 'unregister_shrinker' },
    { kind: 'undefined-symbol', name: 'unregister_shrinker' },
  ],
  oldForm: { callable: 'register_shrinker' },
  newForm: { callable: 'shrinker_alloc' },
  rewrite: [{ kind: 'shrinkers' }],
};
