import type { Change } from '../change.ts';

export const blockPageMkwriteReturnRenamed: Change = {
  id: 'block-page-mkwrite-return-renamed',
  symbol: 'block_page_mkwrite_return',
  title: 'block_page_mkwrite_return() is now vmf_fs_error()',
  summary: 'It makes the same of each error.',
  advice: 'Call `vmf_fs_error(error)`.',
  since: '6.6',
  old: 'block_page_mkwrite_return(error)',
  new: 'vmf_fs_error(error)',
  replacement: 'vmf_fs_error',
  explains: [{ kind: 'undeclared-function', name: 'block_page_mkwrite_return' }],
  oldForm: { function: 'block_page_mkwrite_return' },
  newForm: { function: 'vmf_fs_error' },
  rewrite: [{ kind: 'rename', from: 'block_page_mkwrite_return', to: 'vmf_fs_error' }],
};
