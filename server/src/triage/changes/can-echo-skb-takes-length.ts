import type { Change } from '../change.ts';

export const canEchoSkbTakesLength: Change = {
  id: 'can-echo-skb-takes-length',
  symbol: 'can_put_echo_skb',
  title: 'can_put_echo_skb(), can_get_echo_skb() and can_free_echo_skb() take the length of the frame',
  summary:
    'The length on the wire is kept for the limit of bytes in the queue. A driver that does not use that passes 0 and NULL.',
  advice:
    'Write `can_put_echo_skb(skb, dev, index, 0)`, `can_get_echo_skb(dev, index, NULL)` and `can_free_echo_skb(dev, index, NULL)`.',
  goneBy: '6.1',
  old: 'can_put_echo_skb(skb, dev, index)',
  new: 'can_put_echo_skb(skb, dev, index, 0)',
  explains: [
    { kind: 'argument-count', function: 'can_put_echo_skb', few: true },
    { kind: 'argument-count', function: 'can_get_echo_skb', few: true },
    { kind: 'argument-count', function: 'can_free_echo_skb', few: true },
  ],
  oldForm: { function: 'can_put_echo_skb', parameters: 3 },
  newForm: {
    all: [
      { function: 'can_put_echo_skb', parameters: 4 },
      { function: 'can_free_echo_skb', parameters: 3 },
    ],
  },
  rewrite: [
    { kind: 'call', name: 'can_put_echo_skb', arguments: 3, to: 'can_put_echo_skb($1, $2, $3, 0)' },
    { kind: 'call', name: 'can_get_echo_skb', arguments: 2, to: 'can_get_echo_skb($1, $2, NULL)' },
    { kind: 'call', name: 'can_free_echo_skb', arguments: 2, to: 'can_free_echo_skb($1, $2, NULL)' },
  ],
};
