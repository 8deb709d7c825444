import type { Change } from '../change.ts';

export const udpTunnelTakesSock: Change = {
  id: 'udp-tunnel-takes-sock',
  symbol: 'udp_tunnel_sock_release',
  title: 'The functions for UDP tunnels take a struct sock',
  summary: 'They took the struct socket around it only to look at its sock.',
  advice: 'Pass `sock->sk` instead of `sock`.',
  goneBy: '7.3',
  old: 'udp_tunnel_sock_release(sock)',
  new: 'udp_tunnel_sock_release(sock->sk)',
  explains: [
    { kind: 'incompatible-argument', function: 'udp_tunnel_sock_release' },
    { kind: 'incompatible-argument', function: 'setup_udp_tunnel_sock' },
    { kind: 'incompatible-argument', function: 'udp_tunnel_push_rx_port' },
    { kind: 'incompatible-argument', function: 'udp_tunnel_drop_rx_port' },
    { kind: 'incompatible-argument', function: 'udp_tunnel_notify_add_rx_port' },
    { kind: 'incompatible-argument', function: 'udp_tunnel_notify_del_rx_port' },
  ],
  oldForm: { function: 'udp_tunnel_sock_release', parameter: 0, type: 'struct socket *' },
  newForm: { function: 'udp_tunnel_sock_release', parameter: 0, type: 'struct sock *' },
  rewrite: [
    { kind: 'call', name: 'udp_tunnel_sock_release', arguments: 1, to: 'udp_tunnel_sock_release($p1->sk)' },
    {
      kind: 'call',
      name: 'setup_udp_tunnel_sock',
      arguments: 3,
      to: 'setup_udp_tunnel_sock($1, $p2->sk, $3)',
    },
    {
      kind: 'call',
      name: 'udp_tunnel_push_rx_port',
      arguments: 3,
      to: 'udp_tunnel_push_rx_port($1, $p2->sk, $3)',
    },
    {
      kind: 'call',
      name: 'udp_tunnel_drop_rx_port',
      arguments: 3,
      to: 'udp_tunnel_drop_rx_port($1, $p2->sk, $3)',
    },
    {
      kind: 'call',
      name: 'udp_tunnel_notify_add_rx_port',
      arguments: 2,
      to: 'udp_tunnel_notify_add_rx_port($p1->sk, $2)',
    },
    {
      kind: 'call',
      name: 'udp_tunnel_notify_del_rx_port',
      arguments: 2,
      to: 'udp_tunnel_notify_del_rx_port($p1->sk, $2)',
    },
  ],
};
