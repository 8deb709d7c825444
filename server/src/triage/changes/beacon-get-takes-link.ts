import type { Change } from '../change.ts';

export const beaconGetTakesLink: Change = {
  id: 'beacon-get-takes-link',
  symbol: 'ieee80211_beacon_get',
  title: 'ieee80211_beacon_get() takes a link',
  summary: 'An access point may have several links with a beacon each; without them, it is link 0.',
  advice: 'Add `0` at the end.',
  since: '6.0',
  old: 'ieee80211_beacon_get(hw, vif)',
  new: 'ieee80211_beacon_get(hw, vif, 0)',
  explains: [
    { kind: 'argument-count', function: 'ieee80211_beacon_get', few: true },
    { kind: 'argument-count', function: 'ieee80211_beacon_get_tim', few: true },
  ],
  oldForm: { function: 'ieee80211_beacon_get', parameters: 2 },
  newForm: { function: 'ieee80211_beacon_get', parameters: 3 },
  rewrite: [
    { kind: 'call', name: 'ieee80211_beacon_get', arguments: 2, to: 'ieee80211_beacon_get($1, $2, 0)' },
    {
      ...{ kind: 'call', name: 'ieee80211_beacon_get_tim', arguments: 4 },
      to: 'ieee80211_beacon_get_tim($1, $2, $3, $4, 0)',
    },
  ],
};
