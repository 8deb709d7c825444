import type { Change } from '../change.ts';

export const chSwitchNotifyWithoutBitmap: Change = {
  id: 'ch-switch-notify-without-bitmap',
  symbol: 'cfg80211_ch_switch_notify',
  title: 'cfg80211_ch_switch_notify() no longer takes a bitmap of punctured channels',
  summary: 'The definition of the channel has it. Only kernels 6.3 to 6.8 take it as an argument.',
  advice: 'Drop the last argument; what it was belongs into `chandef.punctured`.',
  since: '6.9',
  old: 'cfg80211_ch_switch_notify(dev, &chandef, 0, 0)',
  new: 'cfg80211_ch_switch_notify(dev, &chandef, 0)',
  explains: [{ kind: 'argument-count', function: 'cfg80211_ch_switch_notify', few: false }],
  oldForm: { function: 'cfg80211_ch_switch_notify', parameters: 4 },
  newForm: { function: 'cfg80211_ch_switch_notify', parameters: 3 },
  rewrite: [
    {
      ...{ kind: 'call', name: 'cfg80211_ch_switch_notify', arguments: 4 },
      where: { position: 4, is: ['0'] },
      to: 'cfg80211_ch_switch_notify($1, $2, $3)',
    },
  ],
};
