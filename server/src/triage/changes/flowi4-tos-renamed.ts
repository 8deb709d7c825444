import type { Change } from '../change.ts';

export const flowi4TosRenamed: Change = {
  id: 'flowi4-tos-renamed',
  symbol: 'struct flowi4.flowi4_tos',
  title: 'flowi4_tos is now flowi4_dscp',
  summary: 'The field has the type dscp_t now, which does not hold the two congestion (ECN) bits.',
  advice:
    'Write `flow.flowi4_dscp = inet_dsfield_to_dscp(tos)`, and call `inet_dscp_to_dsfield()` to read it.',
  since: '6.18',
  old: 'flow.flowi4_tos = tos;',
  new: 'flow.flowi4_dscp = inet_dsfield_to_dscp(tos);',
  replacement: 'flowi4_dscp',
  explains: [{ kind: 'no-member', struct: 'flowi4', member: 'flowi4_tos' }],
  oldForm: { constant: 'flowi4_tos' },
  newForm: { constant: 'flowi4_dscp' },
  rewrite: [
    {
      ...{ kind: 'assignment', struct: 'flowi4', member: 'flowi4_tos', operator: '=' },
      to: '$accessflowi4_dscp = inet_dsfield_to_dscp($value)',
    },
    {
      ...{ kind: 'initializer', struct: 'flowi4', member: 'flowi4_tos' },
      to: 'flowi4_dscp = inet_dsfield_to_dscp($value)',
    },
    {
      ...{ kind: 'read', struct: 'flowi4', member: 'flowi4_tos' },
      to: 'inet_dscp_to_dsfield($accessflowi4_dscp)',
    },
  ],
};
