import type { Change } from '../change.ts';

/** These take a pointer to a folio since then as well. */
const takers = ['block_write_begin', 'cont_write_begin', 'simple_write_begin', 'netfs_write_begin'];

/** Calls a function that makes a page ready, and gives the folio around it. */
const adapter = `static int $adapter(struct file *file, struct address_space *mapping, loff_t pos, unsigned int len,
		    struct folio **foliop, void **fsdata)
{
	struct page *page;
	int result = $callback(file, mapping, pos, len, &page, fsdata);

	if (result == 0)
		*foliop = page_folio(page);
	return result;
}`;

export const writeBeginTakesFolio: Change = {
  id: 'write-begin-takes-folio',
  symbol: 'struct address_space_operations.write_begin',
  title: 'write_begin and write_end take a folio',
  summary: 'They gave and took one page of the file; a folio may have several.',
  advice:
    'Declare the target of write_begin `struct folio **foliop`, and the page of write_end `struct folio *folio`; `folio_page(folio, 0)` and `page_folio(page)` go from one to the other.',
  since: '6.12',
  old: 'static int foo_write_end(…, struct page *page, void *fsdata)',
  new: 'static int foo_write_end(…, struct folio *folio, void *fsdata)',
  explains: [
    { kind: 'incompatible-value', via: 'initialization', member: 'write_begin', actual: '*struct page **' },
    { kind: 'incompatible-value', via: 'initialization', member: 'write_end', actual: '*struct page **' },
    { kind: 'incompatible-argument', function: 'generic_write_end', expected: 'struct folio *' },
    { kind: 'incompatible-argument', function: 'block_write_end', expected: 'struct folio *' },
    { kind: 'incompatible-argument', function: '__block_write_begin', expected: 'struct folio *' },
    { kind: 'incompatible-argument', function: 'block_write_begin', expected: 'struct folio **' },
  ],
  oldForm: {
    any: [
      {
        struct: 'address_space_operations',
        member: 'write_end',
        parameter: { at: 5, type: 'struct page *' },
      },
    ],
  },
  newForm: {
    struct: 'address_space_operations',
    member: 'write_end',
    parameter: { at: 5, type: 'struct folio *' },
  },
  rewrite: [
    {
      ...{ kind: 'callback', struct: 'address_space_operations', member: 'write_begin', was: 6 },
      parameters: ['$1', '$2', '$3', '$4', 'struct folio **$name5', '$6'],
      onlyPassed: { parameter: 5, to: takers },
    },
    {
      ...{ kind: 'adapter', struct: 'address_space_operations', member: 'write_begin', suffix: '_folio' },
      ...{ parameter: { at: 4, type: 'struct page **' }, unlessPassedTo: takers, text: adapter },
    },
    {
      ...{ kind: 'callback', struct: 'address_space_operations', member: 'write_end', was: 7 },
      parameters: ['$1', '$2', '$3', '$4', '$5', 'struct folio *folio', '$7'],
      prologue: 'struct page *$name6 = &folio->page;',
      passed: { 6: 'page_folio($6)' },
    },
    ...['generic_write_end', 'block_write_end'].map((name) => ({
      ...{ kind: 'call' as const, name, arguments: 7, where: { position: 6, is: ['page'] } },
      to: `${name}($1, $2, $3, $4, $5, page_folio($6), $7)`,
    })),
    {
      ...{ kind: 'call', name: '__block_write_begin', arguments: 4, where: { position: 1, is: ['page'] } },
      to: '__block_write_begin(page_folio($1), $2, $3, $4)',
    },
  ],
};
