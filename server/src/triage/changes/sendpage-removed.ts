import type { Change } from '../change.ts';

export const sendpageRemoved: Change = {
  id: 'sendpage-removed',
  symbol: 'struct proto_ops.sendpage',
  title: 'sendpage() is gone from sockets and files',
  summary: 'Pages are sent by sendmsg() with MSG_SPLICE_PAGES. The system calls fall back to it.',
  advice: 'Remove the member. A socket that sent pages itself looks for `MSG_SPLICE_PAGES` in its sendmsg().',
  since: '6.5',
  old: '.sendpage = sock_no_sendpage,',
  new: '(nothing)',
  explains: [
    { kind: 'no-member', struct: 'proto_ops', member: 'sendpage' },
    { kind: 'no-member', struct: 'proto_ops', member: 'sendpage_locked' },
    { kind: 'no-member', struct: 'proto', member: 'sendpage' },
    { kind: 'no-member', struct: 'file_operations', member: 'sendpage' },
    { kind: 'undeclared', name: 'sock_no_sendpage' },
    { kind: 'undeclared', name: 'sock_no_sendpage_locked' },
  ],
  oldForm: { struct: 'proto_ops', member: 'sendpage' },
  newForm: { all: [{ type: 'struct proto_ops' }, { not: { struct: 'proto_ops', member: 'sendpage' } }] },
  rewrite: [
    { kind: 'initializer', struct: 'proto_ops', member: 'sendpage' },
    { kind: 'initializer', struct: 'proto_ops', member: 'sendpage_locked' },
    { kind: 'initializer', struct: 'proto', member: 'sendpage' },
    { kind: 'initializer', struct: 'file_operations', member: 'sendpage' },
  ],
};
