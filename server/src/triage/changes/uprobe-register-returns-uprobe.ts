import type { Change } from '../change.ts';

export const uprobeRegisterReturnsUprobe: Change = {
  id: 'uprobe-register-returns-uprobe',
  symbol: 'uprobe_register',
  title: 'uprobe_register() returns the probe',
  summary:
    'It also takes the offset of the reference counter, and returns a struct uprobe, which you pass to unregister.',
  advice:
    'Write `uprobe = uprobe_register(inode, offset, ref_ctr_offset, consumer)`, and later call `uprobe_unregister_nosync(uprobe, consumer)` and `uprobe_unregister_sync()`.',
  since: '6.12',
  old: 'uprobe_register(inode, offset, &consumer)',
  new: 'uprobe_register(inode, offset, 0, &consumer)',
  source: 'commit 3c83a9ad0295',
  explains: [
    { kind: 'argument-count', function: 'uprobe_register' },
    { kind: 'macro-arguments', macro: 'uprobe_register' },
    { kind: 'integer-pointer', function: 'uprobe_register' },
    { kind: 'undeclared-function', name: 'uprobe_unregister' },
  ],
  oldForm: { callable: 'uprobe_register', parameters: 3 },
  newForm: { callable: 'uprobe_register', parameters: 4 },
};
