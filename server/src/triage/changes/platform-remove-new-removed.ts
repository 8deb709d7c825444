import type { Change } from '../change.ts';

export const platformRemoveNewRemoved: Change = {
  id: 'platform-remove-new-removed',
  symbol: 'struct platform_driver.remove_new',
  title: 'platform_driver.remove_new is gone',
  summary:
    'It was the form that returns void while `remove` returned int; since 6.11, `remove` itself returns void.',
  advice: 'Assign to `.remove`.',
  since: '6.13',
  old: '.remove_new = foo_remove,',
  new: '.remove = foo_remove,',
  replacement: 'remove',
  source: 'commit e70140ba0d2b',
  explains: [{ kind: 'no-member', struct: 'platform_driver', member: 'remove_new' }],
  oldForm: { struct: 'platform_driver', member: 'remove_new' },
  newForm: { struct: 'platform_driver', member: 'remove', returns: 'void' },
  rewrite: [{ kind: 'initializer', struct: 'platform_driver', member: 'remove_new', to: 'remove' }],
};
