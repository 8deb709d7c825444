import type { Change } from '../change.ts';

export const acpiDriverRemoved: Change = {
  id: 'acpi-driver-removed',
  symbol: 'struct acpi_driver',
  title: 'struct acpi_driver is gone',
  summary:
    'Devices that the firmware describes are bound by drivers of the platform bus, which ACPI had beside its own for long.',
  advice:
    'Write a `struct platform_driver` with `.driver.acpi_match_table`, register it by `module_platform_driver()`, and call `ACPI_COMPANION(&pdev->dev)` where the ACPI device is needed.',
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
};
