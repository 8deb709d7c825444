/** The entries of a module's `.modinfo` section, in their order; a name may occur several times. They are `key=value` texts, each ended by a NUL. */
export function modinfoEntries(
  section: Buffer | undefined,
): readonly (readonly [name: string, value: string])[] {
  return (section?.toString('utf8').split('\0') ?? []).flatMap((entry) => {
    const [, name, value] = /^(\w+)=((?:.|\n)*)$/.exec(entry) ?? [];
    return name !== undefined && value !== undefined ? [[name, value] as const] : [];
  });
}

/** What MODULE_LICENSE may say so that a kernel gives the module its GPL-only symbols. Source: include/linux/license.h of Linux 6.12. */
const compatible: readonly string[] = [
  'GPL',
  'GPL v2',
  'GPL and additional rights',
  'Dual BSD/GPL',
  'Dual MIT/GPL',
  'Dual MPL/GPL',
];

/** Whether a kernel gives its GPL-only symbols to a module of this licence. */
export function isGplCompatible(licence: string): boolean {
  return compatible.includes(licence);
}
