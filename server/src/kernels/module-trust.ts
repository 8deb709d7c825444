import type { KernelConfig } from './kernel-config.ts';

/**
 * Which keys of the machine's owner a kernel accepts for modules: `authorities` are those whose certificate may sign others, and with `platform` it depends
 * on a patch of the distribution.
 */
export type OwnerKeyTrust = 'all' | 'authorities' | 'platform' | 'none';

/** What a kernel demands of the signature of a module, as far as its configuration tells. */
export interface ModuleTrust {
  /**
   * When it refuses a module that has no signature, or one by a key that it does not trust: `always`, if it was booted with UEFI Secure Boot
   * (`secure-boot`), or `never`, unless the machine's owner demands it. `unchecked` is a kernel that does not look at signatures.
   */
  readonly refuses: 'always' | 'secure-boot' | 'never' | 'unchecked';
  /** The option that makes it refuse. */
  readonly option?: string;
  readonly ownerKeys: OwnerKeyTrust;
}

/** Under Secure Boot, a patch of distributions locks the kernel down; it was called otherwise at first. */
const lockedBySecureBoot = ['LOCK_DOWN_IN_EFI_SECURE_BOOT', 'LOCK_DOWN_IN_SECURE_BOOT'];

/**
 * Since Linux 5.18, keys that MokManager enrolled are in the keyring `.machine`, which is among the trusted ones. Before, and without that
 * option, they are in `.platform`, which only patched kernels consult for modules. Source: kernel/module/signing.c, security/lockdown/Kconfig
 * and security/integrity/Kconfig of Linux 5.10 to 6.12.
 */
export function moduleTrust(config: KernelConfig): ModuleTrust {
  const isSet = (symbol: string) => config.lookup(symbol) === 'y';
  return { ...refusalOf(isSet), ownerKeys: ownerKeysOf(isSet) };
}

function refusalOf(isSet: (symbol: string) => boolean): Omit<ModuleTrust, 'ownerKeys'> {
  // Without MODULE_SIG, nothing is checked, whatever a lockdown demands; the option of lockdowns selects it.
  if (!isSet('MODULE_SIG')) return { refuses: 'unchecked' };
  const always = [
    'MODULE_SIG_FORCE',
    'LOCK_DOWN_KERNEL_FORCE_INTEGRITY',
    'LOCK_DOWN_KERNEL_FORCE_CONFIDENTIALITY',
  ].find(isSet);
  if (always !== undefined) return { refuses: 'always', option: `CONFIG_${always}` };
  const locked = lockedBySecureBoot.find(isSet);
  return locked === undefined ? { refuses: 'never' } : { refuses: 'secure-boot', option: `CONFIG_${locked}` };
}

function ownerKeysOf(isSet: (symbol: string) => boolean): OwnerKeyTrust {
  if (isSet('INTEGRITY_MACHINE_KEYRING') && isSet('SECONDARY_TRUSTED_KEYRING'))
    return isSet('INTEGRITY_CA_MACHINE_KEYRING') ? 'authorities' : 'all';
  return isSet('INTEGRITY_PLATFORM_KEYRING') ? 'platform' : 'none';
}
