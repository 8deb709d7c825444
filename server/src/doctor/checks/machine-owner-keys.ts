import type { KernelConfig } from '../../kernels/kernel-config.ts';
import { moduleTrust } from '../../kernels/module-trust.ts';
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
          const message = `${kernel.name}: its configuration is neither in its headers nor in /boot.`;
          return { status: 'unknown', message } as const;
        }
        return observe(kernel.name, config, kind === 'on');
      }),
    );
  },
};

/** Whether a kernel accepts modules that are signed with a machine owner's key. */
function observe(name: string, config: KernelConfig, isSecure: boolean): Observation {
  if (config.lookup('MODULE_SIG') !== 'y') {
    return {
      status: 'ok',
      message: `${name} does not check signatures of modules (CONFIG_MODULE_SIG is not set).`,
    };
  }
  const matters = isSecure || config.lookup('MODULE_SIG_FORCE') === 'y';
  const refused = 'Loading fails with "Key was rejected by service"';
  const { ownerKeys } = moduleTrust(config);
  switch (ownerKeys) {
    case 'all':
      return {
        status: 'ok',
        message: `${name} accepts keys that the machine's owner has enrolled (CONFIG_INTEGRITY_MACHINE_KEYRING).`,
      };
    case 'authorities':
      return {
        status: matters ? 'warning' : 'information',
        message: `${name} accepts a key of the machine's owner only if its certificate may sign other certificates (CONFIG_INTEGRITY_CA_MACHINE_KEYRING). The certificate that dkms creates may not. ${refused} unless you enrol one that may.`,
      };
    case 'platform':
      return {
        status: 'unknown',
        message: `${name} has no keyring for the machine's owner (CONFIG_INTEGRITY_MACHINE_KEYRING is not set). Whether it accepts such keys for modules depends on a patch that some distributions add. ${refused} if it does not.`,
      };
    case 'none':
      return {
        status: matters ? 'error' : 'information',
        message: `${name} accepts no keys of the machine's owner for modules: neither CONFIG_INTEGRITY_MACHINE_KEYRING nor CONFIG_INTEGRITY_PLATFORM_KEYRING is set. ${refused}, whatever is enrolled.`,
      };
    default:
      return ownerKeys satisfies never;
  }
}
