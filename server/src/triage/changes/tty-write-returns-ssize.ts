import type { Change } from '../change.ts';

export const ttyWriteReturnsSsize: Change = {
  id: 'tty-write-returns-ssize',
  symbol: 'struct tty_operations.write',
  title: 'tty_operations.write has other types',
  summary: 'The buffer is of u8, the length is size_t, and the return value is ssize_t.',
  advice: 'Write `ssize_t write(struct tty_struct *tty, const u8 *buffer, size_t count)`.',
  since: '6.6',
  old: 'static int foo_write(struct tty_struct *tty, const unsigned char *buffer, int count)',
  new: 'static ssize_t foo_write(struct tty_struct *tty, const u8 *buffer, size_t count)',
  source: 'commit 95713967ba52',
  explains: [
    {
      kind: 'incompatible-value',
      member: 'write',
      expected: 'ssize_t (*)(struct tty_struct *, const u8 *, size_t)',
    },
  ],
  oldForm: { struct: 'tty_operations', member: 'write', returns: 'int' },
  newForm: { struct: 'tty_operations', member: 'write', returns: 'ssize_t' },
  rewrite: [
    {
      kind: 'callback',
      struct: 'tty_operations',
      member: 'write',
      returns: 'ssize_t',
      parameters: ['$1', 'const u8 *$name2', 'size_t $name3'],
    },
  ],
};
