import type { Change } from '../change.ts';

export const getTxPowerTakesLink: Change = {
  id: 'get-tx-power-takes-link',
  symbol: 'struct cfg80211_ops.get_tx_power',
  title: 'get_tx_power() takes a link',
  summary: 'Each link of a connection has its own power.',
  advice: 'Add `unsigned int link_id` in front of the last parameter.',
  since: '6.14',
  old: 'static int foo_get_tx_power(struct wiphy *wiphy, struct wireless_dev *wdev, int *dbm)',
  new: 'static int foo_get_tx_power(struct wiphy *wiphy, struct wireless_dev *wdev, unsigned int link_id, int *dbm)',
  explains: [{ kind: 'incompatible-value', member: 'get_tx_power' }],
  oldForm: { struct: 'cfg80211_ops', member: 'get_tx_power', parameters: 3 },
  newForm: { struct: 'cfg80211_ops', member: 'get_tx_power', parameters: 4 },
  rewrite: [
    {
      ...{ kind: 'callback', struct: 'cfg80211_ops', member: 'get_tx_power', was: 3 },
      parameters: ['$1', '$2', 'unsigned int link_id', '$3'],
    },
  ],
};
