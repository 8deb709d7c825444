import type { Change } from '../change.ts';

export const mgdPrepareTxTakesInfo: Change = {
  id: 'mgd-prepare-tx-takes-info',
  symbol: 'struct ieee80211_ops.mgd_prepare_tx',
  title: 'mgd_prepare_tx() takes a prep_tx_info',
  summary: 'The duration is one of several things that the driver is told.',
  advice: 'Write `struct ieee80211_prep_tx_info *info` and use `info->duration`.',
  since: '5.14',
  old: 'static void foo_mgd_prepare_tx(struct ieee80211_hw *hw, struct ieee80211_vif *vif, u16 duration)',
  new: 'static void foo_mgd_prepare_tx(struct ieee80211_hw *hw, struct ieee80211_vif *vif, struct ieee80211_prep_tx_info *info)',
  explains: [
    {
      kind: 'incompatible-value',
      member: 'mgd_prepare_tx',
      expected: 'void (*)(struct ieee80211_hw *, struct ieee80211_vif *, struct ieee80211_prep_tx_info *)',
    },
  ],
  oldForm: { struct: 'ieee80211_ops', member: 'mgd_prepare_tx', parameter: { at: 2, type: 'u16' } },
  newForm: {
    struct: 'ieee80211_ops',
    member: 'mgd_prepare_tx',
    parameter: { at: 2, type: 'struct ieee80211_prep_tx_info *' },
  },
};
