import type { Change } from '../change.ts';

export const i2cClassDdcRemoved: Change = {
  id: 'i2c-class-ddc-removed',
  symbol: 'I2C_CLASS_DDC',
  title: 'I2C_CLASS_DDC is gone',
  summary: 'The kernel no longer probes the DDC buses of displays for devices by itself.',
  advice:
    'Remove the class from your adapters. A driver that was bound through `detect` on such buses has to create its devices itself, with `i2c_new_client_device()`.',
  since: '6.8',
  old: 'adapter.class = I2C_CLASS_DDC;',
  new: '(nothing)',
  source: 'commit ed8d84530ab0',
  explains: [{ kind: 'undeclared', name: 'I2C_CLASS_DDC' }],
  oldForm: { constant: 'I2C_CLASS_DDC' },
  newForm: { all: [{ header: 'linux/i2c.h' }, { not: { constant: 'I2C_CLASS_DDC' } }] },
  rewrite: [
    { kind: 'initializer', struct: 'i2c_adapter', member: 'class', value: 'I2C_CLASS_DDC' },
    { kind: 'initializer', struct: 'i2c_driver', member: 'class', value: 'I2C_CLASS_DDC' },
    { kind: 'assignment', member: 'class', operator: '=', values: ['I2C_CLASS_DDC'] },
    { kind: 'assignment', member: 'class', operator: '|=', values: ['I2C_CLASS_DDC'] },
    { kind: 'rename', from: 'I2C_CLASS_DDC', to: '0' },
  ],
};
