import type { KernelConfig } from '../../kernels/kernel-config.ts';
import type { Check, Observation } from '../doctor-check.ts';
import { readSecureBoot } from '../firmware.ts';

export const machineOwnerKeys: Check = {
  id: 'machine-owner-keys',
  title: 'Keys that each kernel trusts',
  async examine(machine) {
    const { kind } = await readSecureBoot(machine);
    if (machine.kernels.length === 0) return [{ status: 'unknown', message: 'No kernel was found.' }];
    return Promise.all(
      machine.kernels.map(async (kernel) => {
        const config = await machine.configOf(kernel);
        if (!config) {
          const message = `${kernel.release}: its configuration is neither in its headers nor in /boot.`;
          return { status: 'unknown', message } as const;
        }
        return observe(kernel.release, config, kind === 'on');
      }),
    );
  },
};

/**
 * Whether a kernel accepts modules that are signed with a machine owner's key. Since Linux 5.18, keys that MokManager enrolled are in the
 * keyring `.machine`, which is among the trusted ones. Before, and without that option, they are in `.platform`, which only patched kernels
 * consult for modules. Source: kernel/module/signing.c and security/integrity/Kconfig of Linux 5.10 to 6.12.
 */
function observe(release: string, config: KernelConfig, isSecure: boolean): Observation {
  const isSet = (symbol: string) => config.lookup(symbol) === 'y';
  if (!isSet('MODULE_SIG')) {
    return {
      status: 'ok',
      message: `${release} does not check signatures of modules (CONFIG_MODULE_SIG is not set).`,
    };
  }
  const matters = isSecure || isSet('MODULE_SIG_FORCE');
  const refused = 'Loading fails with "Key was rejected by service"';
  if (isSet('INTEGRITY_MACHINE_KEYRING') && isSet('SECONDARY_TRUSTED_KEYRING')) {
    if (!isSet('INTEGRITY_CA_MACHINE_KEYRING')) {
      return {
        status: 'ok',
        message: `${release} accepts keys that the machine's owner has enrolled (CONFIG_INTEGRITY_MACHINE_KEYRING).`,
      };
    }
    return {
      status: matters ? 'warning' : 'information',
      message: `${release} accepts a key of the machine's owner only if its certificate may sign other certificates (CONFIG_INTEGRITY_CA_MACHINE_KEYRING). The certificate that dkms creates may not. ${refused} unless you enrol one that may.`,
    };
  }
  if (isSet('INTEGRITY_PLATFORM_KEYRING')) {
    return {
      status: 'unknown',
      message: `${release} has no keyring for the machine's owner (CONFIG_INTEGRITY_MACHINE_KEYRING is not set). Whether it accepts such keys for modules depends on a patch that some distributions add. ${refused} if it does not.`,
    };
  }
  return {
    status: matters ? 'error' : 'information',
    message: `${release} accepts no keys of the machine's owner for modules: neither CONFIG_INTEGRITY_MACHINE_KEYRING nor CONFIG_INTEGRITY_PLATFORM_KEYRING is set. ${refused}, whatever is enrolled.`,
  };
}
