import type { Change } from '../change.ts';

export const nullfuncGetTakesLink: Change = {
  id: 'nullfunc-get-takes-link',
  symbol: 'ieee80211_nullfunc_get',
  title: 'ieee80211_nullfunc_get() takes a link',
  summary: 'A frame is sent on one link of a connection; -1 is for a device without several.',
  advice: 'Write `ieee80211_nullfunc_get(hw, vif, -1, qos_ok)`.',
  since: '6.1',
  old: 'ieee80211_nullfunc_get(hw, vif, qos_ok)',
  new: 'ieee80211_nullfunc_get(hw, vif, -1, qos_ok)',
  explains: [
    { kind: 'argument-count', function: 'ieee80211_nullfunc_get', few: true },
    { kind: 'argument-count', function: 'ieee80211_nullfunc_get', few: false },
  ],
  oldForm: { function: 'ieee80211_nullfunc_get', parameters: 3 },
  newForm: { function: 'ieee80211_nullfunc_get', parameters: 4 },
  rewrite: [
    {
      kind: 'call',
      name: 'ieee80211_nullfunc_get',
      arguments: 3,
      to: 'ieee80211_nullfunc_get($1, $2, -1, $3)',
    },
  ],
};
