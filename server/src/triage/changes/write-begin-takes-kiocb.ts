import type { Change } from '../change.ts';

export const writeBeginTakesKiocb: Change = {
  id: 'write-begin-takes-kiocb',
  symbol: 'struct address_space_operations.write_begin',
  title: 'write_begin and write_end take a kiocb',
  summary: 'They got the file of the request; the request itself knows that and more.',
  advice: 'Declare the first parameter `const struct kiocb *iocb`; the file is `iocb->ki_filp`.',
  since: '6.17',
  old: 'static int foo_write_begin(struct file *file, struct address_space *mapping, …)',
  new: 'static int foo_write_begin(const struct kiocb *iocb, struct address_space *mapping, …)',
  explains: [
    { kind: 'incompatible-value', via: 'initialization', member: 'write_begin' },
    { kind: 'incompatible-value', via: 'initialization', member: 'write_end' },
  ],
  oldForm: {
    struct: 'address_space_operations',
    member: 'write_begin',
    parameter: { at: 0, type: 'struct file *' },
  },
  newForm: {
    struct: 'address_space_operations',
    member: 'write_begin',
    parameter: { at: 0, type: 'const struct kiocb *' },
  },
  rewrite: [
    {
      kind: 'callback',
      struct: 'address_space_operations',
      member: 'write_begin',
      was: 6,
      parameters: ['const struct kiocb *iocb', '$2', '$3', '$4', '$5', '$6'],
      prologue: 'struct file *$name1 = iocb->ki_filp;',
    },
    {
      kind: 'callback',
      struct: 'address_space_operations',
      member: 'write_end',
      was: 7,
      parameters: ['const struct kiocb *iocb', '$2', '$3', '$4', '$5', '$6', '$7'],
      prologue: 'struct file *$name1 = iocb->ki_filp;',
    },
  ],
};
