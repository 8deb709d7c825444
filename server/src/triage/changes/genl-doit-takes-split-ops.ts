import type { Change } from '../change.ts';

export const genlDoitTakesSplitOps: Change = {
  id: 'genl-doit-takes-split-ops',
  symbol: 'struct genl_family.pre_doit',
  title: 'pre_doit() and post_doit() of generic netlink take a struct genl_split_ops',
  summary:
    'The kernel calls them with an operation that is either a request or a dump, which has a type of its own.',
  advice: 'Write `const struct genl_split_ops *ops` as the first parameter of both.',
  since: '6.2',
  old: 'static int foo_pre_doit(const struct genl_ops *ops, struct sk_buff *skb, struct genl_info *info)',
  new: 'static int foo_pre_doit(const struct genl_split_ops *ops, struct sk_buff *skb, struct genl_info *info)',
  replacement: 'struct genl_split_ops',
  source: 'commit 20b0b53aca43',
  explains: [
    { kind: 'incompatible-value', member: 'pre_doit', actual: '*const struct genl_ops *' },
    { kind: 'incompatible-value', member: 'post_doit', actual: '*const struct genl_ops *' },
  ],
  oldForm: {
    all: [
      {
        struct: 'genl_family',
        member: 'pre_doit',
        parameter: { at: 0, type: 'const struct genl_ops *' },
      },
      {
        struct: 'genl_family',
        member: 'post_doit',
        parameter: { at: 0, type: 'const struct genl_ops *' },
      },
    ],
  },
  newForm: {
    struct: 'genl_family',
    member: 'pre_doit',
    parameter: { at: 0, type: 'const struct genl_split_ops *' },
  },
  rewrite: [
    {
      kind: 'callback',
      struct: 'genl_family',
      member: 'pre_doit',
      parameters: ['const struct genl_split_ops *$name1', '$2', '$3'],
    },
    {
      kind: 'callback',
      struct: 'genl_family',
      member: 'post_doit',
      parameters: ['const struct genl_split_ops *$name1', '$2', '$3'],
    },
  ],
};
