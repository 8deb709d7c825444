import type { Change } from '../change.ts';

export const kernelBindTakesUnsized: Change = {
  id: 'kernel-bind-takes-unsized',
  symbol: 'kernel_bind',
  title: 'kernel_bind() takes sockaddr_unsized',
  summary: 'An address of any length now has a type of its own.',
  advice: 'Cast the address to `struct sockaddr_unsized *`.',
  since: '6.19',
  old: 'kernel_bind(sock, (struct sockaddr *)&address, size)',
  new: 'kernel_bind(sock, (struct sockaddr_unsized *)&address, size)',
  replacement: 'sockaddr_unsized',
  explains: [
    { kind: 'incompatible-argument', function: 'kernel_bind', position: 2 },
    { kind: 'incompatible-argument', function: 'kernel_connect', position: 2 },
    {
      kind: 'incompatible-argument',
      function: '*ops->connect',
      position: 2,
      expected: 'struct sockaddr_unsized *',
    },
    {
      kind: 'incompatible-argument',
      function: '*ops->bind',
      position: 2,
      expected: 'struct sockaddr_unsized *',
    },
  ],
  oldForm: { function: 'kernel_bind', parameter: 1, type: 'struct sockaddr *' },
  newForm: { function: 'kernel_bind', parameter: 1, type: 'struct sockaddr_unsized *' },
  rewrite: [
    { kind: 'cast', function: 'kernel_bind', position: 2, type: 'struct sockaddr_unsized *' },
    { kind: 'cast', function: 'kernel_connect', position: 2, type: 'struct sockaddr_unsized *' },
    { kind: 'cast', function: 'ops->connect', position: 2, type: 'struct sockaddr_unsized *' },
    { kind: 'cast', function: 'ops->bind', position: 2, type: 'struct sockaddr_unsized *' },
  ],
};
