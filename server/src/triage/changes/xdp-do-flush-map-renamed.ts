import type { Change } from '../change.ts';

export const xdpDoFlushMapRenamed: Change = {
  id: 'xdp-do-flush-map-renamed',
  symbol: 'xdp_do_flush_map',
  title: 'xdp_do_flush_map() is now xdp_do_flush()',
  summary: 'The old name had long stood for the new one.',
  advice: 'Call `xdp_do_flush()`.',
  goneBy: '6.12',
  old: 'xdp_do_flush_map()',
  new: 'xdp_do_flush()',
  replacement: 'xdp_do_flush',
  explains: [
    { kind: 'undeclared-function', name: 'xdp_do_flush_map' },
    { kind: 'undeclared', name: 'xdp_do_flush_map' },
    { kind: 'undefined-symbol', name: 'xdp_do_flush_map' },
  ],
  oldForm: { callable: 'xdp_do_flush_map' },
  newForm: { callable: 'xdp_do_flush' },
  rewrite: [{ kind: 'rename', from: 'xdp_do_flush_map', to: 'xdp_do_flush' }],
};
