import type { Change } from '../change.ts';

export const protoRecvmsgWithoutNoblock: Change = {
  id: 'proto-recvmsg-without-noblock',
  symbol: 'struct proto.recvmsg',
  title: 'proto.recvmsg takes no noblock',
  summary: 'Whether it waits is one of the flags, MSG_DONTWAIT.',
  advice: 'Leave the parameter out, and use `flags & MSG_DONTWAIT` in its place.',
  since: '5.19',
  old: 'static int foo_recvmsg(struct sock *sk, struct msghdr *msg, size_t len, int noblock, int flags, int *addr_len)',
  new: 'static int foo_recvmsg(struct sock *sk, struct msghdr *msg, size_t len, int flags, int *addr_len)',
  explains: [
    {
      kind: 'incompatible-value',
      member: 'recvmsg',
      expected: 'int (*)(struct sock *, struct msghdr *, size_t, int, int *)',
    },
  ],
  oldForm: { struct: 'proto', member: 'recvmsg', parameters: 6 },
  newForm: { struct: 'proto', member: 'recvmsg', parameters: 5 },
  rewrite: [
    {
      ...{ kind: 'callback', struct: 'proto', member: 'recvmsg', was: 6 },
      parameters: ['$1', '$2', '$3', '$5', '$6'],
      prologue: 'int $name4 = $name5 & MSG_DONTWAIT;',
    },
  ],
};
