import type { Change } from '../change.ts';

export const i2cRemoveReturnsVoid: Change = {
  id: 'i2c-remove-returns-void',
  symbol: 'struct i2c_driver.remove',
  title: 'i2c_driver.remove returns void',
  summary: "A driver can't refuse to be removed, so the callback returns nothing.",
  advice: 'Declare it `void` and drop the return value.',
  since: '6.1',
  old: 'static int foo_remove(struct i2c_client *client)',
  new: 'static void foo_remove(struct i2c_client *client)',
  source: 'commit ed5c2f5fd10d',
  explains: [{ kind: 'incompatible-value', member: 'remove', expected: 'void (*)(struct i2c_client *)' }],
  oldForm: { struct: 'i2c_driver', member: 'remove', returns: 'int' },
  newForm: { struct: 'i2c_driver', member: 'remove', returns: 'void' },
  rewrite: [{ kind: 'callback', struct: 'i2c_driver', member: 'remove', returns: 'void' }],
};
