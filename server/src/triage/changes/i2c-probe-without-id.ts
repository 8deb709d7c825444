import type { Change } from '../change.ts';

export const i2cProbeWithoutId: Change = {
  id: 'i2c-probe-without-id',
  symbol: 'struct i2c_driver.probe',
  title: 'i2c_driver.probe has one parameter',
  summary: 'The entry of the device ID table is no longer passed.',
  advice:
    'Take only `struct i2c_client *client`, and call `i2c_client_get_device_id(client)` where you need the entry.',
  since: '6.3',
  old: 'static int foo_probe(struct i2c_client *client, const struct i2c_device_id *id)',
  new: 'static int foo_probe(struct i2c_client *client)',
  source: 'commit 03c835f498b5',
  explains: [{ kind: 'incompatible-value', member: 'probe', expected: 'int (*)(struct i2c_client *)' }],
  oldForm: { struct: 'i2c_driver', member: 'probe', parameters: 2 },
  newForm: { struct: 'i2c_driver', member: 'probe', parameters: 1 },
  rewrite: [
    {
      kind: 'callback',
      struct: 'i2c_driver',
      member: 'probe',
      was: 2,
      parameters: ['$1'],
      prologue: 'const struct i2c_device_id *$name2 = i2c_client_get_device_id($name1);',
    },
  ],
};
