import type { Change } from '../change.ts';

export const lib80211HeaderRemoved: Change = {
  id: 'lib80211-header-removed',
  symbol: 'net/lib80211.h',
  title: 'net/lib80211.h is gone',
  summary: 'Only the old drivers of Intel used this library for WEP and TKIP, and it is a part of them now.',
  advice: 'Leave the include out where nothing of it is used, or ship the parts of it that the module needs.',
  since: '6.13',
  old: '#include <net/lib80211.h>',
  new: '#include "lib80211.h"',
  explains: [{ kind: 'missing-header', header: 'net/lib80211.h' }],
  oldForm: { header: 'net/lib80211.h' },
  newForm: { not: { header: 'net/lib80211.h' } },
};
