import type { Change } from '../change.ts';

export const uprobeRegisterReturnsUprobe: Change = {
  id: 'uprobe-register-returns-uprobe',
  symbol: 'uprobe_register',
  title: 'uprobe_register() returns the probe',
  summary:
    'It has the offset of the reference counter too, and returns a struct uprobe, which unregistering takes.',
  advice:
    '`uprobe = uprobe_register(inode, offset, ref_ctr_offset, consumer)`; `uprobe_unregister_nosync(uprobe, consumer)` and `uprobe_unregister_sync()`.',
  goneBy: '6.12',
  old: 'uprobe_register(inode, offset, &consumer)',
  new: 'uprobe_register(inode, offset, 0, &consumer)',
  explains: [
    { kind: 'argument-count', function: 'uprobe_register' },
    { kind: 'macro-arguments', macro: 'uprobe_register' },
    { kind: 'integer-pointer', function: 'uprobe_register' },
    { kind: 'undeclared-function', name: 'uprobe_unregister' },
  ],
  oldForm: { callable: 'uprobe_register', parameters: 3 },
  newForm: { callable: 'uprobe_register', parameters: 4 },
};
