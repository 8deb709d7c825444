import type { Change } from '../change.ts';

export const getUserPagesWithoutVmas: Change = {
  id: 'get-user-pages-without-vmas',
  symbol: 'get_user_pages',
  title: 'get_user_pages() no longer returns VMAs',
  summary: 'The parameter for an array of memory areas was removed because hardly any caller used it.',
  advice: 'Remove the last argument.',
  since: '6.5',
  old: 'get_user_pages(start, count, flags, pages, NULL)',
  new: 'get_user_pages(start, count, flags, pages)',
  source: 'commit 54d020692b34',
  explains: [
    { kind: 'argument-count', function: 'get_user_pages' },
    { kind: 'macro-arguments', macro: 'get_user_pages' },
  ],
  oldForm: { callable: 'get_user_pages', parameters: 5 },
  newForm: { callable: 'get_user_pages', parameters: 4 },
  rewrite: [
    {
      kind: 'call',
      name: 'get_user_pages',
      arguments: 5,
      where: { position: 5, is: ['NULL'], orUnread: true },
      to: 'get_user_pages($1, $2, $3, $4)',
    },
  ],
};
