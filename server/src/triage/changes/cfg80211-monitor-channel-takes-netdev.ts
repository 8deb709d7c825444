import type { Change } from '../change.ts';

export const cfg80211MonitorChannelTakesNetdev: Change = {
  id: 'cfg80211-monitor-channel-takes-netdev',
  symbol: 'struct cfg80211_ops.set_monitor_channel',
  title: 'set_monitor_channel() takes the net_device',
  summary:
    'The callback is now told which interface it is about; stable 6.12 kernels have this change as well.',
  advice: 'Add `struct net_device *dev` as the second parameter.',
  since: '6.13',
  old: 'static int foo_set_monitor_channel(struct wiphy *wiphy, struct cfg80211_chan_def *chandef)',
  new: 'static int foo_set_monitor_channel(struct wiphy *wiphy, struct net_device *dev, struct cfg80211_chan_def *chandef)',
  source: 'commit 9c4f83092775',
  explains: [
    {
      kind: 'incompatible-value',
      member: 'set_monitor_channel',
      expected: 'int (*)(struct wiphy *, struct net_device *, struct cfg80211_chan_def *)',
    },
  ],
  oldForm: { struct: 'cfg80211_ops', member: 'set_monitor_channel', parameters: 2 },
  newForm: { struct: 'cfg80211_ops', member: 'set_monitor_channel', parameters: 3 },
  rewrite: [
    {
      kind: 'callback',
      struct: 'cfg80211_ops',
      member: 'set_monitor_channel',
      was: 2,
      parameters: ['$1', 'struct net_device *dev', '$2'],
    },
  ],
};
