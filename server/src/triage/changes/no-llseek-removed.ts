import type { Change } from '../change.ts';

export const noLlseekRemoved: Change = {
  id: 'no-llseek-removed',
  symbol: 'no_llseek',
  title: 'no_llseek() is gone',
  summary: 'A file without `.llseek` is not seekable, which is what no_llseek() was for.',
  advice: 'Remove the line; keep it for kernels older than 6.0.',
  since: '6.12',
  old: '.llseek = no_llseek,',
  new: '(nothing: this is the default)',
  source: 'commit cb787f4ac0c2',
  explains: [
    { kind: 'undeclared-function', name: 'no_llseek' },
    { kind: 'undeclared', name: 'no_llseek' },
    { kind: 'undefined-symbol', name: 'no_llseek' },
  ],
  oldForm: { callable: 'no_llseek' },
  // Since 6.0 the name was NULL; before, a file without the line could be sought in.
  newForm: { any: [{ macro: 'no_llseek' }, { not: { callable: 'no_llseek' } }] },
  rewrite: [{ kind: 'initializer', struct: 'file_operations', member: 'llseek', value: 'no_llseek' }],
};
