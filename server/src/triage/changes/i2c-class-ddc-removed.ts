import type { Change } from '../change.ts';

export const i2cClassDdcRemoved: Change = {
  id: 'i2c-class-ddc-removed',
  symbol: 'I2C_CLASS_DDC',
  title: 'I2C_CLASS_DDC is gone',
  summary: 'The kernel no longer looks for devices on the buses of displays by itself.',
  advice:
    'Leave the class out of adapters. A driver that was bound by its `detect` on such buses has to make its devices itself, by `i2c_new_client_device()`.',
  since: '6.8',
  old: 'adapter.class = I2C_CLASS_DDC;',
  new: '(nothing)',
  source: 'commit ed8d84530ab0',
  explains: [{ kind: 'undeclared', name: 'I2C_CLASS_DDC' }],
  oldForm: { constant: 'I2C_CLASS_DDC' },
  newForm: { all: [{ header: 'linux/i2c.h' }, { not: { constant: 'I2C_CLASS_DDC' } }] },
};
