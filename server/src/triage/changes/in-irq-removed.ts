import type { Change } from '../change.ts';

export const inIrqRemoved: Change = {
  id: 'in-irq-removed',
  symbol: 'in_irq',
  title: 'in_irq() is now in_hardirq()',
  summary: 'The name says what is asked: whether a hardware interrupt is being handled.',
  advice: 'Call `in_hardirq()`.',
  available: '5.13',
  goneBy: '6.19',
  old: 'in_irq()',
  new: 'in_hardirq()',
  replacement: 'in_hardirq',
  explains: [
    { kind: 'undeclared-function', name: 'in_irq' },
    { kind: 'undeclared', name: 'in_irq' },
    { kind: 'undefined-symbol', name: 'in_irq' },
  ],
  oldForm: { callable: 'in_irq' },
  newForm: { callable: 'in_hardirq' },
  rewrite: [{ kind: 'rename', from: 'in_irq', to: 'in_hardirq' }],
};
