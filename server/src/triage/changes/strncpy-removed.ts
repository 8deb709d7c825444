import type { Change } from '../change.ts';

export const strncpyRemoved: Change = {
  id: 'strncpy-removed',
  symbol: 'strncpy',
  title: 'strncpy() is gone',
  summary:
    'It left a string without a terminating NUL where the source was too long, and filled the rest with zeros where it was shorter.',
  advice:
    'Call `strscpy(destination, source, sizeof(destination))` for a string, `strscpy_pad()` where the rest has to be zero, or `strtomem_pad()` for a field without a terminating NUL; `memcpy_and_pad(destination, size, source, strnlen(source, size), 0)` does what strncpy() did.',
  since: '7.2',
  old: 'strncpy(name, from, sizeof(name) - 1); name[sizeof(name) - 1] = 0;',
  new: 'strscpy(name, from, sizeof(name));',
  replacement: 'strscpy() or memcpy_and_pad()',
  source: 'commit 1a3746ccbb0a',
  explains: [
    { kind: 'undeclared-function', name: 'strncpy' },
    { kind: 'undeclared', name: 'strncpy' },
    { kind: 'undefined-symbol', name: 'strncpy' },
  ],
  oldForm: { callable: 'strncpy' },
  // Where a kernel still has strncpy(), it stays: in 5.10, memcpy_and_pad() of a short string literal is an error of the checks for overflows.
  newForm: { all: [{ callable: 'strscpy' }, { not: { callable: 'strncpy' } }] },
  rewrite: [
    {
      ...{ kind: 'call', name: 'strncpy', arguments: 3, unusedValue: true },
      where: { position: 3, sizeOf: 1 },
      to: 'strscpy_pad($1, $2, $3)',
    },
    // Of any other size it is not known whether a NUL follows, so that all that strncpy() copied has to be copied.
    {
      ...{ kind: 'call', name: 'strncpy', arguments: 3, unusedValue: true },
      to: 'memcpy_and_pad($1, $3, $2, strnlen($2, $3), 0)',
    },
  ],
  semantics:
    'strscpy_pad() always puts a NUL into the last byte of a field, where strncpy() put a character of a source that is too long. memcpy_and_pad() does what strncpy() did.',
};
