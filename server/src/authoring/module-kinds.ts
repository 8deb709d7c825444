/** A kind of driver for which there is a template, in the folder with its name. */
export interface ModuleKind {
  readonly id: string;
  /** As it reads within a sentence: "PCI driver". */
  readonly title: string;
  /** What the driver does as generated. */
  readonly summary: string;
  /** The configuration symbols that it needs to build and that some distributions' kernels lack. */
  readonly config: readonly string[];
  /** The longest name that fits in its device tables; absent if only the kernel's limit on module names applies. */
  readonly longestName?: number;
}

/** I2C_NAME_SIZE and SPI_NAME_SIZE without the terminating zero. */
const [i2cName, spiName] = [19, 31];

export const moduleKinds: readonly ModuleKind[] = [
  { id: 'empty', title: 'kernel module', summary: 'Says when it is loaded and unloaded.', config: [] },
  {
    ...{ id: 'misc', title: 'character device', config: [] },
    summary: 'One device file of the misc framework, which can be read and written.',
  },
  {
    ...{ id: 'cdev', title: 'character device with its own class', config: [] },
    summary: 'A class, a region of device numbers, and a device that outlives its last open file.',
  },
  {
    ...{ id: 'platform', title: 'platform driver', config: [] },
    summary: 'Registers and an interrupt of a device of the device tree.',
  },
  {
    ...{ id: 'pci', title: 'PCI driver', config: ['CONFIG_PCI'] },
    summary: "Registers and MSI of a PCI device; QEMU's educational device to begin with.",
  },
  {
    ...{ id: 'usb', title: 'USB driver', config: ['CONFIG_USB'] },
    summary: 'Receives from a bulk endpoint; Gadget Zero to begin with.',
  },
  {
    ...{ id: 'i2c', title: 'I2C driver', config: ['CONFIG_I2C'], longestName: i2cName },
    summary: 'Shows a register of a chip in sysfs.',
  },
  {
    ...{ id: 'spi', title: 'SPI driver', config: ['CONFIG_SPI'], longestName: spiName },
    summary: 'Shows a value of a chip in sysfs.',
  },
  {
    ...{ id: 'hid', title: 'HID driver', config: ['CONFIG_HID'] },
    summary: 'Sees the reports of an input device before the kernel does.',
  },
  {
    ...{ id: 'network', title: 'Ethernet driver', config: [] },
    summary: 'An Ethernet device that counts what is sent, and drops it.',
  },
  {
    ...{ id: 'block', title: 'block driver', config: [] },
    summary: 'A disk in memory, with a queue of its own.',
  },
  {
    ...{ id: 'iio', title: 'IIO driver', config: ['CONFIG_I2C', 'CONFIG_IIO'], longestName: i2cName },
    summary: 'An analog-to-digital converter on I2C, with two channels.',
  },
];

/** A licence under which a module may use symbols that the kernel exports to GPL modules only. */
export interface ModuleLicence {
  /** The name that users choose it by. */
  readonly id: string;
  /** For SPDX-License-Identifier. */
  readonly spdx: string;
  /** For MODULE_LICENSE: one of the texts that include/linux/module.h lists. */
  readonly moduleLicence: string;
}

export const moduleLicences: readonly ModuleLicence[] = [
  { id: 'GPL-2.0-only', spdx: 'GPL-2.0-only', moduleLicence: 'GPL' },
  { id: 'GPL-2.0-or-later', spdx: 'GPL-2.0-or-later', moduleLicence: 'GPL' },
  { id: 'MIT', spdx: 'GPL-2.0-only OR MIT', moduleLicence: 'Dual MIT/GPL' },
  { id: 'BSD-3-Clause', spdx: 'GPL-2.0-only OR BSD-3-Clause', moduleLicence: 'Dual BSD/GPL' },
  { id: 'MPL-2.0', spdx: 'GPL-2.0-only OR MPL-2.0', moduleLicence: 'Dual MPL/GPL' },
];
