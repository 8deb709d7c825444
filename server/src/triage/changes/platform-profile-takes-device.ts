import type { Change } from '../change.ts';

export const platformProfileTakesDevice: Change = {
  id: 'platform-profile-takes-device',
  symbol: 'struct platform_profile_handler',
  title: 'Platform profiles belong to a device, and have operations instead of a handler',
  summary:
    'Several drivers may offer profiles. What was in the handler is given to platform_profile_register(), which returns the device that the other functions take.',
  advice:
    'Put `profile_get`, `profile_set` and a `probe` that sets the choices into a `struct platform_profile_ops`; they get a `struct device *`, whose `dev_get_drvdata()` is the data that you register. Call `platform_profile_register(dev, name, data, &ops)`, keep the device that it returns, and pass it to `platform_profile_notify()` and `platform_profile_remove()`.',
  since: '6.14',
  old: 'platform_profile_register(&handler)',
  new: 'platform_profile_register(dev, "name", data, &ops)',
  replacement: 'platform_profile_ops',
  explains: [
    { kind: 'incomplete-type', type: 'struct platform_profile_handler' },
    { kind: 'conflicting-types', type: '*struct platform_profile_handler *' },
    { kind: 'no-member', struct: 'platform_profile_handler', member: '*' },
    { kind: 'argument-count', function: 'platform_profile_register', few: true },
    { kind: 'argument-count', function: 'platform_profile_notify', few: true },
    { kind: 'argument-count', function: 'platform_profile_remove', few: true },
    { kind: 'incompatible-argument', function: 'platform_profile_register' },
    { kind: 'incompatible-argument', function: 'devm_platform_profile_register' },
  ],
  oldForm: { type: 'struct platform_profile_handler' },
  newForm: { type: 'struct platform_profile_ops' },
  rewrite: [{ kind: 'platform-profiles' }],
  semantics:
    'The profile belongs to the device that is named where the handler is registered: see that it is the one of this driver, and that it exists by then.',
};
