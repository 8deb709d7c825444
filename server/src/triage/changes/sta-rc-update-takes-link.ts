import type { Change } from '../change.ts';

export const staRcUpdateTakesLink: Change = {
  id: 'sta-rc-update-takes-link',
  symbol: 'struct ieee80211_ops.sta_rc_update',
  title: 'sta_rc_update() is link_sta_rc_update(), and gets a link',
  summary: 'A station may have several links, each with rates of its own. The station is `link_sta->sta`.',
  advice:
    'Rename the member, and take a `struct ieee80211_link_sta *` instead of the `struct ieee80211_sta *`.',
  since: '6.13',
  old: '.sta_rc_update = foo_sta_rc_update,',
  new: '.link_sta_rc_update = foo_sta_rc_update,',
  replacement: 'link_sta_rc_update',
  explains: [{ kind: 'no-member', struct: 'ieee80211_ops', member: 'sta_rc_update' }],
  follows: [
    {
      ...{ kind: 'incompatible-value', object: '*' },
      actual: 'void (*)(struct ieee80211_hw *, struct ieee80211_vif *, struct ieee80211_sta *, u32)*',
    },
  ],
  oldForm: { struct: 'ieee80211_ops', member: 'sta_rc_update' },
  newForm: { struct: 'ieee80211_ops', member: 'link_sta_rc_update' },
  rewrite: [
    {
      ...{ kind: 'callback', struct: 'ieee80211_ops', member: 'sta_rc_update' },
      parameters: ['$1', '$2', 'struct ieee80211_link_sta *link_sta', '$4'],
      prologue: 'struct ieee80211_sta *$name3 = link_sta->sta;',
      passed: { 3: '&$p3->deflink' },
    },
    { kind: 'initializer', struct: 'ieee80211_ops', member: 'sta_rc_update', to: 'link_sta_rc_update' },
  ],
};
