import type { Change } from '../change.ts';

export const rateControlAllocWithoutDebugfs: Change = {
  id: 'rate-control-alloc-without-debugfs',
  symbol: 'struct rate_control_ops.alloc',
  title: 'rate_control_ops.alloc no longer takes a debugfs directory',
  summary: 'What a rate control shows in debugfs, it adds where a station comes.',
  advice: 'Drop the parameter `struct dentry *debugfsdir`.',
  goneBy: '5.6',
  old: 'static void *foo_alloc(struct ieee80211_hw *hw, struct dentry *debugfsdir)',
  new: 'static void *foo_alloc(struct ieee80211_hw *hw)',
  explains: [{ kind: 'incompatible-value', member: 'alloc', expected: 'void * (*)(struct ieee80211_hw *)' }],
  oldForm: { struct: 'rate_control_ops', member: 'alloc', parameters: 2 },
  newForm: { struct: 'rate_control_ops', member: 'alloc', parameters: 1 },
};
