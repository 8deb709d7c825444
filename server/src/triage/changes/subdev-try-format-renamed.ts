import type { Change } from '../change.ts';

export const subdevTryFormatRenamed: Change = {
  id: 'subdev-try-format-renamed',
  symbol: 'v4l2_subdev_get_try_format',
  title: 'v4l2_subdev_get_try_format() is now v4l2_subdev_state_get_format()',
  summary:
    'What a state holds is asked of the state alone. The same goes for the crop and compose rectangles.',
  advice: 'Call `v4l2_subdev_state_get_format(state, pad)`, without the subdevice.',
  since: '6.8',
  old: 'v4l2_subdev_get_try_format(sd, state, pad)',
  new: 'v4l2_subdev_state_get_format(state, pad)',
  replacement: 'v4l2_subdev_state_get_format',
  explains: [
    { kind: 'undeclared-function', name: 'v4l2_subdev_get_try_format' },
    { kind: 'undeclared-function', name: 'v4l2_subdev_get_try_crop' },
    { kind: 'undeclared-function', name: 'v4l2_subdev_get_try_compose' },
  ],
  oldForm: { callable: 'v4l2_subdev_get_try_format' },
  newForm: { macro: 'v4l2_subdev_state_get_format' },
  rewrite: ['format', 'crop', 'compose'].map((what) => ({
    ...{ kind: 'call', name: `v4l2_subdev_get_try_${what}`, arguments: 3 },
    to: `v4l2_subdev_state_get_${what}($2, $3)`,
  })),
};
