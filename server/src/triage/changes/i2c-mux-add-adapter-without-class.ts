import type { Change } from '../change.ts';

export const i2cMuxAddAdapterWithoutClass: Change = {
  id: 'i2c-mux-add-adapter-without-class',
  symbol: 'i2c_mux_add_adapter',
  title: 'i2c_mux_add_adapter() takes no class',
  summary: 'The kernel no longer probes the adapters of multiplexers by class.',
  advice: 'Remove the fourth argument.',
  since: '6.10',
  old: 'i2c_mux_add_adapter(muxc, 0, channel, 0)',
  new: 'i2c_mux_add_adapter(muxc, 0, channel)',
  explains: [{ kind: 'argument-count', function: 'i2c_mux_add_adapter' }],
  oldForm: { function: 'i2c_mux_add_adapter', parameters: 4 },
  newForm: { function: 'i2c_mux_add_adapter', parameters: 3 },
  rewrite: [
    { kind: 'call', name: 'i2c_mux_add_adapter', arguments: 4, to: 'i2c_mux_add_adapter($1, $2, $3)' },
  ],
};
