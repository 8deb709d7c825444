import type { Change } from '../change.ts';

export const genlUserhdrAccessor: Change = {
  id: 'genl-userhdr-accessor',
  symbol: 'struct genl_info.userhdr',
  title: 'genl_info.userhdr has an accessor',
  summary: 'The header of the user follows that of generic netlink.',
  advice: 'Call `genl_info_userhdr(info)`.',
  since: '6.6',
  old: 'info->userhdr',
  new: 'genl_info_userhdr(info)',
  replacement: 'genl_info_userhdr',
  explains: [{ kind: 'no-member', struct: 'genl_info', member: 'userhdr' }],
  oldForm: { struct: 'genl_info', member: 'userhdr' },
  newForm: { callable: 'genl_info_userhdr' },
  rewrite: [{ kind: 'read', struct: 'genl_info', member: 'userhdr', to: 'genl_info_userhdr($object)' }],
};
