import type { Change } from '../change.ts';

export const groupAtRemoved: Change = {
  id: 'group-at-removed',
  symbol: 'GROUP_AT',
  title: 'GROUP_AT() is gone',
  summary: 'The groups of a process are one array, no longer a list of blocks.',
  advice: 'Use `group_info->gid[index]`.',
  since: '4.9',
  old: 'GROUP_AT(group_info, index)',
  new: 'group_info->gid[index]',
  replacement: 'gid',
  explains: [
    { kind: 'undeclared-function', name: 'GROUP_AT' },
    { kind: 'no-member', struct: 'group_info', member: 'blocks' },
    { kind: 'no-member', struct: 'group_info', member: 'nblocks' },
  ],
  oldForm: { callable: 'GROUP_AT' },
  newForm: { struct: 'group_info', member: 'gid' },
};
