import type { Change } from '../change.ts';

export const ioremapNocacheRemoved: Change = {
  id: 'ioremap-nocache-removed',
  symbol: 'ioremap_nocache',
  title: 'ioremap_nocache() is gone',
  summary: 'It did the same as ioremap().',
  advice: 'Call `ioremap()`.',
  since: '5.6',
  old: 'ioremap_nocache(address, size)',
  new: 'ioremap(address, size)',
  replacement: 'ioremap',
  explains: [
    { kind: 'undeclared-function', name: 'ioremap_nocache' },
    { kind: 'undeclared', name: 'ioremap_nocache' },
    { kind: 'undefined-symbol', name: 'ioremap_nocache' },
  ],
  oldForm: { callable: 'ioremap_nocache' },
  newForm: { callable: 'ioremap' },
};
