import type { Change } from '../change.ts';

export const drmDriverDateRemoved: Change = {
  id: 'drm-driver-date-removed',
  symbol: 'struct drm_driver.date',
  title: 'drm_driver.date is gone',
  summary: 'Nothing used it.',
  advice: 'Remove the line, for all kernels.',
  since: '6.14',
  old: '.date = "20240101",',
  new: '(nothing: the date was not used)',
  source: 'commit cb2e1c2136f7',
  explains: [
    { kind: 'no-member', struct: 'drm_driver', member: 'date' },
    { kind: 'no-member', struct: 'const struct drm_driver', member: 'date' },
  ],
  follows: [{ kind: 'integer-pointer', member: '*' }],
  oldForm: { struct: 'drm_driver', member: 'date' },
  newForm: {
    all: [{ struct: 'drm_driver', member: 'desc' }, { not: { struct: 'drm_driver', member: 'date' } }],
  },
  rewrite: [{ kind: 'initializer', struct: 'drm_driver', member: 'date' }],
};
