import type { Change } from '../change.ts';

export const changeBeaconTakesUpdate: Change = {
  id: 'change-beacon-takes-update',
  symbol: 'struct cfg80211_ops.change_beacon',
  title: 'change_beacon() takes a struct cfg80211_ap_update',
  summary: 'More than the beacon of an access point can be changed while it runs.',
  advice: 'Take `struct cfg80211_ap_update *params`; the beacon is `params->beacon`.',
  since: '6.7',
  old: 'static int foo_change_beacon(struct wiphy *wiphy, struct net_device *dev, struct cfg80211_beacon_data *info)',
  new: 'static int foo_change_beacon(struct wiphy *wiphy, struct net_device *dev, struct cfg80211_ap_update *params)',
  source: 'commit bb55441c57cc',
  explains: [
    {
      kind: 'incompatible-value',
      member: 'change_beacon',
      expected: 'int (*)(struct wiphy *, struct net_device *, struct cfg80211_ap_update *)',
    },
  ],
  oldForm: {
    struct: 'cfg80211_ops',
    member: 'change_beacon',
    parameter: { at: 2, type: 'struct cfg80211_beacon_data *' },
  },
  newForm: {
    struct: 'cfg80211_ops',
    member: 'change_beacon',
    parameter: { at: 2, type: 'struct cfg80211_ap_update *' },
  },
  rewrite: [
    {
      ...{ kind: 'callback', struct: 'cfg80211_ops', member: 'change_beacon', was: 3 },
      parameters: ['$1', '$2', 'struct cfg80211_ap_update *update'],
      prologue: 'struct cfg80211_beacon_data *$name3 = &update->beacon;',
    },
  ],
};
