import type { Change } from '../change.ts';

export const tdlsMgmtTakesLink: Change = {
  id: 'tdls-mgmt-takes-link',
  symbol: 'struct cfg80211_ops.tdls_mgmt',
  title: 'tdls_mgmt() takes a link',
  summary: 'A connection can have several links, and a direct link to a peer is set up on one of them.',
  advice: 'Add `int link_id` behind the peer.',
  since: '6.5',
  old: 'static int foo_tdls_mgmt(struct wiphy *wiphy, struct net_device *dev, const u8 *peer, u8 action_code, …)',
  new: 'static int foo_tdls_mgmt(struct wiphy *wiphy, struct net_device *dev, const u8 *peer, int link_id, u8 action_code, …)',
  source: 'commit c6112046b1a9',
  explains: [
    {
      kind: 'incompatible-value',
      member: 'tdls_mgmt',
      expected: 'int (*)(struct wiphy *, struct net_device *, const u8 *, int, *',
    },
    {
      kind: 'incompatible-value',
      member: 'tdls_mgmt',
      expected: 'int (*)(struct wiphy *, struct net_device *, const unsigned char *, int, *',
    },
  ],
  oldForm: { struct: 'cfg80211_ops', member: 'tdls_mgmt', parameters: 10 },
  newForm: { struct: 'cfg80211_ops', member: 'tdls_mgmt', parameters: 11 },
  rewrite: [
    {
      kind: 'callback',
      struct: 'cfg80211_ops',
      member: 'tdls_mgmt',
      was: 10,
      parameters: ['$1', '$2', '$3', 'int link_id', '$4', '$5', '$6', '$7', '$8', '$9', '$10'],
    },
  ],
};
