import type { Change } from '../change.ts';

export const informBssScanWidthRemoved: Change = {
  id: 'inform-bss-scan-width-removed',
  symbol: 'struct cfg80211_inform_bss.scan_width',
  title: 'cfg80211_inform_bss.scan_width is gone',
  summary: 'Nothing could set the channel width of a scan, so that it was always 20 MHz.',
  advice: 'Leave the line out where the kernel has no such member.',
  since: '6.7',
  old: '.scan_width = NL80211_BSS_CHAN_WIDTH_20,',
  new: '(nothing)',
  source: 'commit 5add321c329b',
  explains: [{ kind: 'no-member', struct: 'cfg80211_inform_bss', member: 'scan_width' }],
  oldForm: { struct: 'cfg80211_inform_bss', member: 'scan_width' },
  newForm: {
    all: [
      { struct: 'cfg80211_inform_bss', member: 'chan' },
      { not: { struct: 'cfg80211_inform_bss', member: 'scan_width' } },
    ],
  },
  rewrite: [
    { kind: 'initializer', struct: 'cfg80211_inform_bss', member: 'scan_width' },
    { kind: 'assignment', struct: 'cfg80211_inform_bss', member: 'scan_width', operator: '=' },
  ],
};
