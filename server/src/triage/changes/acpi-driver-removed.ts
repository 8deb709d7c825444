import type { Change } from '../change.ts';

export const acpiDriverRemoved: Change = {
  id: 'acpi-driver-removed',
  symbol: 'struct acpi_driver',
  title: 'struct acpi_driver is gone',
  summary:
    'Drivers for devices that the firmware describes are platform drivers now; ACPI devices could be bound that way long before.',
  advice:
    'Write a `struct platform_driver` with `.driver.acpi_match_table` in place of `.ids`, and register it with `module_platform_driver()`. `int add(struct acpi_device *)` becomes `int probe(struct platform_device *)`, and `remove` gets the platform device as well: `ACPI_COMPANION(&pdev->dev)` is the ACPI device, and `platform_set_drvdata()` keeps what was in its `driver_data`. For `.ops.notify`, call `acpi_dev_install_notify_handler(adev, ACPI_ALL_NOTIFY, handler, context)` in probe with a `void handler(acpi_handle, u32 event, void *context)`, and `acpi_dev_remove_notify_handler()` in remove.',
  goneBy: '7.3',
  old: 'static struct acpi_driver foo_driver = { .ops = { .add = foo_add } };',
  new: 'static struct platform_driver foo_driver = { .probe = foo_probe };',
  replacement: 'struct platform_driver',
  explains: [
    { kind: 'incomplete-type', type: 'struct acpi_driver' },
    { kind: 'undeclared-function', name: 'acpi_bus_register_driver' },
    { kind: 'undeclared-function', name: 'acpi_bus_unregister_driver' },
    { kind: 'undefined-symbol', name: 'acpi_bus_register_driver' },
    { kind: 'implicit-int', name: 'module_acpi_driver' },
    { kind: 'undeclared', name: 'module_acpi_driver' },
  ],
  oldForm: { struct: 'acpi_driver', member: 'ops' },
  newForm: { not: { struct: 'acpi_driver', member: 'ops' } },
  rewrite: [{ kind: 'acpi-drivers' }, { kind: 'add-include', header: 'linux/platform_device.h' }],
  semantics:
    'What devm_…() functions got for the ACPI device, `&device->dev`, is no longer released when the driver is unbound: let them have the platform device.',
};
