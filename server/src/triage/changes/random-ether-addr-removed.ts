import type { Change } from '../change.ts';

export const randomEtherAddrRemoved: Change = {
  id: 'random-ether-addr-removed',
  symbol: 'random_ether_addr',
  title: 'random_ether_addr() is gone',
  summary: 'It was another name of eth_random_addr().',
  advice: 'Call `eth_random_addr()`, or `eth_hw_addr_random(dev)` for the address of a network device.',
  goneBy: '6.1',
  old: 'random_ether_addr(address)',
  new: 'eth_random_addr(address)',
  replacement: 'eth_random_addr',
  explains: [
    { kind: 'undeclared-function', name: 'random_ether_addr' },
    { kind: 'undeclared', name: 'random_ether_addr' },
    { kind: 'undefined-symbol', name: 'random_ether_addr' },
  ],
  oldForm: { callable: 'random_ether_addr' },
  newForm: { callable: 'eth_random_addr' },
  rewrite: [{ kind: 'rename', from: 'random_ether_addr', to: 'eth_random_addr' }],
};
