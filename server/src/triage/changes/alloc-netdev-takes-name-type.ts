import type { Change } from '../change.ts';

export const allocNetdevTakesNameType: Change = {
  id: 'alloc-netdev-takes-name-type',
  symbol: 'alloc_netdev',
  title: 'alloc_netdev() takes where the name is from',
  summary: 'User space can then see whether the kernel or somebody else chose the name of a network device.',
  advice: 'Add `NET_NAME_UNKNOWN` as the third argument; of `alloc_netdev_mqs()` as well.',
  since: '3.17',
  old: 'alloc_netdev(size, "foo%d", setup)',
  new: 'alloc_netdev(size, "foo%d", NET_NAME_UNKNOWN, setup)',
  source: 'commit c835a677331495',
  explains: [
    { kind: 'macro-arguments', macro: 'alloc_netdev' },
    { kind: 'macro-arguments', macro: 'alloc_netdev_mq' },
    { kind: 'argument-count', function: 'alloc_netdev_mqs' },
  ],
  follows: [
    { kind: 'undeclared', name: 'alloc_netdev' },
    { kind: 'undeclared', name: 'alloc_netdev_mq' },
  ],
  oldForm: { macro: 'alloc_netdev', parameters: 3 },
  newForm: { macro: 'alloc_netdev', parameters: 4 },
};
