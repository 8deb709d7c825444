import type { Change } from '../change.ts';

export const usbDrvwrapRemoved: Change = {
  id: 'usb-drvwrap-removed',
  symbol: 'struct usb_driver.drvwrap',
  title: 'usb_driver.drvwrap is gone',
  summary:
    "The struct around the core's driver was removed; stable kernels have this change as well (6.1.188).",
  advice: 'Write `driver.driver` instead of `driver.drvwrap.driver`.',
  goneBy: '6.12',
  old: 'driver.drvwrap.driver',
  new: 'driver.driver',
  replacement: 'driver',
  explains: [
    { kind: 'no-member', struct: 'usb_driver', member: 'drvwrap' },
    { kind: 'no-member', struct: 'usb_device_driver', member: 'drvwrap' },
  ],
  oldForm: { struct: 'usb_driver', member: 'drvwrap' },
  newForm: { struct: 'usb_driver', member: 'driver' },
  rewrite: [{ kind: 'path', from: ['drvwrap', 'driver'], to: ['driver'] }],
};
