import type { Change } from '../change.ts';

export const gpiochipAddRemoved: Change = {
  id: 'gpiochip-add-removed',
  symbol: 'gpiochip_add',
  title: 'gpiochip_add() is gone',
  summary: 'It only called gpiochip_add_data() without data.',
  advice: 'Call `gpiochip_add_data(chip, NULL)`, which every kernel since 4.5 has.',
  goneBy: '6.12',
  old: 'gpiochip_add(&chip)',
  new: 'gpiochip_add_data(&chip, NULL)',
  replacement: 'gpiochip_add_data',
  explains: [{ kind: 'undeclared-function', name: 'gpiochip_add' }],
  oldForm: { callable: 'gpiochip_add' },
  newForm: { callable: 'gpiochip_add_data' },
  rewrite: [{ kind: 'call', name: 'gpiochip_add', arguments: 1, to: 'gpiochip_add_data($1, NULL)' }],
};
