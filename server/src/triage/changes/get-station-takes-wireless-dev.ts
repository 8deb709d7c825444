import type { Change } from '../change.ts';

export const getStationTakesWirelessDev: Change = {
  id: 'get-station-takes-wireless-dev',
  symbol: 'struct cfg80211_ops.get_station',
  title: 'get_station() takes a wireless_dev',
  summary: 'A station belongs to a wireless device, which may not have a network device.',
  advice: 'Take a `struct wireless_dev *` instead of the `struct net_device *`.',
  since: '7.1',
  old: 'static int foo_get_station(struct wiphy *wiphy, struct net_device *dev, const u8 *mac, struct station_info *info)',
  new: 'static int foo_get_station(struct wiphy *wiphy, struct wireless_dev *wdev, const u8 *mac, struct station_info *info)',
  explains: [
    {
      kind: 'incompatible-value',
      expected: 'int (*)(struct wiphy *, struct wireless_dev *, const u8 *, struct station_info *)',
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
};
