import type { Change } from '../change.ts';

export const drmDriverDateRemoved: Change = {
  id: 'drm-driver-date-removed',
  symbol: 'struct drm_driver.date',
  title: 'drm_driver.date is gone',
  summary: 'Nobody used it.',
  advice: 'Drop the line, on every kernel.',
  since: '6.14',
  old: '.date = "20240101",',
  new: '(nothing: nobody used it)',
  source: 'commit cb2e1c2136f7',
  explains: [
    { kind: 'no-member', struct: 'drm_driver', member: 'date' },
    { kind: 'no-member', struct: 'const struct drm_driver', member: 'date' },
  ],
  follows: [{ kind: 'integer-pointer', member: '*' }],
  oldForm: { struct: 'drm_driver', member: 'date' },
  newForm: { struct: 'drm_driver', member: 'desc' },
  rewrite: [{ kind: 'initializer', struct: 'drm_driver', member: 'date' }],
};
