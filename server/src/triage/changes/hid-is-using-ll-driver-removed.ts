import type { Change } from '../change.ts';

export const hidIsUsingLlDriverRemoved: Change = {
  id: 'hid-is-using-ll-driver-removed',
  symbol: 'hid_is_using_ll_driver',
  title: 'hid_is_using_ll_driver() is gone',
  summary: 'The drivers of the transport are private; there is a function for each question.',
  advice: 'Call `hid_is_usb(hdev)`.',
  goneBy: '6.12',
  old: 'hid_is_using_ll_driver(hdev, &usb_hid_driver)',
  new: 'hid_is_usb(hdev)',
  replacement: 'hid_is_usb',
  explains: [
    { kind: 'undeclared-function', name: 'hid_is_using_ll_driver' },
    { kind: 'undeclared', name: 'hid_is_using_ll_driver' },
    { kind: 'undefined-symbol', name: 'hid_is_using_ll_driver' },
    { kind: 'undeclared', name: 'usb_hid_driver' },
    { kind: 'undefined-symbol', name: 'usb_hid_driver' },
  ],
  follows: [{ kind: 'undeclared', name: 'usb_hid_driver' }],
  oldForm: { callable: 'hid_is_using_ll_driver' },
  newForm: { all: [{ callable: 'hid_is_usb' }, { not: { callable: 'hid_is_using_ll_driver' } }] },
  rewrite: [
    {
      kind: 'call',
      name: 'hid_is_using_ll_driver',
      arguments: 2,
      where: { position: 2, is: ['&usb_hid_driver'] },
      to: 'hid_is_usb($1)',
    },
  ],
};
