import type { Change } from '../change.ts';

export const vb2QueueSetupTakesDevices: Change = {
  id: 'vb2-queue-setup-takes-devices',
  symbol: 'struct vb2_ops.queue_setup',
  title: 'queue_setup() takes devices in place of allocation contexts',
  summary:
    'videobuf2 allocates for a device, which is the one of the queue where the driver names no other. Since Linux 4.5, the format is gone as well.',
  advice:
    'Declare it `int foo_queue_setup(struct vb2_queue *q, unsigned int *buffers, unsigned int *planes, unsigned int sizes[], struct device *alloc_devs[])`, and set `q->dev` in place of an allocation context.',
  since: '4.8',
  old: 'static int foo_queue_setup(struct vb2_queue *q, unsigned int *buffers, unsigned int *planes, unsigned int sizes[], void *alloc_ctxs[])',
  new: 'static int foo_queue_setup(struct vb2_queue *q, unsigned int *buffers, unsigned int *planes, unsigned int sizes[], struct device *alloc_devs[])',
  source: 'commit 36c0f8b32c4b',
  explains: [{ kind: 'incompatible-value', member: 'queue_setup', expected: '*struct device **)' }],
  oldForm: { struct: 'vb2_ops', member: 'queue_setup', parameter: { at: 4, type: 'void **' } },
  newForm: { struct: 'vb2_ops', member: 'queue_setup', parameter: { at: 4, type: 'struct device **' } },
};
