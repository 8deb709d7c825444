import type { Change } from '../change.ts';

export const skbRecvDatagramWithoutNoblock: Change = {
  id: 'skb-recv-datagram-without-noblock',
  symbol: 'skb_recv_datagram',
  title: 'skb_recv_datagram() takes no noblock',
  summary: 'Whether it waits is one of the flags, MSG_DONTWAIT, as everywhere else.',
  advice: 'Call `skb_recv_datagram(sk, flags, &err)`; the flags of recvmsg() have `MSG_DONTWAIT` already.',
  since: '5.19',
  old: 'skb_recv_datagram(sk, flags, noblock, &err)',
  new: 'skb_recv_datagram(sk, flags | (noblock ? MSG_DONTWAIT : 0), &err)',
  explains: [
    { kind: 'argument-count', function: 'skb_recv_datagram' },
    { kind: 'incompatible-argument', function: 'skb_recv_datagram', position: 3 },
    { kind: 'integer-pointer', function: 'skb_recv_datagram' },
  ],
  oldForm: { function: 'skb_recv_datagram', parameters: 4 },
  newForm: { function: 'skb_recv_datagram', parameters: 3 },
  rewrite: [
    {
      kind: 'call',
      name: 'skb_recv_datagram',
      arguments: 4,
      to: 'skb_recv_datagram($1, $p2 | ($p3 ? MSG_DONTWAIT : 0), $4)',
    },
  ],
};
