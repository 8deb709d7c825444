import type { Change } from '../change.ts';

export const csaFinishTakesLink: Change = {
  id: 'csa-finish-takes-link',
  symbol: 'ieee80211_csa_finish',
  title: 'ieee80211_csa_finish() and its like take a link',
  summary: 'A channel is switched on one link of an interface; without several, it is link 0.',
  advice: 'Add `0` at the end.',
  goneBy: '6.12',
  old: 'ieee80211_csa_finish(vif)',
  new: 'ieee80211_csa_finish(vif, 0)',
  explains: [
    { kind: 'argument-count', function: 'ieee80211_csa_finish', few: true },
    { kind: 'argument-count', function: 'ieee80211_beacon_cntdwn_is_complete', few: true },
    { kind: 'argument-count', function: 'ieee80211_beacon_update_cntdwn', few: true },
    { kind: 'argument-count', function: 'ieee80211_chswitch_done', few: true },
  ],
  oldForm: { function: 'ieee80211_csa_finish', parameters: 1 },
  newForm: {
    all: [
      { function: 'ieee80211_csa_finish', parameters: 2 },
      { function: 'ieee80211_chswitch_done', parameters: 3 },
    ],
  },
  rewrite: [
    { kind: 'call', name: 'ieee80211_csa_finish', arguments: 1, to: 'ieee80211_csa_finish($1, 0)' },
    {
      ...{ kind: 'call', name: 'ieee80211_beacon_cntdwn_is_complete', arguments: 1 },
      to: 'ieee80211_beacon_cntdwn_is_complete($1, 0)',
    },
    {
      ...{ kind: 'call', name: 'ieee80211_beacon_update_cntdwn', arguments: 1 },
      to: 'ieee80211_beacon_update_cntdwn($1, 0)',
    },
    { kind: 'call', name: 'ieee80211_chswitch_done', arguments: 2, to: 'ieee80211_chswitch_done($1, $2, 0)' },
  ],
};
