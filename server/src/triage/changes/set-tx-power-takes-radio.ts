import type { Change } from '../change.ts';

export const setTxPowerTakesRadio: Change = {
  id: 'set-tx-power-takes-radio',
  symbol: 'struct cfg80211_ops.set_tx_power',
  title: 'set_tx_power() takes a radio index',
  summary: 'A device can have several radios; -1 means all of them.',
  advice: 'Add `int radio_idx` behind the wireless_dev.',
  since: '6.17',
  old: 'static int foo_set_tx_power(struct wiphy *wiphy, struct wireless_dev *wdev, enum nl80211_tx_power_setting type, int mbm)',
  new: 'static int foo_set_tx_power(struct wiphy *wiphy, struct wireless_dev *wdev, int radio_idx, enum nl80211_tx_power_setting type, int mbm)',
  explains: [{ kind: 'incompatible-value', member: 'set_tx_power' }],
  oldForm: { struct: 'cfg80211_ops', member: 'set_tx_power', parameters: 4 },
  newForm: { struct: 'cfg80211_ops', member: 'set_tx_power', parameters: 5 },
  rewrite: [
    {
      kind: 'callback',
      struct: 'cfg80211_ops',
      member: 'set_tx_power',
      was: 4,
      parameters: ['$1', '$2', 'int radio_idx', '$3', '$4'],
    },
  ],
};
