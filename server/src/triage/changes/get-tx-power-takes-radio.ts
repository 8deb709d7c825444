import type { Change } from '../change.ts';

export const getTxPowerTakesRadio: Change = {
  id: 'get-tx-power-takes-radio',
  symbol: 'struct cfg80211_ops.get_tx_power',
  title: 'get_tx_power() takes a radio index and a link',
  summary:
    'A device can have several radios, and each link of a connection has its own power (since 6.14); -1 means all radios.',
  advice: 'Add `int radio_idx` and `unsigned int link_id` in front of the last parameter.',
  since: '6.17',
  old: 'static int foo_get_tx_power(struct wiphy *wiphy, struct wireless_dev *wdev, int *dbm)',
  new: 'static int foo_get_tx_power(struct wiphy *wiphy, struct wireless_dev *wdev, int radio_idx, unsigned int link_id, int *dbm)',
  explains: [{ kind: 'incompatible-value', member: 'get_tx_power' }],
  oldForm: {
    any: [
      { struct: 'cfg80211_ops', member: 'get_tx_power', parameters: 3 },
      { struct: 'cfg80211_ops', member: 'get_tx_power', parameters: 4 },
    ],
  },
  newForm: { struct: 'cfg80211_ops', member: 'get_tx_power', parameters: 5 },
  rewrite: [
    {
      ...{ kind: 'callback', struct: 'cfg80211_ops', member: 'get_tx_power', was: 3 },
      parameters: ['$1', '$2', 'int radio_idx', 'unsigned int link_id', '$3'],
    },
    {
      ...{ kind: 'callback', struct: 'cfg80211_ops', member: 'get_tx_power', was: 4 },
      parameters: ['$1', '$2', 'int radio_idx', '$3', '$4'],
    },
  ],
};
