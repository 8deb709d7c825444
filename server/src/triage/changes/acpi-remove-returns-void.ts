import type { Change } from '../change.ts';

export const acpiRemoveReturnsVoid: Change = {
  id: 'acpi-remove-returns-void',
  symbol: 'struct acpi_device_ops.remove',
  title: 'acpi_driver.ops.remove returns void',
  summary: "A driver can't refuse to be removed, so the callback returns nothing.",
  advice: 'Declare it `void` and drop the return value.',
  since: '6.2',
  old: 'static int foo_remove(struct acpi_device *device)',
  new: 'static void foo_remove(struct acpi_device *device)',
  source: 'commit 6c0eb5ba3500',
  explains: [
    { kind: 'incompatible-value', member: 'remove', expected: 'void (*)(struct acpi_device *)' },
    { kind: 'incompatible-value', member: 'remove', expected: 'acpi_op_remove' },
  ],
  oldForm: { in: 'acpi/acpi_bus.h', matches: /typedef\s+int\s*\(\*acpi_op_remove\)/ },
  newForm: { in: 'acpi/acpi_bus.h', matches: /typedef\s+void\s*\(\*acpi_op_remove\)/ },
  rewrite: [
    { kind: 'callback', struct: 'acpi_driver.ops', member: 'remove', returns: 'void' },
    { kind: 'callback', struct: 'acpi_device_ops', member: 'remove', returns: 'void' },
  ],
};
