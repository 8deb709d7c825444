import type { Change } from '../change.ts';

export const moduleSupportedDeviceRemoved: Change = {
  id: 'module-supported-device-removed',
  symbol: 'MODULE_SUPPORTED_DEVICE',
  title: 'MODULE_SUPPORTED_DEVICE() is gone',
  summary: 'The macro never did anything.',
  advice: 'Remove the line.',
  since: '5.12',
  old: 'MODULE_SUPPORTED_DEVICE("foo");',
  new: '(nothing)',
  explains: [
    { kind: 'implicit-int', name: 'MODULE_SUPPORTED_DEVICE' },
    { kind: 'unexpected-token', line: 'MODULE_SUPPORTED_DEVICE' },
    { kind: 'undeclared-function', name: 'MODULE_SUPPORTED_DEVICE' },
  ],
  oldForm: { callable: 'MODULE_SUPPORTED_DEVICE' },
  newForm: { all: [{ header: 'linux/module.h' }, { not: { callable: 'MODULE_SUPPORTED_DEVICE' } }] },
  rewrite: [{ kind: 'drop-call', name: 'MODULE_SUPPORTED_DEVICE' }],
};
