import type { Change } from '../change.ts';

export const requestDiskRemoved: Change = {
  id: 'request-disk-removed',
  symbol: 'struct request.rq_disk',
  title: 'A request has no disk of its own',
  summary: 'The disk is that of its queue.',
  advice: 'Write `request->q->disk`.',
  since: '5.17',
  old: 'request->rq_disk->private_data',
  new: 'request->q->disk->private_data',
  replacement: 'q->disk',
  explains: [{ kind: 'no-member', struct: 'request', member: 'rq_disk' }],
  oldForm: { struct: 'request', member: 'rq_disk' },
  newForm: {
    all: [{ struct: 'request_queue', member: 'disk' }, { not: { struct: 'request', member: 'rq_disk' } }],
  },
  rewrite: [{ kind: 'read', struct: 'request', member: 'rq_disk', to: '$accessq->disk', isPart: true }],
};
