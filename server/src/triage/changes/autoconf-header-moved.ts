import type { Change } from '../change.ts';

export const autoconfHeaderMoved: Change = {
  id: 'autoconf-header-moved',
  symbol: 'linux/autoconf.h',
  title: 'linux/autoconf.h is generated/autoconf.h',
  summary:
    'What is made from the configuration lies apart from the source, and kbuild includes it for every unit by itself.',
  advice: 'Leave the include out, also where it is an option of the compiler (`-include`).',
  since: '2.6.33',
  old: '#include <linux/autoconf.h>',
  new: '(nothing)',
  explains: [
    { kind: 'missing-header', header: 'linux/autoconf.h' },
    { kind: 'missing-header', header: '*/linux/autoconf.h' },
  ],
  oldForm: { header: 'linux/autoconf.h' },
  newForm: { not: { header: 'linux/autoconf.h' } },
};
