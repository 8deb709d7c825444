import type { Change } from '../change.ts';

export const chSwitchNotifyTakesLink: Change = {
  id: 'ch-switch-notify-takes-link',
  symbol: 'cfg80211_ch_switch_notify',
  title: 'cfg80211_ch_switch_notify() takes a link',
  summary: 'A channel is switched on one link of a connection. 5.19.2 has it too.',
  advice: 'Write `cfg80211_ch_switch_notify(dev, &chandef, 0)`.',
  since: '6.0',
  available: '5.19',
  old: 'cfg80211_ch_switch_notify(dev, &chandef)',
  new: 'cfg80211_ch_switch_notify(dev, &chandef, 0)',
  explains: [{ kind: 'argument-count', function: 'cfg80211_ch_switch_notify', few: true }],
  oldForm: { function: 'cfg80211_ch_switch_notify', parameters: 2 },
  newForm: { function: 'cfg80211_ch_switch_notify', parameters: 3 },
  rewrite: [
    {
      ...{ kind: 'call', name: 'cfg80211_ch_switch_notify', arguments: 2 },
      to: 'cfg80211_ch_switch_notify($1, $2, 0)',
    },
  ],
};
