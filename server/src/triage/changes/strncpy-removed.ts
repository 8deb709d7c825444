import type { Change } from '../change.ts';

export const strncpyRemoved: Change = {
  id: 'strncpy-removed',
  symbol: 'strncpy',
  title: 'strncpy() is gone',
  summary:
    'It left a string without a terminating NUL where the source was too long, and filled the rest with zeros where it was shorter.',
  advice:
    'Call `strscpy(destination, source, sizeof(destination))` for a string, `strscpy_pad()` where the rest has to be zero, or `strtomem_pad()` for a field without a terminating NUL.',
  since: '7.2',
  old: 'strncpy(name, from, sizeof(name) - 1); name[sizeof(name) - 1] = 0;',
  new: 'strscpy(name, from, sizeof(name));',
  replacement: 'strscpy',
  source: 'commit 1a3746ccbb0a',
  explains: [
    { kind: 'undeclared-function', name: 'strncpy' },
    { kind: 'undeclared', name: 'strncpy' },
    { kind: 'undefined-symbol', name: 'strncpy' },
  ],
  oldForm: { callable: 'strncpy' },
  newForm: { callable: 'strscpy' },
  rewrite: [{ kind: 'rename', from: 'strncpy', to: 'strscpy_pad', unusedValue: true }],
  semantics:
    'strscpy_pad() always puts a NUL into the last byte of the given size, where strncpy() put a character of a source that is too long: give the size of the whole field, not one less.',
};
