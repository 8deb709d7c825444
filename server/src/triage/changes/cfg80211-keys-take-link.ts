import type { Change } from '../change.ts';

export const cfg80211KeysTakeLink: Change = {
  id: 'cfg80211-keys-take-link',
  symbol: 'struct cfg80211_ops.add_key',
  title: 'add_key() and its like take a link',
  summary:
    'Each link of a connection has its own keys; -1 is for all of them. In 7.3, the first three take a wireless_dev in place of the net_device.',
  advice:
    'Add `int link_id` as third parameter of `add_key()`, `get_key()`, `del_key()`, `set_default_key()` and `set_default_mgmt_key()`.',
  since: '6.1',
  old: 'static int foo_del_key(struct wiphy *wiphy, struct net_device *dev, u8 index, bool pairwise, const u8 *mac)',
  new: 'static int foo_del_key(struct wiphy *wiphy, struct net_device *dev, int link_id, u8 index, bool pairwise, const u8 *mac)',
  explains: [
    { kind: 'incompatible-value', member: 'add_key' },
    { kind: 'incompatible-value', member: 'get_key' },
    { kind: 'incompatible-value', member: 'del_key' },
    { kind: 'incompatible-value', member: 'set_default_key' },
    { kind: 'incompatible-value', member: 'set_default_mgmt_key' },
  ],
  oldForm: { struct: 'cfg80211_ops', member: 'del_key', parameters: 5 },
  newForm: { struct: 'cfg80211_ops', member: 'del_key', parameters: 6 },
};
