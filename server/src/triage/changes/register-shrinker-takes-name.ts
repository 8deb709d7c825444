import type { Change } from '../change.ts';

export const registerShrinkerTakesName: Change = {
  id: 'register-shrinker-takes-name',
  symbol: 'register_shrinker',
  title: 'register_shrinker() takes a name',
  summary: 'The name, a format with its arguments, is what debugfs lists the shrinker by.',
  advice: 'Give it a name: `register_shrinker(&shrinker, "name")`.',
  since: '6.0',
  old: 'register_shrinker(&shrinker)',
  new: 'register_shrinker(&shrinker, "name")',
  source: 'commit e33c267ab70d',
  explains: [
    { kind: 'argument-count', function: 'register_shrinker' },
    { kind: 'macro-arguments', macro: 'register_shrinker' },
  ],
  oldForm: { callable: 'register_shrinker', parameters: 1 },
  newForm: { callable: 'register_shrinker', parameters: 2 },
  rewrite: [
    { kind: 'call', name: 'register_shrinker', arguments: 1, to: 'register_shrinker($1, KBUILD_MODNAME)' },
  ],
};
