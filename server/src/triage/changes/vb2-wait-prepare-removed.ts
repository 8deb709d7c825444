import type { Change } from '../change.ts';

export const vb2WaitPrepareRemoved: Change = {
  id: 'vb2-wait-prepare-removed',
  symbol: 'struct vb2_ops.wait_prepare',
  title: 'vb2_ops.wait_prepare and wait_finish are gone',
  summary: 'videobuf2 releases and takes the lock of the queue itself while it waits for a buffer.',
  advice: 'Remove both lines, and set `queue->lock` to the mutex that the callbacks released.',
  since: '7.0',
  old: '.wait_prepare = vb2_ops_wait_prepare,',
  new: 'queue->lock = &dev->lock;',
  source: 'commit b70886ff5833',
  explains: [
    { kind: 'no-member', struct: 'vb2_ops', member: 'wait_prepare' },
    { kind: 'no-member', struct: 'vb2_ops', member: 'wait_finish' },
    { kind: 'undeclared-function', name: 'vb2_ops_wait_prepare' },
    { kind: 'undeclared', name: 'vb2_ops_wait_prepare' },
    { kind: 'undefined-symbol', name: 'vb2_ops_wait_prepare' },
    { kind: 'undeclared-function', name: 'vb2_ops_wait_finish' },
    { kind: 'undeclared', name: 'vb2_ops_wait_finish' },
    { kind: 'undefined-symbol', name: 'vb2_ops_wait_finish' },
  ],
  follows: [
    { kind: 'undeclared', name: 'vb2_ops_wait_prepare' },
    { kind: 'undeclared', name: 'vb2_ops_wait_finish' },
  ],
  oldForm: { struct: 'vb2_ops', member: 'wait_prepare' },
  newForm: { all: [{ type: 'struct vb2_ops' }, { not: { struct: 'vb2_ops', member: 'wait_prepare' } }] },
  rewrite: [
    { kind: 'initializer', struct: 'vb2_ops', member: 'wait_prepare' },
    { kind: 'initializer', struct: 'vb2_ops', member: 'wait_finish' },
  ],
  semantics:
    'videobuf2 releases queue->lock by itself: check that the queue has its lock set, and that the removed callbacks released no other one.',
};
