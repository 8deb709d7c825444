import type { Change } from '../change.ts';

const members = ['ht_cap', 'vht_cap', 'he_cap', 'bandwidth', 'rx_nss', 'supp_rates', 'smps_mode'];

export const staMembersInDeflink: Change = {
  id: 'sta-members-in-deflink',
  symbol: 'struct ieee80211_sta.ht_cap',
  title: 'ieee80211_sta has its capabilities in deflink',
  summary:
    'A station may have several links, each with its rates and capabilities; that of a station with one link is deflink.',
  advice: 'Write `sta->deflink.ht_cap`.',
  since: '5.19',
  old: 'sta->ht_cap.ht_supported',
  new: 'sta->deflink.ht_cap.ht_supported',
  replacement: 'deflink.ht_cap',
  explains: members.map((member) => ({ kind: 'no-member', struct: 'ieee80211_sta', member })),
  oldForm: { struct: 'ieee80211_sta', member: 'ht_cap' },
  newForm: { struct: 'ieee80211_sta', member: 'deflink' },
  rewrite: members.map((from) => ({ kind: 'member', struct: 'ieee80211_sta', from, to: `deflink.${from}` })),
};
