import type { Change } from '../change.ts';

export const ttyWriteRoomUnsigned: Change = {
  id: 'tty-write-room-unsigned',
  symbol: 'struct tty_operations.write_room',
  title: 'write_room() and chars_in_buffer() return unsigned int',
  summary: 'A number of characters is not negative.',
  advice: 'Return `unsigned int`, and 0 where you returned an error.',
  since: '5.14',
  old: 'static int foo_write_room(struct tty_struct *tty)',
  new: 'static unsigned int foo_write_room(struct tty_struct *tty)',
  explains: [
    {
      kind: 'incompatible-value',
      member: 'write_room',
      expected: 'unsigned int (*)(struct tty_struct *)',
    },
    {
      kind: 'incompatible-value',
      member: 'chars_in_buffer',
      expected: 'unsigned int (*)(struct tty_struct *)',
    },
  ],
  oldForm: { struct: 'tty_operations', member: 'write_room', returns: 'int' },
  newForm: { struct: 'tty_operations', member: 'write_room', returns: 'unsigned int' },
  rewrite: ['tty_operations', 'usb_serial_driver'].flatMap((struct) =>
    ['write_room', 'chars_in_buffer'].map((member) => ({
      ...{ kind: 'callback', struct, member },
      returns: 'unsigned int',
    })),
  ),
  semantics: 'A negative value, such as -ENODEV, is a large number now: return 0 in its place.',
};
