import type { Change } from '../change.ts';

export const i2cProbeNewRemoved: Change = {
  id: 'i2c-probe-new-removed',
  symbol: 'struct i2c_driver.probe_new',
  title: 'i2c_driver.probe_new is gone',
  summary:
    'It was the one-parameter form while `probe` had two parameters; since 6.3, `probe` itself has that form.',
  advice: 'Assign to `.probe`.',
  since: '6.6',
  old: '.probe_new = foo_probe,',
  new: '.probe = foo_probe,',
  replacement: 'probe',
  source: 'commit 5eb1e6e459cf',
  explains: [{ kind: 'no-member', struct: 'i2c_driver', member: 'probe_new' }],
  oldForm: { struct: 'i2c_driver', member: 'probe_new' },
  newForm: { struct: 'i2c_driver', member: 'probe', parameters: 1 },
  rewrite: [{ kind: 'initializer', struct: 'i2c_driver', member: 'probe_new', to: 'probe' }],
};
