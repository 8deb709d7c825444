import type { Change } from '../change.ts';

export const wmiRemoveReturnsVoid: Change = {
  id: 'wmi-remove-returns-void',
  symbol: 'struct wmi_driver.remove',
  title: 'wmi_driver.remove returns void',
  summary: "A driver can't refuse to be removed, so the callback returns nothing.",
  advice: 'Declare it `void` and drop the return value.',
  since: '5.13',
  old: 'static int foo_remove(struct wmi_device *device)',
  new: 'static void foo_remove(struct wmi_device *device)',
  source: 'commit 2b329f5694ae',
  explains: [{ kind: 'incompatible-value', member: 'remove', expected: 'void (*)(struct wmi_device *)' }],
  oldForm: { struct: 'wmi_driver', member: 'remove', returns: 'int' },
  newForm: { struct: 'wmi_driver', member: 'remove', returns: 'void' },
  rewrite: [{ kind: 'callback', struct: 'wmi_driver', member: 'remove', returns: 'void' }],
};
