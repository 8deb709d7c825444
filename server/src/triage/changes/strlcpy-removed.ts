import type { Change } from '../change.ts';

export const strlcpyRemoved: Change = {
  id: 'strlcpy-removed',
  symbol: 'strlcpy',
  title: 'strlcpy() is gone',
  summary:
    'It read its source to the end, however long. Its successor returns the length that was copied, or -E2BIG if the string was truncated.',
  advice: 'Call `strscpy(destination, source, size)`, which every kernel since 4.3 has.',
  since: '6.8',
  old: 'strlcpy(to, from, size)',
  new: 'strscpy(to, from, size)',
  replacement: 'strscpy',
  source: 'commit d26270061ae6',
  explains: [
    { kind: 'undeclared-function', name: 'strlcpy' },
    { kind: 'undeclared', name: 'strlcpy' },
    { kind: 'undefined-symbol', name: 'strlcpy' },
  ],
  oldForm: { callable: 'strlcpy' },
  newForm: { callable: 'strscpy' },
  rewrite: [{ kind: 'rename', from: 'strlcpy', to: 'strscpy', unusedValue: true }],
};
