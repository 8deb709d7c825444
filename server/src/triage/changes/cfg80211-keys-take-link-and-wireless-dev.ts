import type { Change } from '../change.ts';
import { keyCallbacks } from './cfg80211-keys-take-link.ts';

/** Keys of a connection as a whole are still those of its network device. */
const ofNetDevice = 'set_default_key';

export const cfg80211KeysTakeLinkAndWirelessDev: Change = {
  id: 'cfg80211-keys-take-link-and-wireless-dev',
  symbol: 'struct cfg80211_ops.add_key',
  title: 'add_key() and its like take a wireless_dev and a link',
  summary:
    'Each link of a connection has its own keys (since 6.1); -1 is for all of them. They belong to a wireless device, which may not have a network device.',
  advice:
    'Add `int link_id` as third parameter of `add_key()`, `get_key()`, `del_key()`, `set_default_key()` and `set_default_mgmt_key()`, and take a `struct wireless_dev *` instead of the `struct net_device *`, which is its `netdev`, but in `set_default_key()`.',
  since: '7.1',
  old: 'static int foo_del_key(struct wiphy *wiphy, struct net_device *dev, u8 index, bool pairwise, const u8 *mac)',
  new: 'static int foo_del_key(struct wiphy *wiphy, struct wireless_dev *wdev, int link_id, u8 index, bool pairwise, const u8 *mac)',
  explains: Object.keys(keyCallbacks).map((member) => ({
    ...{ kind: 'incompatible-value', member },
    actual: 'int (*)(struct wiphy *, struct net_device *, u8*',
  })),
  oldForm: { struct: 'cfg80211_ops', member: 'del_key', parameters: 5 },
  newForm: {
    all: [
      { struct: 'cfg80211_ops', member: 'del_key', parameters: 6 },
      { struct: 'cfg80211_ops', member: 'del_key', parameter: { at: 1, type: 'struct wireless_dev *' } },
    ],
  },
  rewrite: Object.entries(keyCallbacks).map(([member, was]) => {
    const rest = ['int link_id', ...Array.from({ length: was - 2 }, (_, at) => `$${at + 3}`)];
    const callback = { kind: 'callback' as const, struct: 'cfg80211_ops', member, was };
    if (member === ofNetDevice) return { ...callback, parameters: ['$1', '$2', ...rest] };
    return {
      ...callback,
      parameters: ['$1', 'struct wireless_dev *wireless', ...rest],
      prologue: 'struct net_device *$name2 = wireless->netdev;',
      passed: { 2: '$p2->ieee80211_ptr' },
    };
  }),
};
