import type { Change } from '../change.ts';

export const sndPcmCopyTakesIter: Change = {
  id: 'snd-pcm-copy-takes-iter',
  symbol: 'struct snd_pcm_ops.copy_user',
  title: 'snd_pcm_ops.copy_user and copy_kernel are now copy',
  summary:
    'One callback copies to and from an iov_iter, which stands for memory of a program and of the kernel.',
  advice:
    'Set `.copy` to a callback that takes a `struct iov_iter *iter` in place of the buffer. For playback write `copy_from_iter(area, bytes, iter)`, for capture `copy_to_iter(area, bytes, iter)`, and return -EFAULT if that is not `bytes`.',
  since: '6.6',
  old: '.copy_user = foo_copy,',
  new: '.copy = foo_copy,',
  replacement: 'copy',
  explains: [
    { kind: 'no-member', struct: 'snd_pcm_ops', member: 'copy_user' },
    { kind: 'no-member', struct: 'snd_pcm_ops', member: 'copy_kernel' },
    { kind: 'no-member', struct: 'snd_soc_component_driver', member: 'copy_user' },
  ],
  oldForm: { struct: 'snd_pcm_ops', member: 'copy_user' },
  newForm: { struct: 'snd_pcm_ops', member: 'copy' },
};
