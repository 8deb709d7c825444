import type { RangeSource } from './kernel-range.ts';

/**
 * Symbols of the kernel's configuration with the functions and macros that kernels have only with them. No header has an empty version of one
 * for other kernels, as those of PCI and ACPI do. Checked against the headers and exports of Linux 5.10, 6.12 and 7.3.
 */
const functionsOf: Readonly<Record<string, readonly string[]>> = {
  CONFIG_BLK_DEV_DM: ['dm_register_target'],
  CONFIG_BT: ['hci_register_dev'],
  CONFIG_CFG80211: ['wiphy_new', 'wiphy_register'],
  CONFIG_DRM: ['drm_dev_register'],
  CONFIG_HID: ['hid_hw_start', 'hid_register_driver', 'module_hid_driver'],
  CONFIG_HWMON: ['devm_hwmon_device_register_with_info', 'hwmon_device_register_with_info'],
  CONFIG_I2C: ['i2c_add_adapter', 'i2c_add_driver', 'module_i2c_driver'],
  CONFIG_IIO: ['devm_iio_device_alloc', 'iio_device_alloc'],
  CONFIG_INPUT: ['input_register_device'],
  CONFIG_MAC80211: ['ieee80211_alloc_hw'],
  CONFIG_NETFILTER_XTABLES: [
    'xt_register_match',
    'xt_register_matches',
    'xt_register_target',
    'xt_register_targets',
  ],
  CONFIG_SND: ['snd_card_new'],
  CONFIG_SPI: ['module_spi_driver', 'spi_register_driver'],
  CONFIG_USB: ['module_usb_driver', 'usb_alloc_urb', 'usb_register', 'usb_submit_urb'],
  CONFIG_VIDEO_DEV: ['video_register_device'],
};

/** A symbol without which a source does not build, and the first call that shows that. */
export interface RequiredConfig {
  readonly symbol: string;
  /** The function or macro that is called. */
  readonly name: string;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/**
 * The symbols of the kernel's configuration that sources need, judging by their calls. A call under any `#if` does not count, and neither does
 * one in a header, whose inline functions may never be used. `texts` are the Makefiles: a symbol that these or the sources test may be optional.
 */
export function findRequiredConfigs(
  sources: readonly RangeSource[],
  makefiles: readonly string[],
): readonly RequiredConfig[] {
  const all = [...sources.map(({ text }) => text), ...makefiles].join('\n');
  const calls = sources
    .filter(({ file }) => file.endsWith('.c'))
    .map((source) => ({ ...source, lines: unconditional(source.text) }));
  return Object.entries(functionsOf).flatMap(([symbol, names]) => {
    if (new RegExp(`\\b${symbol}(?:_MODULE)?\\b`).test(all)) return [];
    const call = new RegExp(`(?<![\\w.>])(${names.join('|')})\\s*\\(`);
    for (const { file, lines } of calls) {
      const at = lines.findIndex((line) => call.test(line));
      const [, name] = call.exec(lines[at] ?? '') ?? [];
      if (name !== undefined) return [{ symbol, name, file, line: at + 1 }];
    }
    return [];
  });
}

/** The lines of a text without comments and strings; empty where they are directives or under a condition of the preprocessor. */
function unconditional(text: string): readonly string[] {
  let depth = 0;
  return text
    .replace(/\/\*.*?(?:\*\/|$)|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"/gs, (found) => found.replace(/[^\n]/g, ' '))
    .split('\n')
    .map((line) => {
      const [, directive] = /^\s*#\s*(\w+)/.exec(line) ?? [];
      if (directive?.startsWith('if')) depth++;
      if (directive === 'endif') depth--;
      return directive === undefined && depth === 0 ? line : '';
    });
}
