import type { Change } from '../change.ts';

export const netnsLocalFlagRemoved: Change = {
  id: 'netns-local-flag-removed',
  symbol: 'NETIF_F_NETNS_LOCAL',
  title: 'NETIF_F_NETNS_LOCAL is a member of net_device',
  summary:
    'Whether an interface may change its network namespace is no feature, but the flag netns_immutable.',
  advice: 'Write `dev->netns_immutable = true`. Mainline 6.12 to 6.14 call it `netns_local`.',
  since: '6.12',
  old: 'dev->features |= NETIF_F_NETNS_LOCAL;',
  new: 'dev->netns_immutable = true;',
  replacement: 'netns_immutable',
  explains: [{ kind: 'undeclared', name: 'NETIF_F_NETNS_LOCAL' }],
  oldForm: { constant: 'NETIF_F_NETNS_LOCAL' },
  newForm: { struct: 'net_device', member: 'netns_immutable' },
  rewrite: [
    {
      ...{ kind: 'flag', struct: 'net_device', member: 'features', flag: 'NETIF_F_NETNS_LOCAL' },
      to: '$accessnetns_immutable = true',
    },
  ],
};
