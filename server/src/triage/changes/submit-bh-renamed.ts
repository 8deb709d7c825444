import type { Change } from '../change.ts';

/** The functions that a buffer had in b_end_io, if the driver has none of its own. */
const endsOfOperation = ['end_buffer_read_sync', 'end_buffer_write_sync'];

export const submitBhRenamed: Change = {
  id: 'submit-bh-renamed',
  symbol: 'submit_bh',
  title: 'submit_bh() is now bh_submit(), and takes what is called at the end',
  summary:
    'The function that ends the operation was a member of the buffer, b_end_io. It is an argument now, and gets a bio.',
  advice:
    'Call `bh_submit(bh, REQ_OP_READ, bh_end_read)`, or `bh_end_write` for a write, and remove the assignment to `b_end_io`.',
  since: '7.2',
  old: 'bh->b_end_io = end_buffer_read_sync; submit_bh(REQ_OP_READ, bh);',
  new: 'bh_submit(bh, REQ_OP_READ, bh_end_read);',
  replacement: 'bh_submit',
  explains: [
    { kind: 'undeclared-function', name: 'submit_bh' },
    { kind: 'undeclared', name: 'submit_bh' },
    { kind: 'undefined-symbol', name: 'submit_bh' },
    { kind: 'no-member', struct: 'buffer_head', member: 'b_end_io' },
    { kind: 'undeclared-function', name: 'end_buffer_read_sync' },
    { kind: 'undeclared', name: 'end_buffer_read_sync' },
    { kind: 'undefined-symbol', name: 'end_buffer_read_sync' },
    { kind: 'undeclared-function', name: 'end_buffer_write_sync' },
    { kind: 'undeclared', name: 'end_buffer_write_sync' },
    { kind: 'undefined-symbol', name: 'end_buffer_write_sync' },
  ],
  oldForm: { callable: 'submit_bh' },
  newForm: { callable: 'bh_submit' },
  rewrite: [
    { kind: 'assignment', struct: 'buffer_head', member: 'b_end_io', operator: '=', values: endsOfOperation },
    {
      ...{ kind: 'call', name: 'submit_bh', arguments: 2, where: { position: 1, is: ['REQ_OP_READ'] } },
      to: 'bh_submit($2, $1, bh_end_read)',
    },
    {
      ...{ kind: 'call', name: 'submit_bh', arguments: 2, where: { position: 1, is: ['REQ_OP_WRITE'] } },
      to: 'bh_submit($2, $1, bh_end_write)',
    },
    {
      ...{ kind: 'call', name: 'submit_bh', arguments: 2 },
      to: 'bh_submit($2, $1, op_is_write($1) ? bh_end_write : bh_end_read)',
    },
  ],
  semantics:
    'Each operation now ends with bh_end_read() or bh_end_write(), chosen by what it does: check that its buffer had end_buffer_read_sync() or end_buffer_write_sync() in b_end_io, and no function of yours.',
};
