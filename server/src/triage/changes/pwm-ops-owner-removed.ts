import type { Change } from '../change.ts';

export const pwmOpsOwnerRemoved: Change = {
  id: 'pwm-ops-owner-removed',
  symbol: 'struct pwm_ops.owner',
  title: 'pwm_ops.owner is gone',
  summary: 'The macros that register a chip know the module.',
  advice: 'Remove the line.',
  goneBy: '6.12',
  old: '.owner = THIS_MODULE,',
  new: '(nothing)',
  explains: [{ kind: 'no-member', struct: 'pwm_ops', member: 'owner' }],
  oldForm: { struct: 'pwm_ops', member: 'owner' },
  newForm: { all: [{ type: 'struct pwm_ops' }, { not: { struct: 'pwm_ops', member: 'owner' } }] },
  rewrite: [{ kind: 'initializer', struct: 'pwm_ops', member: 'owner' }],
};
