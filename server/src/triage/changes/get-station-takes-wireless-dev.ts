import type { Change } from '../change.ts';

/** How many parameters each callback has, of which the second is meant. */
const parameters = {
  get_station: 4,
  dump_station: 5,
  add_station: 4,
  del_station: 3,
  change_station: 4,
  add_key: 7,
  get_key: 8,
  del_key: 6,
  set_default_mgmt_key: 4,
  set_default_beacon_key: 4,
};

export const getStationTakesWirelessDev: Change = {
  id: 'get-station-takes-wireless-dev',
  symbol: 'struct cfg80211_ops.get_station',
  title: 'get_station(), add_key() and their like take a wireless_dev',
  summary: 'A station or a key belongs to a wireless device, which may not have a network device.',
  advice:
    'Take a `struct wireless_dev *` instead of the `struct net_device *`, which is its `netdev`, and pass `dev->ieee80211_ptr` to `cfg80211_new_sta()` and `cfg80211_del_sta()`.',
  since: '7.1',
  old: 'static int foo_get_station(struct wiphy *wiphy, struct net_device *dev, const u8 *mac, struct station_info *info)',
  new: 'static int foo_get_station(struct wiphy *wiphy, struct wireless_dev *wdev, const u8 *mac, struct station_info *info)',
  explains: [
    {
      kind: 'incompatible-value',
      expected: 'int (*)(struct wiphy *, struct wireless_dev *, const u8 *, struct station_info *)',
    },
    ...Object.keys(parameters).map((member) => ({
      kind: 'incompatible-value' as const,
      member,
      expected: 'int (*)(struct wiphy *, struct wireless_dev *,*',
    })),
    {
      ...{ kind: 'incompatible-argument', function: 'cfg80211_new_sta', position: 1 },
      expected: 'struct wireless_dev *',
    },
    {
      ...{ kind: 'incompatible-argument', function: 'cfg80211_del_sta', position: 1 },
      expected: 'struct wireless_dev *',
    },
  ],
  oldForm: {
    struct: 'cfg80211_ops',
    member: 'get_station',
    parameter: { at: 1, type: 'struct net_device *' },
  },
  newForm: {
    struct: 'cfg80211_ops',
    member: 'get_station',
    parameter: { at: 1, type: 'struct wireless_dev *' },
  },
  rewrite: [
    ...Object.entries(parameters).map(([member, was]) => ({
      ...{ kind: 'callback' as const, struct: 'cfg80211_ops', member, was },
      parameters: Array.from({ length: was }, (_, at) =>
        at === 1 ? 'struct wireless_dev *wireless' : `$${at + 1}`,
      ),
      prologue: 'struct net_device *$name2 = wireless->netdev;',
      passed: { 2: '$p2->ieee80211_ptr' },
    })),
    {
      ...{ kind: 'call', name: 'cfg80211_new_sta', arguments: 4 },
      to: 'cfg80211_new_sta($p1->ieee80211_ptr, $2, $3, $4)',
    },
    {
      ...{ kind: 'call', name: 'cfg80211_del_sta', arguments: 3 },
      to: 'cfg80211_del_sta($p1->ieee80211_ptr, $2, $3)',
    },
  ],
};
