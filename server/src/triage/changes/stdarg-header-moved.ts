import type { Change } from '../change.ts';

export const stdargHeaderMoved: Change = {
  id: 'stdarg-header-moved',
  symbol: 'stdarg.h',
  title: "the compiler's <stdarg.h> can't be included",
  summary:
    "Kernel code is compiled without the compiler's include folder, so `<stdarg.h>` is no longer found (since 5.16; the kernel has had its own header since 5.15).",
  advice: 'Include `<linux/stdarg.h>`.',
  since: '5.15',
  old: '#include <stdarg.h>',
  new: '#include <linux/stdarg.h>',
  replacement: 'linux/stdarg.h',
  source: 'commit c0891ac15f04',
  explains: [{ kind: 'missing-header', header: 'stdarg.h' }],
  oldForm: { not: { header: 'linux/stdarg.h' } },
  newForm: { header: 'linux/stdarg.h' },
  rewrite: [{ kind: 'include', from: 'stdarg.h', to: 'linux/stdarg.h' }],
};
