import type { Change } from '../change.ts';

export const ipRouteOutputTakesScope: Change = {
  id: 'ip-route-output-takes-scope',
  symbol: 'ip_route_output',
  title: 'ip_route_output() takes a scope',
  summary: 'The last argument is the scope of the route, which was RT_SCOPE_UNIVERSE before.',
  advice: 'Pass `RT_SCOPE_UNIVERSE` as the last argument.',
  since: '6.10',
  old: 'ip_route_output(net, daddr, saddr, tos, oif)',
  new: 'ip_route_output(net, daddr, saddr, tos, oif, RT_SCOPE_UNIVERSE)',
  explains: [{ kind: 'argument-count', function: 'ip_route_output', few: true }],
  oldForm: { function: 'ip_route_output', parameters: 5 },
  newForm: { function: 'ip_route_output', parameters: 6 },
  rewrite: [
    {
      kind: 'call',
      name: 'ip_route_output',
      arguments: 5,
      to: 'ip_route_output($1, $2, $3, $4, $5, RT_SCOPE_UNIVERSE)',
    },
  ],
};
