import type { Change } from '../change.ts';

export const classOwnerRemoved: Change = {
  id: 'class-owner-removed',
  symbol: 'struct class.owner',
  title: 'struct class has no owner',
  summary: 'Nothing in the kernel looked at it.',
  advice: 'Drop the line.',
  since: '6.4',
  old: '.owner = THIS_MODULE,',
  new: '(nothing)',
  explains: [{ kind: 'no-member', struct: 'class', member: 'owner' }],
  oldForm: { struct: 'class', member: 'owner' },
  newForm: {
    all: [{ struct: 'class', member: 'dev_groups' }, { not: { struct: 'class', member: 'owner' } }],
  },
  rewrite: [
    { kind: 'initializer', struct: 'class', member: 'owner' },
    { kind: 'assignment', struct: 'class', member: 'owner', operator: '=', values: ['THIS_MODULE'] },
  ],
};
