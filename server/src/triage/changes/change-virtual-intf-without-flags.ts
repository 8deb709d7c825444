import type { Change } from '../change.ts';

export const changeVirtualIntfWithoutFlags: Change = {
  id: 'change-virtual-intf-without-flags',
  symbol: 'struct cfg80211_ops.change_virtual_intf',
  title: 'add_virtual_intf() and change_virtual_intf() have no flags',
  summary: 'The flags of a monitor are a member of struct vif_params.',
  advice: 'Drop the parameter `u32 *flags` and use `params->flags`.',
  since: '4.12',
  old: 'static int foo_change_virtual_intf(struct wiphy *wiphy, struct net_device *dev, enum nl80211_iftype type, u32 *flags, struct vif_params *params)',
  new: 'static int foo_change_virtual_intf(struct wiphy *wiphy, struct net_device *dev, enum nl80211_iftype type, struct vif_params *params)',
  source: 'commit 818a986e4ebe',
  explains: [
    {
      kind: 'incompatible-value',
      member: 'change_virtual_intf',
      expected: 'int (*)(struct wiphy *, struct net_device *, enum nl80211_iftype, struct vif_params *)',
    },
    {
      kind: 'incompatible-value',
      member: 'add_virtual_intf',
      expected: '*enum nl80211_iftype, struct vif_params *)',
    },
  ],
  oldForm: { struct: 'cfg80211_ops', member: 'change_virtual_intf', parameters: 5 },
  newForm: { struct: 'cfg80211_ops', member: 'change_virtual_intf', parameters: 4 },
};
