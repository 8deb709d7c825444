import type { Change } from '../change.ts';

export const acceptTakesProtoAcceptArg: Change = {
  id: 'accept-takes-proto-accept-arg',
  symbol: 'struct proto_ops.accept',
  title: 'accept() takes its flags in a struct',
  summary: 'The flags, and whether the kernel itself accepts, are members of struct proto_accept_arg.',
  advice:
    'Take `struct proto_accept_arg *arg` as the third parameter, and read `arg->flags` and `arg->kern`.',
  since: '6.10',
  old: 'static int foo_accept(struct socket *sock, struct socket *newsock, int flags, bool kern)',
  new: 'static int foo_accept(struct socket *sock, struct socket *newsock, struct proto_accept_arg *arg)',
  explains: [{ kind: 'incompatible-value', member: 'accept', expected: '*struct proto_accept_arg *)' }],
  oldForm: { struct: 'proto_ops', member: 'accept', parameters: 4 },
  newForm: { struct: 'proto_ops', member: 'accept', parameters: 3 },
  rewrite: [
    {
      ...{ kind: 'callback', struct: 'proto_ops', member: 'accept', was: 4 },
      parameters: ['$1', '$2', 'struct proto_accept_arg *arg'],
      prologue: 'int $name3 = arg->flags;\n\tbool $name4 __maybe_unused = arg->kern;',
    },
  ],
};
