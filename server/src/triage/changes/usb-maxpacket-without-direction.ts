import type { Change } from '../change.ts';

export const usbMaxpacketWithoutDirection: Change = {
  id: 'usb-maxpacket-without-direction',
  symbol: 'usb_maxpacket',
  title: 'usb_maxpacket() takes no direction',
  summary: 'The pipe says already whether it leads out.',
  advice: 'Remove the third argument.',
  since: '5.19',
  old: 'usb_maxpacket(udev, pipe, usb_pipeout(pipe))',
  new: 'usb_maxpacket(udev, pipe)',
  explains: [{ kind: 'argument-count', function: 'usb_maxpacket' }],
  oldForm: { in: 'linux/usb.h', matches: /usb_maxpacket\([^)]*(?:is_out|\.\.\.)/ },
  newForm: { function: 'usb_maxpacket', parameters: 2 },
  rewrite: [{ kind: 'call', name: 'usb_maxpacket', arguments: 3, to: 'usb_maxpacket($1, $2)' }],
};
