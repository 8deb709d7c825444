import type { Change } from '../change.ts';

export const devSetMacAddressTakesStorage: Change = {
  id: 'dev-set-mac-address-takes-storage',
  symbol: 'dev_set_mac_address',
  title: 'dev_set_mac_address() takes a sockaddr_storage',
  summary:
    'An address may be longer than the 14 bytes of a `struct sockaddr`; only as many as the device has are read.',
  advice:
    'Declare the address as `struct sockaddr_storage`. A cast of a `struct sockaddr` is enough for a device whose addresses have at most 14 bytes, such as Ethernet.',
  since: '6.16',
  old: 'dev_set_mac_address(dev, &address, NULL)',
  new: 'dev_set_mac_address(dev, (struct sockaddr_storage *)&address, NULL)',
  replacement: 'sockaddr_storage',
  explains: [{ kind: 'incompatible-argument', function: 'dev_set_mac_address', position: 2 }],
  oldForm: { function: 'dev_set_mac_address', parameter: 1, type: 'struct sockaddr *' },
  newForm: { function: 'dev_set_mac_address', parameter: 1, type: 'struct sockaddr_storage *' },
  rewrite: [
    { kind: 'cast', function: 'dev_set_mac_address', position: 2, type: 'struct sockaddr_storage *' },
  ],
};
