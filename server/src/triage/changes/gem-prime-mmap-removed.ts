import type { Change } from '../change.ts';

export const gemPrimeMmapRemoved: Change = {
  id: 'gem-prime-mmap-removed',
  symbol: 'struct drm_driver.gem_prime_mmap',
  title: 'drm_driver.gem_prime_mmap is gone',
  summary: 'Every driver had set it to drm_gem_prime_mmap(), which is called for all of them.',
  advice: 'Drop the line.',
  since: '6.6',
  old: '.gem_prime_mmap = drm_gem_prime_mmap,',
  new: '(nothing)',
  explains: [{ kind: 'no-member', struct: 'drm_driver', member: 'gem_prime_mmap' }],
  oldForm: { struct: 'drm_driver', member: 'gem_prime_mmap' },
  newForm: {
    all: [
      { struct: 'drm_driver', member: 'gem_prime_import' },
      { not: { struct: 'drm_driver', member: 'gem_prime_mmap' } },
    ],
  },
  rewrite: [
    {
      ...{ kind: 'initializer', struct: 'drm_driver', member: 'gem_prime_mmap' },
      value: 'drm_gem_prime_mmap',
    },
  ],
};
