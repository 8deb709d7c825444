import type { Change } from '../change.ts';

export const acpiDriverOwnerRemoved: Change = {
  id: 'acpi-driver-owner-removed',
  symbol: 'struct acpi_driver.owner',
  title: 'acpi_driver.owner is gone',
  summary: 'The function that registers the driver sets its owner.',
  advice: 'Remove the line.',
  since: '6.10',
  old: '.owner = THIS_MODULE,',
  new: '(nothing)',
  explains: [{ kind: 'no-member', struct: 'acpi_driver', member: 'owner' }],
  oldForm: { struct: 'acpi_driver', member: 'owner' },
  newForm: {
    all: [{ struct: 'acpi_driver', member: 'ops' }, { not: { struct: 'acpi_driver', member: 'owner' } }],
  },
  rewrite: [{ kind: 'initializer', struct: 'acpi_driver', member: 'owner' }],
};
