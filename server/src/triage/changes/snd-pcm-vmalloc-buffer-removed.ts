import type { Change } from '../change.ts';

export const sndPcmVmallocBufferRemoved: Change = {
  id: 'snd-pcm-vmalloc-buffer-removed',
  symbol: 'snd_pcm_lib_alloc_vmalloc_buffer',
  title: 'The vmalloc buffers of PCM are managed by ALSA alone',
  summary:
    'snd_pcm_lib_alloc_vmalloc_buffer(), its counterpart that frees, and snd_pcm_lib_get_vmalloc_page() are gone: ALSA allocates the buffer before hw_params, and frees it.',
  advice:
    'Call `snd_pcm_set_managed_buffer_all(pcm, SNDRV_DMA_TYPE_VMALLOC, NULL, 0, 0)` after snd_pcm_new(), and remove the calls in hw_params and hw_free and the `.page` callback.',
  available: '5.5',
  goneBy: '6.12',
  old: 'snd_pcm_lib_alloc_vmalloc_buffer(substream, params_buffer_bytes(params))',
  new: 'snd_pcm_set_managed_buffer_all(pcm, SNDRV_DMA_TYPE_VMALLOC, NULL, 0, 0)',
  replacement: 'snd_pcm_set_managed_buffer_all',
  explains: [
    { kind: 'undeclared-function', name: 'snd_pcm_lib_alloc_vmalloc_buffer' },
    { kind: 'undeclared', name: 'snd_pcm_lib_alloc_vmalloc_buffer' },
    { kind: 'undefined-symbol', name: 'snd_pcm_lib_alloc_vmalloc_buffer' },
    { kind: 'undeclared-function', name: 'snd_pcm_lib_alloc_vmalloc_32_buffer' },
    { kind: 'undeclared', name: 'snd_pcm_lib_alloc_vmalloc_32_buffer' },
    { kind: 'undefined-symbol', name: 'snd_pcm_lib_alloc_vmalloc_32_buffer' },
    { kind: 'undeclared-function', name: 'snd_pcm_lib_free_vmalloc_buffer' },
    { kind: 'undeclared', name: 'snd_pcm_lib_free_vmalloc_buffer' },
    { kind: 'undefined-symbol', name: 'snd_pcm_lib_free_vmalloc_buffer' },
    { kind: 'undeclared-function', name: 'snd_pcm_lib_get_vmalloc_page' },
    { kind: 'undeclared', name: 'snd_pcm_lib_get_vmalloc_page' },
    { kind: 'undefined-symbol', name: 'snd_pcm_lib_get_vmalloc_page' },
  ],
  oldForm: { callable: 'snd_pcm_lib_alloc_vmalloc_buffer' },
  newForm: {
    all: [
      { callable: 'snd_pcm_set_managed_buffer_all' },
      { not: { callable: 'snd_pcm_lib_alloc_vmalloc_buffer' } },
    ],
  },
  rewrite: [
    {
      ...{ kind: 'call', name: 'snd_pcm_lib_alloc_vmalloc_buffer', arguments: 2 },
      to: '($p1->dma_buffer.dev.type = SNDRV_DMA_TYPE_VMALLOC, snd_pcm_lib_malloc_pages($1, $2))',
    },
    {
      ...{ kind: 'call', name: 'snd_pcm_lib_free_vmalloc_buffer', arguments: 1 },
      to: 'snd_pcm_lib_free_pages($1)',
    },
    {
      ...{ kind: 'initializer', struct: 'snd_pcm_ops', member: 'page' },
      value: 'snd_pcm_lib_get_vmalloc_page',
    },
  ],
  semantics:
    'The buffer comes from the functions of ALSA for all kinds of memory, and is mapped by them: try it with a program that maps it. A managed buffer needs neither of the calls.',
};
