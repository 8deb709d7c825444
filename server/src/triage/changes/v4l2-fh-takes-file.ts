import type { Change } from '../change.ts';

export const v4l2FhTakesFile: Change = {
  id: 'v4l2-fh-takes-file',
  symbol: 'v4l2_fh_add',
  title: 'v4l2_fh_add() and v4l2_fh_del() take the file',
  summary: 'The handle is now found through the struct file, and these functions store it there.',
  advice: 'Pass the `struct file *` of the open or release function as the second argument.',
  since: '6.18',
  old: 'v4l2_fh_add(&fh->fh)',
  new: 'v4l2_fh_add(&fh->fh, file)',
  explains: [
    { kind: 'argument-count', function: 'v4l2_fh_add' },
    { kind: 'argument-count', function: 'v4l2_fh_del' },
  ],
  oldForm: { function: 'v4l2_fh_add', parameters: 1 },
  newForm: { function: 'v4l2_fh_add', parameters: 2 },
  rewrite: [
    { kind: 'call', name: 'v4l2_fh_add', arguments: 1, to: 'v4l2_fh_add($1, $parameter(struct file *))' },
    { kind: 'call', name: 'v4l2_fh_del', arguments: 1, to: 'v4l2_fh_del($1, $parameter(struct file *))' },
  ],
};
