import type { Change } from '../change.ts';

export const nlaStrlcpyRenamed: Change = {
  id: 'nla-strlcpy-renamed',
  symbol: 'nla_strlcpy',
  title: 'nla_strlcpy() is now nla_strscpy()',
  summary: 'It returns how much it copied, or -E2BIG, as strscpy() does.',
  advice: 'Call `nla_strscpy()` with the same arguments.',
  goneBy: '6.1',
  old: 'nla_strlcpy(name, attr, sizeof(name))',
  new: 'nla_strscpy(name, attr, sizeof(name))',
  replacement: 'nla_strscpy',
  explains: [
    { kind: 'undeclared-function', name: 'nla_strlcpy' },
    { kind: 'undeclared', name: 'nla_strlcpy' },
    { kind: 'undefined-symbol', name: 'nla_strlcpy' },
  ],
  oldForm: { function: 'nla_strlcpy' },
  newForm: { function: 'nla_strscpy' },
  rewrite: [{ kind: 'rename', from: 'nla_strlcpy', to: 'nla_strscpy', unusedValue: true }],
};
