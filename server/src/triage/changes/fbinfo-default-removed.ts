import type { Change } from '../change.ts';

export const fbinfoDefaultRemoved: Change = {
  id: 'fbinfo-default-removed',
  symbol: 'FBINFO_DEFAULT',
  title: 'FBINFO_DEFAULT is gone',
  summary: 'The flag was 0, and a new fb_info starts with 0 anyway.',
  advice: 'Remove it, or write 0.',
  since: '6.6',
  old: 'info->flags = FBINFO_DEFAULT;',
  new: 'info->flags = 0;',
  replacement: '0',
  source: 'commit 0444fa357c16',
  explains: [
    { kind: 'undeclared', name: 'FBINFO_FLAG_DEFAULT' },
    { kind: 'undeclared', name: 'FBINFO_DEFAULT' },
  ],
  oldForm: { constant: 'FBINFO_DEFAULT' },
  newForm: { header: 'linux/fb.h' },
  rewrite: [
    { kind: 'rename', from: 'FBINFO_FLAG_DEFAULT', to: '0' },
    { kind: 'rename', from: 'FBINFO_DEFAULT', to: '0' },
  ],
};
