import type { Change } from '../change.ts';

export const roamInfoHasLinks: Change = {
  id: 'roam-info-has-links',
  symbol: 'struct cfg80211_roam_info.bss',
  title: 'cfg80211_roam_info.bss is in links[]',
  summary: 'A connection can have several links, each with its own channel, BSS and address.',
  advice: 'Write `info.links[0].bss`, and the same for `bssid` and `channel`.',
  since: '6.0',
  old: 'info.bss = bss',
  new: 'info.links[0].bss = bss',
  explains: [
    { kind: 'no-member', struct: 'cfg80211_roam_info', member: 'bss' },
    { kind: 'no-member', struct: 'cfg80211_roam_info', member: 'bssid' },
    { kind: 'no-member', struct: 'cfg80211_roam_info', member: 'channel' },
  ],
  oldForm: { struct: 'cfg80211_roam_info', member: 'bss' },
  newForm: {
    all: [{ type: 'struct cfg80211_roam_info' }, { not: { struct: 'cfg80211_roam_info', member: 'bss' } }],
  },
  rewrite: [
    { kind: 'member', struct: 'cfg80211_roam_info', from: 'bss', to: 'links[0].bss' },
    { kind: 'member', struct: 'cfg80211_roam_info', from: 'bssid', to: 'links[0].bssid' },
    { kind: 'member', struct: 'cfg80211_roam_info', from: 'channel', to: 'links[0].channel' },
  ],
};
