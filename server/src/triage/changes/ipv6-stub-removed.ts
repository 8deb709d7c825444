import type { Change } from '../change.ts';

/** What the members of the stub are called, with the same parameters. */
const functionsOfStub = [
  ['ipv6_dst_lookup_flow', 'ip6_dst_lookup_flow'],
  ['ipv6_sock_mc_join', 'ipv6_sock_mc_join'],
  ['ipv6_sock_mc_drop', 'ipv6_sock_mc_drop'],
  ['udpv6_encap_enable', 'udpv6_encap_enable'],
  ['ndisc_send_na', 'ndisc_send_na'],
  ['nd_tbl', '(&nd_tbl)'],
  ['ipv6_fragment', 'ip6_fragment'],
  ['ipv6_dev_find', 'ipv6_dev_find'],
  ['ip6_xmit', 'ip6_xmit'],
] as const;

export const ipv6StubRemoved: Change = {
  id: 'ipv6-stub-removed',
  symbol: 'ipv6_stub',
  title: 'ipv6_stub is gone',
  summary: 'IPv6 can no longer be a module, so its functions are called directly.',
  advice:
    'Call the function itself, such as `ip6_dst_lookup_flow(net, sk, &fl6, NULL)` for `ipv6_stub->ipv6_dst_lookup_flow(…)`, and include <net/ipv6.h>.',
  since: '7.1',
  old: 'ipv6_stub->ipv6_dst_lookup_flow(net, sk, &fl6, NULL)',
  new: 'ip6_dst_lookup_flow(net, sk, &fl6, NULL)',
  replacement: 'ip6_dst_lookup_flow',
  explains: [
    { kind: 'undeclared', name: 'ipv6_stub' },
    { kind: 'missing-header', header: 'net/ipv6_stubs.h' },
    { kind: 'undefined-symbol', name: 'ipv6_stub' },
  ],
  oldForm: { type: 'struct ipv6_stub' },
  newForm: { all: [{ callable: 'ip6_dst_lookup_flow' }, { not: { type: 'struct ipv6_stub' } }] },
  rewrite: [
    ...functionsOfStub.map(([member, to]) => ({ kind: 'direct', object: 'ipv6_stub', member, to }) as const),
    { kind: 'include', from: 'net/ipv6_stubs.h', to: 'net/ip6_route.h' },
  ],
};
