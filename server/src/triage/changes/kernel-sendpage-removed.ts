import type { Change } from '../change.ts';

export const kernelSendpageRemoved: Change = {
  id: 'kernel-sendpage-removed',
  symbol: 'kernel_sendpage',
  title: 'kernel_sendpage() is gone',
  summary: 'Pages are now sent with the ordinary call for messages and a flag.',
  advice: 'Call `sock_sendmsg()` with MSG_SPLICE_PAGES.',
  since: '6.5',
  old: 'kernel_sendpage(sock, page, offset, size, flags)',
  new: 'sock_sendmsg(sock, &msg) with MSG_SPLICE_PAGES in msg.msg_flags',
  replacement: 'sock_sendmsg',
  source: 'commit dc97391e6610',
  explains: [
    { kind: 'undeclared-function', name: 'kernel_sendpage' },
    { kind: 'undeclared', name: 'kernel_sendpage' },
    { kind: 'undefined-symbol', name: 'kernel_sendpage' },
  ],
  oldForm: { callable: 'kernel_sendpage' },
  newForm: { constant: 'MSG_SPLICE_PAGES' },
};
