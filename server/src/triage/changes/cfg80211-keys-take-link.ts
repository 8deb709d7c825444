import type { Change } from '../change.ts';

/** How many parameters each callback has without the link, which stands behind the second one. */
export const keyCallbacks = {
  add_key: 6,
  get_key: 7,
  del_key: 5,
  set_default_key: 5,
  set_default_mgmt_key: 3,
};

export const cfg80211KeysTakeLink: Change = {
  id: 'cfg80211-keys-take-link',
  symbol: 'struct cfg80211_ops.add_key',
  title: 'add_key() and its like take a link',
  summary: 'Each link of a connection has its own keys; -1 is for all of them.',
  advice:
    'Add `int link_id` as third parameter of `add_key()`, `get_key()`, `del_key()`, `set_default_key()` and `set_default_mgmt_key()`.',
  since: '6.1',
  old: 'static int foo_del_key(struct wiphy *wiphy, struct net_device *dev, u8 index, bool pairwise, const u8 *mac)',
  new: 'static int foo_del_key(struct wiphy *wiphy, struct net_device *dev, int link_id, u8 index, bool pairwise, const u8 *mac)',
  explains: Object.keys(keyCallbacks).map((member) => ({ kind: 'incompatible-value', member })),
  oldForm: { struct: 'cfg80211_ops', member: 'del_key', parameters: 5 },
  newForm: {
    all: [
      { struct: 'cfg80211_ops', member: 'del_key', parameters: 6 },
      { struct: 'cfg80211_ops', member: 'del_key', parameter: { at: 1, type: 'struct net_device *' } },
    ],
  },
  rewrite: Object.entries(keyCallbacks).map(([member, was]) => ({
    ...{ kind: 'callback', struct: 'cfg80211_ops', member, was },
    parameters: ['$1', '$2', 'int link_id', ...Array.from({ length: was - 2 }, (_, at) => `$${at + 3}`)],
  })),
};
