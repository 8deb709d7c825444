import type { Change } from '../change.ts';

export const dmIoTakesPriority: Change = {
  id: 'dm-io-takes-priority',
  symbol: 'dm_io',
  title: 'dm_io() takes the priority of the request',
  summary: 'The new last parameter is the I/O priority. Stable kernels since 6.1.83 have it, too.',
  advice: 'Pass `IOPRIO_DEFAULT`, or the priority of the bio that the request is for.',
  since: '6.9',
  old: 'dm_io(&request, 1, &region, &errors)',
  new: 'dm_io(&request, 1, &region, &errors, IOPRIO_DEFAULT)',
  source: 'commit 6e5f0f6383b4',
  explains: [{ kind: 'argument-count', function: 'dm_io' }],
  oldForm: { function: 'dm_io', parameters: 4 },
  newForm: { function: 'dm_io', parameters: 5 },
  rewrite: [
    { kind: 'call', name: 'dm_io', arguments: 4, to: 'dm_io($1, $2, $3, $4, IOPRIO_DEFAULT)' },
    { kind: 'add-include', header: 'linux/ioprio.h' },
  ],
};
