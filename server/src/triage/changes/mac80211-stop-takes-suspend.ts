import type { Change } from '../change.ts';

export const mac80211StopTakesSuspend: Change = {
  id: 'mac80211-stop-takes-suspend',
  symbol: 'struct ieee80211_ops.stop',
  title: 'ieee80211_ops.stop takes a suspend flag',
  summary: 'A driver can leave its device otherwise where the machine goes to sleep.',
  advice: 'Add `bool suspend`.',
  since: '6.11',
  old: 'static void foo_stop(struct ieee80211_hw *hw)',
  new: 'static void foo_stop(struct ieee80211_hw *hw, bool suspend)',
  explains: [
    { kind: 'incompatible-value', member: 'stop', expected: 'void (*)(struct ieee80211_hw *, bool)' },
    { kind: 'incompatible-value', member: 'stop', expected: 'void (*)(struct ieee80211_hw *, _Bool)' },
  ],
  oldForm: { struct: 'ieee80211_ops', member: 'stop', parameters: 1 },
  newForm: { struct: 'ieee80211_ops', member: 'stop', parameters: 2 },
  rewrite: [
    { kind: 'callback', struct: 'ieee80211_ops', member: 'stop', was: 1, parameters: ['$1', 'bool suspend'] },
  ],
};
