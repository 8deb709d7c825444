import type { Change } from '../change.ts';

export const chSwitchNotifyTakesBitmap: Change = {
  id: 'ch-switch-notify-takes-bitmap',
  symbol: 'cfg80211_ch_switch_notify',
  title: 'cfg80211_ch_switch_notify() takes a bitmap of punctured channels',
  summary:
    'Kernels 6.3 to 6.8 take it behind the link (since 6.0); later ones have it in the definition of the channel.',
  advice: 'Write `cfg80211_ch_switch_notify(dev, &chandef, 0, 0)` for 6.3 to 6.8 alone.',
  since: '6.3',
  old: 'cfg80211_ch_switch_notify(dev, &chandef, 0)',
  new: 'cfg80211_ch_switch_notify(dev, &chandef, 0, 0)',
  explains: [{ kind: 'argument-count', function: 'cfg80211_ch_switch_notify', few: true }],
  oldForm: {
    any: [
      { function: 'cfg80211_ch_switch_notify', parameters: 2 },
      { function: 'cfg80211_ch_switch_notify', parameters: 3 },
    ],
  },
  newForm: { function: 'cfg80211_ch_switch_notify', parameters: 4 },
};
