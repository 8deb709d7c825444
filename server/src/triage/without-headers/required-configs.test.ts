import { expect, test } from 'vitest';
import { findRequiredConfigs } from './required-configs.ts';

function symbols(text: string, { file = 'a.c', makefile = 'obj-m := a.o\n' } = {}): readonly string[] {
  return findRequiredConfigs([{ file, text }], [makefile]).map(
    ({ symbol, name, line }) => `${symbol} ${name} ${line}`,
  );
}

test.each<[string, string, readonly string[]]>([
  ['a driver', 'int x;\nmodule_usb_driver(skeleton);\n', ['CONFIG_USB module_usb_driver 2']],
  [
    'two subsystems',
    'a = hid_hw_start(h, 0);\nb = usb_submit_urb(u, 0);\n',
    ['CONFIG_HID hid_hw_start 1', 'CONFIG_USB usb_submit_urb 2'],
  ],
  ['a subsystem with empty functions for other kernels', 'pci_register_driver(&d);\n', []],
  ['a call under a condition', '#ifdef MODERN\nusb_submit_urb(u, 0);\n#endif\n', []],
  [
    'a comment, a string, a member and a longer name',
    '/* usb_register(x) */ "usb_register(x)"; o->usb_register(x); my_usb_register(x);\n',
    [],
  ],
  [
    'a symbol that the source tests elsewhere',
    '#if IS_ENABLED(CONFIG_USB)\n#endif\nusb_submit_urb(u, 0);\n',
    [],
  ],
])('%s', (_, text, expected) => {
  expect(symbols(text)).toEqual(expected);
});

test('a header, and a symbol that the Makefile tests, prove nothing', () => {
  expect(symbols('usb_submit_urb(u, 0);\n', { file: 'a.h' })).toEqual([]);
  expect(symbols('usb_submit_urb(u, 0);\n', { makefile: 'a-$(CONFIG_USB) += b.o\n' })).toEqual([]);
});
