import type { Change } from '../change.ts';

export const subdevPadConfigInState: Change = {
  id: 'subdev-pad-config-in-state',
  symbol: 'struct v4l2_subdev_pad_ops.get_fmt',
  title: 'The pad operations of a subdevice take a v4l2_subdev_state',
  summary: 'It holds the configurations of all pads, and the functions that look into them take it, too.',
  advice: 'Write `struct v4l2_subdev_state *` for `struct v4l2_subdev_pad_config *`, and pass it on.',
  since: '5.14',
  old: 'static int foo_get_fmt(struct v4l2_subdev *sd, struct v4l2_subdev_pad_config *cfg, struct v4l2_subdev_format *format)',
  new: 'static int foo_get_fmt(struct v4l2_subdev *sd, struct v4l2_subdev_state *state, struct v4l2_subdev_format *format)',
  replacement: 'struct v4l2_subdev_state',
  explains: [
    { kind: 'incompatible-value', expected: '*(struct v4l2_subdev *, struct v4l2_subdev_state *,*' },
    { kind: 'incompatible-value', actual: '*(struct v4l2_subdev *, struct v4l2_subdev_pad_config *,*' },
    { kind: 'incompatible-argument', function: 'v4l2_subdev_get_try_format', position: 2 },
    { kind: 'incompatible-argument', function: 'v4l2_subdev_get_try_crop', position: 2 },
  ],
  oldForm: {
    struct: 'v4l2_subdev_pad_ops',
    member: 'get_fmt',
    parameter: { at: 1, type: 'struct v4l2_subdev_pad_config *' },
  },
  newForm: {
    struct: 'v4l2_subdev_pad_ops',
    member: 'get_fmt',
    parameter: { at: 1, type: 'struct v4l2_subdev_state *' },
  },
  rewrite: [
    ...[
      'enum_mbus_code',
      'enum_frame_size',
      'enum_frame_interval',
      'get_fmt',
      'set_fmt',
      'get_selection',
      'set_selection',
    ].map((member) => ({
      ...{ kind: 'callback' as const, struct: 'v4l2_subdev_pad_ops', member, was: 3 },
      parameters: ['$1', 'struct v4l2_subdev_state *$name2', '$3'],
    })),
    {
      ...{ kind: 'callback', struct: 'v4l2_subdev_pad_ops', member: 'init_cfg', was: 2 },
      parameters: ['$1', 'struct v4l2_subdev_state *$name2'],
    },
  ],
};
