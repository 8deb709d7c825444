import type { Change } from '../change.ts';

export const protoRecvmsgWithoutLength: Change = {
  id: 'proto-recvmsg-without-length',
  symbol: 'struct proto.recvmsg',
  title: 'proto.recvmsg takes no pointer to the length of the address',
  summary: 'The length of the address that the callback writes stands in the message, as msg_namelen.',
  advice: 'Leave the parameter out, and set `msg->msg_namelen`.',
  goneBy: '7.3',
  old: 'static int foo_recvmsg(struct sock *sk, struct msghdr *msg, size_t len, int flags, int *addr_len)',
  new: 'static int foo_recvmsg(struct sock *sk, struct msghdr *msg, size_t len, int flags)',
  explains: [
    {
      kind: 'incompatible-value',
      member: 'recvmsg',
      expected: 'int (*)(struct sock *, struct msghdr *, size_t, int)',
    },
  ],
  oldForm: { struct: 'proto', member: 'recvmsg', parameters: 5 },
  newForm: { struct: 'proto', member: 'recvmsg', parameters: 4 },
  rewrite: [
    {
      ...{ kind: 'callback', struct: 'proto', member: 'recvmsg', was: 5 },
      parameters: ['$1', '$2', '$3', '$4'],
      prologue: 'int *$name5 = &$name2->msg_namelen;',
    },
  ],
};
