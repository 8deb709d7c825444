import type { Change } from '../change.ts';

export const netdevAddressReadOnly: Change = {
  id: 'netdev-address-read-only',
  symbol: 'struct net_device.dev_addr',
  title: 'net_device.dev_addr is read-only',
  summary:
    'The addresses of network devices are kept in a tree, so the member is a pointer to const and may be changed only through functions.',
  advice:
    'Call `eth_hw_addr_set(dev, address)` or `dev_addr_mod(dev, offset, bytes, length)`; both have existed since 5.15, and in 5.10 kernels since 5.10.188.',
  since: '5.17',
  old: 'memcpy(dev->dev_addr, address, ETH_ALEN)',
  new: 'eth_hw_addr_set(dev, address)',
  replacement: 'eth_hw_addr_set',
  source: 'commit adeef3e32146',
  explains: [
    { kind: 'read-only', target: '*dev_addr*' },
    { kind: 'discarded-qualifier', function: 'memcpy', position: 1 },
    { kind: 'discarded-qualifier', function: '__builtin_memcpy', position: 1 },
    { kind: 'discarded-qualifier', function: 'ether_addr_copy', position: 1 },
    { kind: 'discarded-qualifier', function: 'eth_random_addr', position: 1 },
  ],
  oldForm: { struct: 'net_device', member: 'dev_addr', type: 'unsigned char *' },
  newForm: { callable: 'dev_addr_mod' },
  rewrite: [
    {
      kind: 'call-on-member',
      name: 'memcpy',
      position: 1,
      member: 'dev_addr',
      to: 'dev_addr_mod($object, 0, $2, $3)',
    },
    {
      kind: 'call-on-member',
      name: 'ether_addr_copy',
      position: 1,
      member: 'dev_addr',
      to: 'eth_hw_addr_set($object, $2)',
    },
    {
      kind: 'call-on-member',
      name: 'eth_random_addr',
      position: 1,
      member: 'dev_addr',
      to: 'eth_hw_addr_random($object)',
    },
    {
      kind: 'element-assignment',
      member: 'dev_addr',
      to: 'dev_addr_mod($object, $index, &(u8){ $value }, 1)',
    },
  ],
};
