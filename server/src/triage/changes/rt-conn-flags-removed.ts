import type { Change } from '../change.ts';

export const rtConnFlagsRemoved: Change = {
  id: 'rt-conn-flags-removed',
  symbol: 'RT_CONN_FLAGS',
  title: 'RT_CONN_FLAGS() and RT_CONN_FLAGS_TOS() are gone',
  summary: 'The type of service and the scope of a route are given apart.',
  advice:
    'For the type of service write `RT_TOS(inet_sk(sk)->tos)`; the scope, which RT_CONN_FLAGS() had in its lowest bit, is the member `flowi4_scope`, by `ip_sock_rt_scope(sk)`.',
  since: '6.9',
  old: 'fl4->flowi4_tos = RT_CONN_FLAGS(sk);',
  new: 'fl4->flowi4_tos = RT_TOS(inet_sk(sk)->tos); fl4->flowi4_scope = ip_sock_rt_scope(sk);',
  explains: [
    { kind: 'undeclared-function', name: 'RT_CONN_FLAGS' },
    { kind: 'undeclared', name: 'RT_CONN_FLAGS' },
    { kind: 'undefined-symbol', name: 'RT_CONN_FLAGS' },
    { kind: 'undeclared-function', name: 'RT_CONN_FLAGS_TOS' },
    { kind: 'undeclared', name: 'RT_CONN_FLAGS_TOS' },
    { kind: 'undefined-symbol', name: 'RT_CONN_FLAGS_TOS' },
  ],
  oldForm: { callable: 'RT_CONN_FLAGS' },
  newForm: { all: [{ callable: 'ip_sock_rt_scope' }, { not: { callable: 'RT_CONN_FLAGS' } }] },
  rewrite: [
    {
      kind: 'call',
      name: 'RT_CONN_FLAGS',
      arguments: 1,
      to: '(RT_TOS(inet_sk($1)->tos) | sock_flag($1, SOCK_LOCALROUTE))',
    },
    {
      kind: 'call',
      name: 'RT_CONN_FLAGS_TOS',
      arguments: 2,
      to: '(RT_TOS($2) | sock_flag($1, SOCK_LOCALROUTE))',
    },
  ],
  semantics:
    'Newer kernels take only the type of service from flowi4_tos: a socket that must not use a gateway (SO_DONTROUTE) needs flowi4_scope set by ip_sock_rt_scope(sk) as well.',
};
