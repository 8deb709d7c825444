import type { Change } from '../change.ts';

/** Functions that are called by the struct, and have its new name. */
const functions = ['alloc', 'clear', 'default_clear', 'default_release', 'get', 'init', 'put'];

export const drmAtomicStateRenamed: Change = {
  id: 'drm-atomic-state-renamed',
  symbol: 'struct drm_atomic_state',
  title: 'struct drm_atomic_state is now struct drm_atomic_commit',
  summary: 'It describes a change of the display, not its state.',
  advice: 'Write `struct drm_atomic_commit`.',
  goneBy: '7.3',
  old: 'static void foo_update(struct drm_plane *plane, struct drm_atomic_state *state)',
  new: 'static void foo_update(struct drm_plane *plane, struct drm_atomic_commit *state)',
  replacement: 'drm_atomic_commit',
  explains: [
    { kind: 'incompatible-value', expected: '*drm_atomic_commit*' },
    { kind: 'incompatible-argument', expected: '*drm_atomic_commit*' },
    { kind: 'incomplete-type', type: 'drm_atomic_state' },
    ...functions.map((name) => ({
      ...{ kind: 'undeclared-function' as const, name: `drm_atomic_state_${name}` },
    })),
  ],
  oldForm: { type: 'struct drm_atomic_state' },
  newForm: { all: [{ type: 'struct drm_atomic_commit' }, { not: { type: 'struct drm_atomic_state' } }] },
  rewrite: ['drm_atomic_state', ...functions.map((name) => `drm_atomic_state_${name}`)].map((from) => ({
    ...{ kind: 'rename', from, to: from.replace('state', 'commit') },
  })),
};
