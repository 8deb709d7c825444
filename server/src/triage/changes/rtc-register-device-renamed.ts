import type { Change } from '../change.ts';

export const rtcRegisterDeviceRenamed: Change = {
  id: 'rtc-register-device-renamed',
  symbol: 'rtc_register_device',
  title: 'rtc_register_device() is now devm_rtc_register_device()',
  summary: 'It belongs to what devm_rtc_allocate_device() made, and ends with the device.',
  advice: 'Call `devm_rtc_register_device(rtc)`.',
  goneBy: '6.1',
  old: 'rtc_register_device(rtc)',
  new: 'devm_rtc_register_device(rtc)',
  replacement: 'devm_rtc_register_device',
  explains: [
    { kind: 'undeclared-function', name: 'rtc_register_device' },
    { kind: 'undeclared', name: 'rtc_register_device' },
    { kind: 'undefined-symbol', name: 'rtc_register_device' },
  ],
  oldForm: { callable: 'rtc_register_device' },
  newForm: { callable: 'devm_rtc_register_device', parameters: 1 },
  rewrite: [{ kind: 'call', name: 'rtc_register_device', arguments: 1, to: 'devm_rtc_register_device($1)' }],
};
