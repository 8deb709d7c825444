import type { Change } from '../change.ts';

export const genericFillattrTakesRequestMask: Change = {
  id: 'generic-fillattr-takes-request-mask',
  symbol: 'generic_fillattr',
  title: 'generic_fillattr() takes the mask of what was asked for',
  summary: 'It fills in the version of a change only on request.',
  advice: 'Pass the `request_mask` of your getattr() as the second argument.',
  since: '6.6',
  old: 'generic_fillattr(idmap, inode, stat)',
  new: 'generic_fillattr(idmap, request_mask, inode, stat)',
  explains: [
    { kind: 'argument-count', function: 'generic_fillattr' },
    { kind: 'incompatible-argument', function: 'generic_fillattr', position: 3 },
  ],
  follows: [{ kind: 'integer-pointer', function: 'generic_fillattr' }],
  oldForm: { function: 'generic_fillattr', parameters: 3 },
  newForm: { function: 'generic_fillattr', parameters: 4 },
  rewrite: [
    {
      kind: 'call',
      name: 'generic_fillattr',
      arguments: 3,
      to: 'generic_fillattr($1, $parameter(u32), $2, $3)',
    },
  ],
};
