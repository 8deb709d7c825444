import type { Change } from '../change.ts';

export const backlightCheckFbRenamed: Change = {
  id: 'backlight-check-fb-renamed',
  symbol: 'struct backlight_ops.check_fb',
  title: 'backlight_ops.check_fb is now controls_device',
  summary: 'A backlight is asked whether it belongs to a display, which need not have an fbdev.',
  advice:
    'Write `bool controls_device(struct backlight_device *bd, struct device *display_dev)`, and compare `display_dev` with the device of the display, which was `info->device`.',
  goneBy: '6.12',
  old: '.check_fb = foo_check_fb,',
  new: '.controls_device = foo_controls_device,',
  replacement: 'controls_device',
  explains: [{ kind: 'no-member', struct: 'backlight_ops', member: 'check_fb' }],
  oldForm: { struct: 'backlight_ops', member: 'check_fb' },
  newForm: { struct: 'backlight_ops', member: 'controls_device' },
  rewrite: [
    {
      kind: 'callback',
      struct: 'backlight_ops',
      member: 'check_fb',
      returns: 'bool',
      was: 2,
      parameters: ['$1', 'struct device *display_dev'],
      members: [
        { parameter: 2, member: 'device', to: 'display_dev' },
        { parameter: 2, member: 'dev', to: 'display_dev' },
      ],
    },
    { kind: 'initializer', struct: 'backlight_ops', member: 'check_fb', to: 'controls_device' },
  ],
  semantics:
    'The callback gets the device of the display, info->device, and not that of the framebuffer, info->dev: see which of the two your driver compares with.',
};
