import type { Change } from '../change.ts';

export const pinUserPagesWithoutVmas: Change = {
  id: 'pin-user-pages-without-vmas',
  symbol: 'pin_user_pages',
  title: 'pin_user_pages() no longer returns VMAs',
  summary: 'The parameter for an array of memory areas was removed because hardly any caller used it.',
  advice: 'Remove the last argument.',
  since: '6.5',
  old: 'pin_user_pages(start, count, flags, pages, NULL)',
  new: 'pin_user_pages(start, count, flags, pages)',
  source: 'commit 4c630f307455',
  explains: [
    { kind: 'argument-count', function: 'pin_user_pages' },
    { kind: 'macro-arguments', macro: 'pin_user_pages' },
  ],
  oldForm: { callable: 'pin_user_pages', parameters: 5 },
  newForm: { callable: 'pin_user_pages', parameters: 4 },
  rewrite: [
    {
      kind: 'call',
      name: 'pin_user_pages',
      arguments: 5,
      where: { position: 5, is: ['NULL'], orUnread: true },
      to: 'pin_user_pages($1, $2, $3, $4)',
    },
  ],
};
