import type { Change } from '../change.ts';

export const ttyStoppedInFlow: Change = {
  id: 'tty-stopped-in-flow',
  symbol: 'struct tty_struct.stopped',
  title: 'tty_struct.stopped is now flow.stopped',
  summary:
    'What belongs to the flow, and to the control of a terminal, is in structs of its own with their locks.',
  advice: 'Write `tty->flow.stopped`, and `tty->ctrl.packet`, `tty->ctrl.pgrp` and `tty->ctrl.session`.',
  goneBy: '6.1',
  old: 'tty->stopped',
  new: 'tty->flow.stopped',
  replacement: 'flow.stopped',
  explains: [
    { kind: 'no-member', struct: 'tty_struct', member: 'stopped' },
    { kind: 'no-member', struct: 'tty_struct', member: 'packet' },
    { kind: 'no-member', struct: 'tty_struct', member: 'pgrp' },
    { kind: 'no-member', struct: 'tty_struct', member: 'session' },
  ],
  oldForm: { struct: 'tty_struct', member: 'stopped' },
  newForm: { in: 'linux/tty.h', matches: /\}[^;{}]*\bflow;/ },
  rewrite: [
    { kind: 'member', struct: 'tty_struct', from: 'stopped', to: 'flow.stopped' },
    { kind: 'member', struct: 'tty_struct', from: 'packet', to: 'ctrl.packet' },
    { kind: 'member', struct: 'tty_struct', from: 'pgrp', to: 'ctrl.pgrp' },
    { kind: 'member', struct: 'tty_struct', from: 'session', to: 'ctrl.session' },
  ],
};
