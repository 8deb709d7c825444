import type { Change } from '../change.ts';

export const platformRemoveReturnsVoid: Change = {
  id: 'platform-remove-returns-void',
  symbol: 'struct platform_driver.remove',
  title: 'platform_driver.remove returns void',
  summary: "A driver can't refuse to be removed, so the callback returns nothing.",
  advice: 'Declare it `void` and drop the return value.',
  since: '6.11',
  old: 'static int foo_remove(struct platform_device *pdev)',
  new: 'static void foo_remove(struct platform_device *pdev)',
  source: 'commit 0edb555a65d1',
  explains: [
    { kind: 'incompatible-value', member: 'remove', expected: 'void (*)(struct platform_device *)' },
  ],
  oldForm: { struct: 'platform_driver', member: 'remove', returns: 'int' },
  newForm: { struct: 'platform_driver', member: 'remove', returns: 'void' },
  rewrite: [{ kind: 'callback', struct: 'platform_driver', member: 'remove', returns: 'void' }],
};
