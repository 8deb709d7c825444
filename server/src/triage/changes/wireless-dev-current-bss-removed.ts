import type { Change } from '../change.ts';

export const wirelessDevCurrentBssRemoved: Change = {
  id: 'wireless-dev-current-bss-removed',
  symbol: 'struct wireless_dev.current_bss',
  title: 'wireless_dev has no current_bss',
  summary: 'Each link of a connection has its own BSS, and cfg80211 keeps them to itself.',
  advice: 'Ask `wdev->connected` whether there is a connection.',
  since: '6.0',
  old: 'if (wdev->current_bss)',
  new: 'if (wdev->connected)',
  replacement: 'connected',
  explains: [{ kind: 'no-member', struct: 'wireless_dev', member: 'current_bss' }],
  oldForm: { struct: 'wireless_dev', member: 'current_bss' },
  newForm: { struct: 'wireless_dev', member: 'connected' },
};
