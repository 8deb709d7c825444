import type { Change } from '../change.ts';

export const moduleCoreLayoutRemoved: Change = {
  id: 'module-core-layout-removed',
  symbol: 'struct module.core_layout',
  title: 'struct module has mem[] instead of its layouts',
  summary: 'The memory of a module is now described by an array with one entry for each kind.',
  advice: 'Use `module->mem[MOD_TEXT]` and the other kinds of `enum mod_mem_type`.',
  since: '6.4',
  old: 'module->core_layout.size',
  new: 'module->mem[MOD_TEXT].size',
  replacement: 'mem',
  source: 'commit ac3b43283923',
  explains: [
    { kind: 'no-member', struct: 'module', member: 'core_layout' },
    { kind: 'no-member', struct: 'module', member: 'init_layout' },
  ],
  oldForm: { struct: 'module', member: 'core_layout' },
  newForm: { struct: 'module', member: 'mem' },
  rewrite: [
    { kind: 'path', from: ['core_layout', 'base'], to: ['mem[MOD_TEXT]', 'base'] },
    { kind: 'path', from: ['core_layout', 'size'], to: ['mem[MOD_TEXT]', 'size'] },
    { kind: 'path', from: ['core_layout', 'text_size'], to: ['mem[MOD_TEXT]', 'size'] },
    { kind: 'path', from: ['init_layout', 'base'], to: ['mem[MOD_INIT_TEXT]', 'base'] },
    { kind: 'path', from: ['init_layout', 'size'], to: ['mem[MOD_INIT_TEXT]', 'size'] },
    { kind: 'path', from: ['init_layout', 'text_size'], to: ['mem[MOD_INIT_TEXT]', 'size'] },
  ],
  semantics:
    'A layout covered the code and all data of a module; mem[MOD_TEXT] is its code alone, and data lies in mem[MOD_DATA], mem[MOD_RODATA] and others.',
};
