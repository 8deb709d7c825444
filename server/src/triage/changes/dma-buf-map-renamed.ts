import type { Change } from '../change.ts';

const functions = [...['set_vaddr', 'set_vaddr_iomem', 'is_equal', 'is_null', 'is_set', 'clear', 'incr']];

export const dmaBufMapRenamed: Change = {
  id: 'dma-buf-map-renamed',
  symbol: 'struct dma_buf_map',
  title: 'struct dma_buf_map is now struct iosys_map',
  summary:
    'It is of use for more than buffers of DMA. Its functions and its header have the new name as well.',
  advice:
    'Write `iosys_map` for `dma_buf_map`, and include `<linux/iosys-map.h>`; `dma_buf_map_attachment()` keeps its name, and `iosys_map_memcpy_to()` takes an offset behind the map.',
  since: '5.18',
  old: 'struct dma_buf_map map; dma_buf_map_set_vaddr(&map, address);',
  new: 'struct iosys_map map; iosys_map_set_vaddr(&map, address);',
  replacement: 'struct iosys_map',
  source: 'commit 7938f4218168',
  explains: [
    { kind: 'incomplete-type', type: 'struct dma_buf_map' },
    { kind: 'missing-header', header: 'linux/dma-buf-map.h' },
    ...functions.flatMap((name) => [
      { kind: 'undeclared-function' as const, name: `dma_buf_map_${name}` },
      { kind: 'undeclared' as const, name: `dma_buf_map_${name}` },
    ]),
    { kind: 'undeclared-function', name: 'dma_buf_map_memcpy_to' },
    { kind: 'undeclared', name: 'dma_buf_map_memcpy_to' },
    { kind: 'undeclared-function', name: 'DMA_BUF_MAP_INIT_VADDR' },
    { kind: 'undeclared', name: 'DMA_BUF_MAP_INIT_VADDR' },
    { kind: 'incompatible-argument', actual: 'struct dma_buf_map *' },
  ],
  oldForm: { type: 'struct dma_buf_map' },
  newForm: { all: [{ type: 'struct iosys_map' }, { not: { type: 'struct dma_buf_map' } }] },
  rewrite: [
    { kind: 'include', from: 'linux/dma-buf-map.h', to: 'linux/iosys-map.h' },
    { kind: 'rename', from: 'dma_buf_map', to: 'iosys_map' },
    { kind: 'rename', from: 'DMA_BUF_MAP_INIT_VADDR', to: 'IOSYS_MAP_INIT_VADDR' },
    {
      ...{ kind: 'call', name: 'dma_buf_map_memcpy_to', arguments: 3 },
      to: 'iosys_map_memcpy_to($1, 0, $2, $3)',
    },
    ...functions.map((name) => ({
      ...{ kind: 'rename' as const, from: `dma_buf_map_${name}`, to: `iosys_map_${name}` },
    })),
  ],
};
