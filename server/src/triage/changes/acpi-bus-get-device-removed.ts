import type { Change } from '../change.ts';

export const acpiBusGetDeviceRemoved: Change = {
  id: 'acpi-bus-get-device-removed',
  symbol: 'acpi_bus_get_device',
  title: 'acpi_bus_get_device() is gone',
  summary: 'acpi_fetch_acpi_dev() returns the device, or NULL.',
  advice:
    'Call `device = acpi_fetch_acpi_dev(handle)`, and compare the device with NULL in place of the returned value with 0.',
  available: '5.17',
  since: '5.18',
  old: 'if (acpi_bus_get_device(handle, &device))',
  new: 'device = acpi_fetch_acpi_dev(handle);\nif (!device)',
  replacement: 'acpi_fetch_acpi_dev',
  explains: [
    { kind: 'undeclared-function', name: 'acpi_bus_get_device' },
    { kind: 'undefined-symbol', name: 'acpi_bus_get_device' },
  ],
  oldForm: { function: 'acpi_bus_get_device' },
  newForm: { function: 'acpi_fetch_acpi_dev' },
  rewrite: [
    {
      ...{ kind: 'call', name: 'acpi_bus_get_device', arguments: 2, usedValue: true },
      to: '(($d2 = acpi_fetch_acpi_dev($1)) ? 0 : -ENODEV)',
    },
    {
      ...{ kind: 'call', name: 'acpi_bus_get_device', arguments: 2 },
      to: '$d2 = acpi_fetch_acpi_dev($1)',
    },
  ],
};
