import type { Change } from '../change.ts';

export const localPortsInOneWord: Change = {
  id: 'local-ports-in-one-word',
  symbol: 'struct local_ports.range',
  title: 'local_ports.range has both ports in one word',
  summary:
    'The lowest port is in its lower half, the highest one in its upper half, so that both are read at once.',
  advice:
    'Call `inet_get_local_port_range(net, &low, &high)`, which all kernels have, or take the word apart.',
  since: '6.8',
  old: 'net->ipv4.ip_local_ports.range[0]',
  new: '(net->ipv4.ip_local_ports.range & 0xffff)',
  explains: [{ kind: 'invalid-operand', line: 'ip_local_ports' }],
  oldForm: { struct: 'local_ports', member: 'range', type: 'int[2]' },
  newForm: { struct: 'local_ports', member: 'range', type: 'u32' },
  rewrite: ['($accessrange & 0xffff)', '($accessrange >> 16)'].map((to, element) => ({
    ...{ kind: 'read', struct: 'local_ports', within: 'ip_local_ports', member: 'range', element },
    to,
  })),
};
