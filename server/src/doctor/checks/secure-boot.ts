import type { Check, Observation } from '../doctor-check.ts';
import { readSecureBoot } from '../firmware.ts';

export const secureBoot: Check = {
  id: 'secure-boot',
  title: 'Secure Boot',
  async examine(machine): Promise<readonly Observation[]> {
    const state = await readSecureBoot(machine);
    switch (state.kind) {
      case 'on':
        return [
          {
            status: 'information',
            message: 'Secure Boot is on: the kernel loads only modules that are signed with a key it trusts.',
          },
        ];
      case 'off':
        return [{ status: 'ok', message: 'Secure Boot is off, so modules need no signature.' }];
      case 'off-in-shim':
        return [
          {
            status: 'ok',
            message:
              'Secure Boot is on in the firmware, and validation is switched off in shim (mokutil --disable-validation), so modules need no signature.',
          },
        ];
      case 'no-uefi':
        return [
          { status: 'ok', message: 'The machine was not started by UEFI, so there is no Secure Boot.' },
        ];
      case 'unknown':
        return [{ status: 'unknown', message: `Whether Secure Boot is on is not known: ${state.reason}.` }];
      default:
        return state satisfies never;
    }
  },
};
