import type { Change } from '../change.ts';

export const unalignedHeaderMoved: Change = {
  id: 'unaligned-header-moved',
  symbol: 'asm/unaligned.h',
  title: '<asm/unaligned.h> is now <linux/unaligned.h>',
  summary: 'All architectures now share one header.',
  advice: 'Include `<linux/unaligned.h>`.',
  since: '6.12',
  old: '#include <asm/unaligned.h>',
  new: '#include <linux/unaligned.h>',
  replacement: 'linux/unaligned.h',
  source: 'commit 5f60d5f6bbc1',
  explains: [{ kind: 'missing-header', header: 'asm/unaligned.h' }],
  oldForm: { header: 'asm/unaligned.h' },
  newForm: { header: 'linux/unaligned.h' },
  rewrite: [{ kind: 'include', from: 'asm/unaligned.h', to: 'linux/unaligned.h' }],
};
