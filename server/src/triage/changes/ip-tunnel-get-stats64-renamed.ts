import type { Change } from '../change.ts';

export const ipTunnelGetStats64Renamed: Change = {
  id: 'ip-tunnel-get-stats64-renamed',
  symbol: 'ip_tunnel_get_stats64',
  title: 'ip_tunnel_get_stats64() is now dev_get_tstats64()',
  summary: 'Every network device with statistics per processor can use it.',
  advice: 'Set `.ndo_get_stats64 = dev_get_tstats64`.',
  goneBy: '6.1',
  old: '.ndo_get_stats64 = ip_tunnel_get_stats64,',
  new: '.ndo_get_stats64 = dev_get_tstats64,',
  replacement: 'dev_get_tstats64',
  explains: [
    { kind: 'undeclared-function', name: 'ip_tunnel_get_stats64' },
    { kind: 'undeclared', name: 'ip_tunnel_get_stats64' },
    { kind: 'undefined-symbol', name: 'ip_tunnel_get_stats64' },
  ],
  oldForm: { function: 'ip_tunnel_get_stats64' },
  newForm: { all: [{ function: 'dev_get_tstats64' }, { not: { function: 'ip_tunnel_get_stats64' } }] },
  rewrite: [{ kind: 'rename', from: 'ip_tunnel_get_stats64', to: 'dev_get_tstats64' }],
};
