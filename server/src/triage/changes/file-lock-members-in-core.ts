import type { Change } from '../change.ts';

const members = ['type', 'flags', 'file', 'list', 'link', 'owner', 'pid', 'wait', 'link_cpu'];

export const fileLockMembersInCore: Change = {
  id: 'file-lock-members-in-core',
  symbol: 'struct file_lock.fl_type',
  title: 'file_lock has its core in a member',
  summary: 'Locks and leases of files are structs of their own, and what they share is in a file_lock_core.',
  advice: 'Write `lock->c.flc_type`. Of a lease, the struct is `file_lease`.',
  since: '6.9',
  old: 'lock->fl_type',
  new: 'lock->c.flc_type',
  replacement: 'c.flc_type',
  explains: members.map((member) => ({ kind: 'no-member', struct: 'file_lock', member: `fl_${member}` })),
  oldForm: { struct: 'file_lock', member: 'fl_type' },
  newForm: { struct: 'file_lock', member: 'c' },
  rewrite: [
    ...members.map((member) => ({
      ...{ kind: 'member' as const, struct: 'file_lock', from: `fl_${member}` },
      to: `c.flc_${member}`,
    })),
    {
      kind: 'argument',
      functions: ['list_for_each_entry', 'list_first_entry', 'list_entry'],
      ...{ position: 3, is: 'fl_list', to: 'c.flc_list' },
    },
    {
      kind: 'argument',
      functions: ['list_for_each_entry_safe'],
      ...{ position: 4, is: 'fl_list', to: 'c.flc_list' },
    },
  ],
};
