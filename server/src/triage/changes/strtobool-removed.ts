import type { Change } from '../change.ts';

export const strtoboolRemoved: Change = {
  id: 'strtobool-removed',
  symbol: 'strtobool',
  title: 'strtobool() is now kstrtobool()',
  summary: 'The old name was an alias.',
  advice: 'Call `kstrtobool(text, &value)`, which every kernel since 4.6 has.',
  since: '6.7',
  old: 'strtobool(text, &on)',
  new: 'kstrtobool(text, &on)',
  replacement: 'kstrtobool',
  explains: [
    { kind: 'undeclared-function', name: 'strtobool' },
    { kind: 'undeclared', name: 'strtobool' },
    { kind: 'undefined-symbol', name: 'strtobool' },
  ],
  oldForm: { callable: 'strtobool' },
  newForm: { callable: 'kstrtobool' },
  rewrite: [{ kind: 'rename', from: 'strtobool', to: 'kstrtobool' }],
};
