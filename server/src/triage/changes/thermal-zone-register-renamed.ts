import type { Change } from '../change.ts';

export const thermalZoneRegisterRenamed: Change = {
  id: 'thermal-zone-register-renamed',
  symbol: 'thermal_zone_device_register',
  title: 'thermal_zone_device_register() is gone',
  summary:
    'A zone gets its trip points as an array. One that has none is registered by a function of its own.',
  advice:
    'Call `thermal_tripless_zone_device_register(type, devdata, ops, tzp)`, or `thermal_zone_device_register_with_trips()` with an array of `struct thermal_trip`.',
  since: '6.9',
  old: 'thermal_zone_device_register(type, 0, 0, data, &ops, NULL, 0, 0)',
  new: 'thermal_tripless_zone_device_register(type, data, &ops, NULL)',
  replacement: 'thermal_tripless_zone_device_register',
  explains: [
    { kind: 'undeclared-function', name: 'thermal_zone_device_register' },
    { kind: 'undeclared', name: 'thermal_zone_device_register' },
    { kind: 'undefined-symbol', name: 'thermal_zone_device_register' },
  ],
  oldForm: { callable: 'thermal_zone_device_register' },
  newForm: { callable: 'thermal_tripless_zone_device_register' },
  rewrite: [
    {
      kind: 'call',
      name: 'thermal_zone_device_register',
      arguments: 8,
      where: { position: 2, is: ['0'] },
      to: 'thermal_tripless_zone_device_register($1, $4, $5, $6)',
    },
  ],
};
