import type { Change } from '../change.ts';

export const addressDeviceTakesTimeout: Change = {
  id: 'address-device-takes-timeout',
  symbol: 'struct hc_driver.address_device',
  title: 'address_device() takes a timeout',
  summary:
    'A quirk of a device can make the time shorter that a controller waits for an answer, in milliseconds.',
  advice: 'Add `unsigned int timeout_ms` as the last parameter.',
  since: '6.8',
  old: 'static int foo_address_device(struct usb_hcd *hcd, struct usb_device *udev)',
  new: 'static int foo_address_device(struct usb_hcd *hcd, struct usb_device *udev, unsigned int timeout_ms)',
  source: 'commit a769154c7cac',
  explains: [{ kind: 'incompatible-value', member: 'address_device' }],
  oldForm: { struct: 'hc_driver', member: 'address_device', parameters: 2 },
  newForm: { struct: 'hc_driver', member: 'address_device', parameters: 3 },
  rewrite: [
    {
      ...{ kind: 'callback', struct: 'hc_driver', member: 'address_device', was: 2 },
      parameters: ['$1', '$2', 'unsigned int timeout_ms'],
    },
  ],
};
