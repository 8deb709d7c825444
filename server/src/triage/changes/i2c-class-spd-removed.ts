import type { Change } from '../change.ts';

export const i2cClassSpdRemoved: Change = {
  id: 'i2c-class-spd-removed',
  symbol: 'I2C_CLASS_SPD',
  title: 'I2C_CLASS_SPD is gone',
  summary: 'The memory modules of a bus are found by other means than its class.',
  advice: 'Leave the flag out.',
  goneBy: '6.12',
  old: 'adapter->class = I2C_CLASS_HWMON | I2C_CLASS_SPD;',
  new: 'adapter->class = I2C_CLASS_HWMON;',
  explains: [{ kind: 'undeclared', name: 'I2C_CLASS_SPD' }],
  oldForm: { constant: 'I2C_CLASS_SPD' },
  newForm: { all: [{ constant: 'I2C_CLASS_HWMON' }, { not: { constant: 'I2C_CLASS_SPD' } }] },
  rewrite: [{ kind: 'rename', from: 'I2C_CLASS_SPD', to: '0' }],
};
