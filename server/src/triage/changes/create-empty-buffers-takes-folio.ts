import type { Change } from '../change.ts';

export const createEmptyBuffersTakesFolio: Change = {
  id: 'create-empty-buffers-takes-folio',
  symbol: 'create_empty_buffers',
  title: 'create_empty_buffers() takes a folio',
  summary: 'It returns the first buffer as well.',
  advice: 'Pass `page_folio(page)`.',
  since: '6.7',
  old: 'create_empty_buffers(page, size, state)',
  new: 'create_empty_buffers(page_folio(page), size, state)',
  replacement: 'page_folio(page)',
  explains: [{ kind: 'incompatible-argument', function: 'create_empty_buffers', position: 1 }],
  oldForm: { function: 'create_empty_buffers', parameter: 0, type: 'struct page *' },
  newForm: { function: 'create_empty_buffers', parameter: 0, type: 'struct folio *' },
  rewrite: [
    {
      ...{ kind: 'call', name: 'create_empty_buffers', arguments: 3, where: { position: 1, is: ['page'] } },
      to: 'create_empty_buffers(page_folio($1), $2, $3)',
    },
  ],
};
