import type { Change } from '../change.ts';

export const netifFLltxRemoved: Change = {
  id: 'netif-f-lltx-removed',
  symbol: 'NETIF_F_LLTX',
  title: 'NETIF_F_LLTX is now net_device.lltx',
  summary: 'That a device needs no lock to transmit is not a feature that users can turn off.',
  advice: 'Write `dev->lltx = true`.',
  since: '6.12',
  old: 'dev->features |= NETIF_F_LLTX;',
  new: 'dev->lltx = true;',
  replacement: 'lltx',
  explains: [{ kind: 'undeclared', name: 'NETIF_F_LLTX' }],
  oldForm: { constant: 'NETIF_F_LLTX' },
  newForm: { struct: 'net_device', member: 'lltx' },
  rewrite: [
    {
      ...{ kind: 'flag', struct: 'net_device', member: 'features', flag: 'NETIF_F_LLTX' },
      to: '$accesslltx = true',
    },
  ],
};
