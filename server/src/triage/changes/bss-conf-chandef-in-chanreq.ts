import type { Change } from '../change.ts';

export const bssConfChandefInChanreq: Change = {
  id: 'bss-conf-chandef-in-chanreq',
  symbol: 'struct ieee80211_bss_conf.chandef',
  title: 'ieee80211_bss_conf.chandef is chanreq.oper',
  summary: 'What is asked of a channel is more than the channel itself.',
  advice: 'Use `bss_conf->chanreq.oper`.',
  since: '6.9',
  old: 'vif->bss_conf.chandef',
  new: 'vif->bss_conf.chanreq.oper',
  replacement: 'chanreq.oper',
  explains: [{ kind: 'no-member', struct: 'ieee80211_bss_conf', member: 'chandef' }],
  oldForm: { struct: 'ieee80211_bss_conf', member: 'chandef' },
  newForm: { struct: 'ieee80211_bss_conf', member: 'chanreq' },
  rewrite: [
    { kind: 'path', from: ['bss_conf', 'chandef'], to: ['bss_conf', 'chanreq', 'oper'] },
    { kind: 'member', struct: 'ieee80211_bss_conf', from: 'chandef', to: 'chanreq.oper' },
  ],
};
