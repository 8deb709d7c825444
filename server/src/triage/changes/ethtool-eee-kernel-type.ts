import type { Change } from '../change.ts';

/** Calls a function that takes the masks of user space, with the link modes of the kernel. */
const adapter = `static int $adapter(struct net_device *device, struct ethtool_keee *modes)
{
	struct ethtool_eee masks = {
		.eee_active = modes->eee_active,
		.eee_enabled = modes->eee_enabled,
		.tx_lpi_enabled = modes->tx_lpi_enabled,
		.tx_lpi_timer = modes->tx_lpi_timer,
	};
	int result;

	ethtool_convert_link_mode_to_legacy_u32(&masks.supported, modes->supported);
	ethtool_convert_link_mode_to_legacy_u32(&masks.advertised, modes->advertised);
	ethtool_convert_link_mode_to_legacy_u32(&masks.lp_advertised, modes->lp_advertised);
	result = $callback(device, &masks);
	ethtool_convert_legacy_u32_to_link_mode(modes->supported, masks.supported);
	ethtool_convert_legacy_u32_to_link_mode(modes->advertised, masks.advertised);
	ethtool_convert_legacy_u32_to_link_mode(modes->lp_advertised, masks.lp_advertised);
	modes->eee_active = masks.eee_active;
	modes->eee_enabled = masks.eee_enabled;
	modes->tx_lpi_enabled = masks.tx_lpi_enabled;
	modes->tx_lpi_timer = masks.tx_lpi_timer;
	return result;
}`;

export const ethtoolEeeKernelType: Change = {
  id: 'ethtool-eee-kernel-type',
  symbol: 'struct ethtool_ops.get_eee',
  title: 'get_eee() and set_eee() take ethtool_keee',
  summary:
    'The kernel keeps its own type beside that of user space; what was a mask of 32 bits is a bitmap of link modes in it.',
  advice:
    'Write `struct ethtool_keee *` and use `supported`, `advertised` and `lp_advertised` with `linkmode_set_bit()` and its like.',
  since: '6.9',
  old: 'static int foo_get_eee(struct net_device *dev, struct ethtool_eee *eee)',
  new: 'static int foo_get_eee(struct net_device *dev, struct ethtool_keee *eee)',
  replacement: 'ethtool_keee',
  explains: [
    {
      kind: 'incompatible-value',
      member: 'get_eee',
      expected: 'int (*)(struct net_device *, struct ethtool_keee *)',
    },
    {
      kind: 'incompatible-value',
      member: 'set_eee',
      expected: 'int (*)(struct net_device *, struct ethtool_keee *)',
    },
  ],
  oldForm: { struct: 'ethtool_ops', member: 'get_eee', parameter: { at: 1, type: 'struct ethtool_eee *' } },
  newForm: { struct: 'ethtool_ops', member: 'get_eee', parameter: { at: 1, type: 'struct ethtool_keee *' } },
  rewrite: ['get_eee', 'set_eee'].map((member) => ({
    ...{ kind: 'adapter', struct: 'ethtool_ops', member, suffix: '_modes', text: adapter },
    parameter: { at: 1, type: 'struct ethtool_eee *' },
  })),
};
