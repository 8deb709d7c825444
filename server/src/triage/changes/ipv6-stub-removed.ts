import type { Change } from '../change.ts';

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
};
