import { describe, expect, it } from 'vitest';
import { checkRule, goodConf } from '../../../../test/support/check-rule.ts';

const check = (text: string, facts?: Parameters<typeof checkRule>[2]) =>
  checkRule('sources-kernel-config', text, facts);

describe('sources-kernel-config', () => {
  it('is found: with a dot', async () => {
    expect(await check(`${goodConf}. $kernel_source_dir/.config\n`)).toMatchInlineSnapshot(`
      "information sources-kernel-config: This runs the configuration of the kernel as a script: its lines set more than ten thousand variables here, may overwrite those of dkms, and the file may be missing or lie elsewhere. To build only for kernels with a certain setting, write BUILD_EXCLUSIVE_CONFIG; to look at one, read its line with grep.
        . $kernel_source_dir/.config
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^"
    `);
  });

  it('is found: in /boot', async () => {
    expect(
      await check(`${goodConf}[ -r /boot/x ] && source "/boot/config-$kernelver"\n`),
    ).toMatchInlineSnapshot(`
      "information sources-kernel-config: This runs the configuration of the kernel as a script: its lines set more than ten thousand variables here, may overwrite those of dkms, and the file may be missing or lie elsewhere. To build only for kernels with a certain setting, write BUILD_EXCLUSIVE_CONFIG; to look at one, read its line with grep.
        [ -r /boot/x ] && source "/boot/config-$kernelver"
                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^"
    `);
  });

  it('is not found: another file', async () => {
    expect(await check(`${goodConf}. ./version.inc\n`)).toBe('');
  });

  it('is not found: one line of it', async () => {
    expect(await check(`${goodConf}X=$(grep CONFIG_USB= $kernel_source_dir/.config)\n`)).toBe('');
  });

  it('is not found, since it is not known: which file it is', async () => {
    expect(await check(`${goodConf}. "$CONFIG_FILE"\n`)).toBe('');
  });
});
