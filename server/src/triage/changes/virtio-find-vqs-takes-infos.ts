import type { Change } from '../change.ts';

export const virtioFindVqsTakesInfos: Change = {
  id: 'virtio-find-vqs-takes-infos',
  symbol: 'virtio_find_vqs',
  title: 'virtio_find_vqs() takes an array of struct virtqueue_info',
  summary:
    'The callback and the name of a queue, which were in two arrays, are in one; so is the context of virtio_find_vqs_ctx(), which is gone.',
  advice:
    'Fill a `struct virtqueue_info` for each queue, and call `virtio_find_vqs(vdev, n, vqs, infos, NULL)`.',
  since: '6.11',
  old: 'virtio_find_vqs(vdev, n, vqs, callbacks, names, NULL)',
  new: 'virtio_find_vqs(vdev, n, vqs, infos, NULL)',
  explains: [
    { kind: 'argument-count', function: 'virtio_find_vqs', few: false },
    { kind: 'incompatible-argument', function: 'virtio_find_vqs', position: 4 },
    { kind: 'incompatible-argument', function: 'virtio_find_vqs', position: 5 },
    { kind: 'undeclared-function', name: 'virtio_find_vqs_ctx' },
    { kind: 'undeclared', name: 'virtio_find_vqs_ctx' },
  ],
  oldForm: { function: 'virtio_find_vqs', parameters: 6 },
  newForm: { function: 'virtio_find_vqs', parameters: 5 },
  rewrite: [
    {
      ...{ kind: 'call', name: 'virtio_find_vqs', arguments: 6 },
      to: '({ struct virtqueue_info infos[$2]; for (int vq = 0; vq < $2; vq++) infos[vq] = (struct virtqueue_info){ .name = $p5[vq], .callback = $p4[vq] }; virtio_find_vqs($1, $2, $3, infos, $6); })',
    },
  ],
};
