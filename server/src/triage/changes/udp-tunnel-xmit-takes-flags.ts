import type { Change } from '../change.ts';

export const udpTunnelXmitTakesFlags: Change = {
  id: 'udp-tunnel-xmit-takes-flags',
  symbol: 'udp_tunnel_xmit_skb',
  title: 'udp_tunnel_xmit_skb() and udp_tunnel6_xmit_skb() take flags',
  summary: 'The last argument is a set of flags for the control block of the packet.',
  advice: 'Pass 0 as the last argument.',
  since: '6.17',
  old: 'udp_tunnel_xmit_skb(rt, sk, skb, src, dst, tos, ttl, df, sport, dport, xnet, nocheck)',
  new: 'udp_tunnel_xmit_skb(rt, sk, skb, src, dst, tos, ttl, df, sport, dport, xnet, nocheck, 0)',
  explains: [
    { kind: 'argument-count', function: 'udp_tunnel_xmit_skb', few: true },
    { kind: 'argument-count', function: 'udp_tunnel6_xmit_skb', few: true },
  ],
  oldForm: { function: 'udp_tunnel_xmit_skb', parameters: 12 },
  newForm: { function: 'udp_tunnel_xmit_skb', parameters: 13 },
  rewrite: [
    {
      kind: 'call',
      name: 'udp_tunnel_xmit_skb',
      arguments: 12,
      to: 'udp_tunnel_xmit_skb($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0)',
    },
    {
      kind: 'call',
      name: 'udp_tunnel6_xmit_skb',
      arguments: 12,
      to: 'udp_tunnel6_xmit_skb($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0)',
    },
  ],
};
