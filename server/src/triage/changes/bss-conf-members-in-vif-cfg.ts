import type { Change } from '../change.ts';

const members = [
  'assoc',
  'aid',
  'arp_addr_list',
  'arp_addr_cnt',
  'ssid',
  'ssid_len',
  'idle',
  'ps',
  'ibss_joined',
  'ibss_creator',
];

export const bssConfMembersInVifCfg: Change = {
  id: 'bss-conf-members-in-vif-cfg',
  symbol: 'struct ieee80211_bss_conf.assoc',
  title: 'ieee80211_bss_conf.assoc and its like are in ieee80211_vif.cfg',
  summary: 'What is the same on all links of an interface is in vif->cfg.',
  advice: 'Write `vif->cfg.assoc` for `vif->bss_conf.assoc`.',
  since: '6.0',
  old: 'vif->bss_conf.assoc',
  new: 'vif->cfg.assoc',
  replacement: 'cfg.assoc',
  explains: members.map((member) => ({ kind: 'no-member', struct: 'ieee80211_bss_conf', member })),
  oldForm: { struct: 'ieee80211_bss_conf', member: 'assoc' },
  newForm: { struct: 'ieee80211_vif_cfg', member: 'assoc' },
  rewrite: members.map((member) => ({ kind: 'path', from: ['bss_conf', member], to: ['cfg', member] })),
};
