import type { Change } from '../change.ts';

export const magicInitModuleName: Change = {
  id: 'magic-init-module-name',
  symbol: 'init_module',
  title: 'A function must not be called init_module()',
  summary:
    'objtool refuses functions that start or end a module by their name alone, since other checks rely on module_init().',
  advice:
    'Give the functions other names, and write `module_init(foo_init);` and `module_exit(foo_exit);` below them. That does the same on every kernel.',
  goneBy: '7.3',
  old: 'int init_module(void) { … }',
  new: 'static int __init foo_init(void) { … } module_init(foo_init);',
  replacement: 'module_init',
  explains: [{ kind: 'magic-name', name: '*' }],
  // What objtool refuses stands in no header; this one came with it, for live patches.
  oldForm: { not: { header: 'linux/livepatch_helpers.h' } },
  newForm: { header: 'linux/livepatch_helpers.h' },
  rewrite: [
    { kind: 'entry-point', name: 'init_module', macro: 'module_init', to: 'init_this_module' },
    { kind: 'entry-point', name: 'cleanup_module', macro: 'module_exit', to: 'exit_this_module' },
  ],
};
