import type { Change } from '../change.ts';

export const fbDebugEnterRemoved: Change = {
  id: 'fb-debug-enter-removed',
  symbol: 'struct fb_ops.fb_debug_enter',
  title: 'fb_ops.fb_debug_enter and fb_debug_leave are gone',
  summary: 'Kernel debuggers no longer draw through fbdev.',
  advice: 'Remove both lines.',
  goneBy: '7.3',
  old: '.fb_debug_enter = drm_fb_helper_debug_enter,',
  new: '(nothing)',
  explains: [
    { kind: 'no-member', struct: 'fb_ops', member: 'fb_debug_enter' },
    { kind: 'no-member', struct: 'fb_ops', member: 'fb_debug_leave' },
    { kind: 'undeclared-function', name: 'drm_fb_helper_debug_enter' },
    { kind: 'undeclared', name: 'drm_fb_helper_debug_enter' },
    { kind: 'undefined-symbol', name: 'drm_fb_helper_debug_enter' },
    { kind: 'undeclared-function', name: 'drm_fb_helper_debug_leave' },
    { kind: 'undeclared', name: 'drm_fb_helper_debug_leave' },
    { kind: 'undefined-symbol', name: 'drm_fb_helper_debug_leave' },
  ],
  follows: [
    { kind: 'undeclared', name: 'drm_fb_helper_debug_enter' },
    { kind: 'undeclared', name: 'drm_fb_helper_debug_leave' },
  ],
  oldForm: { struct: 'fb_ops', member: 'fb_debug_enter' },
  newForm: { all: [{ type: 'struct fb_ops' }, { not: { struct: 'fb_ops', member: 'fb_debug_enter' } }] },
  rewrite: [
    { kind: 'initializer', struct: 'fb_ops', member: 'fb_debug_enter' },
    { kind: 'initializer', struct: 'fb_ops', member: 'fb_debug_leave' },
  ],
};
