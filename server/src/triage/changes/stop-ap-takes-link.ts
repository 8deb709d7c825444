import type { Change } from '../change.ts';

export const stopApTakesLink: Change = {
  id: 'stop-ap-takes-link',
  symbol: 'struct cfg80211_ops.stop_ap',
  title: 'stop_ap() takes a link',
  summary: 'An access point can have several links.',
  advice: 'Add `unsigned int link_id`.',
  since: '6.0',
  old: 'static int foo_stop_ap(struct wiphy *wiphy, struct net_device *dev)',
  new: 'static int foo_stop_ap(struct wiphy *wiphy, struct net_device *dev, unsigned int link_id)',
  explains: [
    {
      kind: 'incompatible-value',
      member: 'stop_ap',
      expected: 'int (*)(struct wiphy *, struct net_device *, unsigned int)',
    },
  ],
  oldForm: { struct: 'cfg80211_ops', member: 'stop_ap', parameters: 2 },
  newForm: { struct: 'cfg80211_ops', member: 'stop_ap', parameters: 3 },
  rewrite: [
    {
      kind: 'callback',
      struct: 'cfg80211_ops',
      member: 'stop_ap',
      was: 2,
      parameters: ['$1', '$2', 'unsigned int link_id'],
    },
  ],
};
