import type { Change } from '../change.ts';

export const getUserPagesRemoteWithoutVmas: Change = {
  id: 'get-user-pages-remote-without-vmas',
  symbol: 'get_user_pages_remote',
  title: 'get_user_pages_remote() no longer returns VMAs',
  summary: 'The parameter for an array of memory areas was removed because hardly any caller used it.',
  advice: 'Remove the last argument but one.',
  since: '6.5',
  old: 'get_user_pages_remote(mm, start, count, flags, pages, NULL, &locked)',
  new: 'get_user_pages_remote(mm, start, count, flags, pages, &locked)',
  source: 'commit ca5e863233e8',
  explains: [
    { kind: 'argument-count', function: 'get_user_pages_remote' },
    { kind: 'macro-arguments', macro: 'get_user_pages_remote' },
  ],
  oldForm: { callable: 'get_user_pages_remote', parameters: 7 },
  newForm: { callable: 'get_user_pages_remote', parameters: 6 },
  rewrite: [
    {
      kind: 'call',
      name: 'get_user_pages_remote',
      arguments: 7,
      where: { position: 6, is: ['NULL'], orUnread: true },
      to: 'get_user_pages_remote($1, $2, $3, $4, $5, $7)',
    },
  ],
};
