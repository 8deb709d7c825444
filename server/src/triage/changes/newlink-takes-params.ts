import type { Change } from '../change.ts';

export const newlinkTakesParams: Change = {
  id: 'newlink-takes-params',
  symbol: 'struct rtnl_link_ops.newlink',
  title: 'rtnl_link_ops.newlink takes its parameters in a struct',
  summary: 'The namespaces and attributes are members of struct rtnl_newlink_params.',
  advice:
    'Declare it `(struct net_device *dev, struct rtnl_newlink_params *params, struct netlink_ext_ack *extack)`, and use `params->src_net`, `params->tb` and `params->data`; `rtnl_newlink_link_net(params)` is the namespace in which the lower device is looked for.',
  since: '6.15',
  old: 'static int foo_newlink(struct net *src_net, struct net_device *dev, struct nlattr *tb[], struct nlattr *data[], struct netlink_ext_ack *extack)',
  new: 'static int foo_newlink(struct net_device *dev, struct rtnl_newlink_params *params, struct netlink_ext_ack *extack)',
  explains: [{ kind: 'incompatible-value', via: 'initialization', member: 'newlink' }],
  oldForm: { struct: 'rtnl_link_ops', member: 'newlink', parameters: 5 },
  newForm: { struct: 'rtnl_link_ops', member: 'newlink', parameters: 3 },
  rewrite: [
    {
      kind: 'callback',
      struct: 'rtnl_link_ops',
      member: 'newlink',
      was: 5,
      parameters: ['$2', 'struct rtnl_newlink_params *params', '$5'],
      prologue:
        'struct net *$name1 __maybe_unused = params->src_net;\n\tstruct nlattr **$name3 __maybe_unused = params->tb;\n\tstruct nlattr **$name4 __maybe_unused = params->data;\n',
    },
  ],
  semantics:
    'The kernel passes the namespace of the request and that of the link apart: where the lower device is looked up by its index, rtnl_newlink_link_net(params) is the namespace to look in.',
};
