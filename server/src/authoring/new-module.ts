import { compareVersions, type VersionNumbers, versionNumbers } from '../versions.ts';
import { type ModuleKind, type ModuleLicence, moduleKinds, moduleLicences } from './module-kinds.ts';

/** What a user says of a module that is to be made. */
export interface NewModuleOptions {
  readonly name: string;
  readonly kind: string;
  readonly licence?: string;
  /** The oldest kernel, such as `6.1`. */
  readonly kernelMin?: string;
  /** `Name <address>`. */
  readonly author?: string;
}

/** A module to be made, of which everything is known and right. */
export interface NewModule {
  readonly name: string;
  readonly kind: ModuleKind;
  readonly licence: ModuleLicence;
  /** Two numbers. */
  readonly kernelMin: VersionNumbers;
  readonly author: string | undefined;
}

/** The oldest kernel that the templates build for. */
export const oldestKernel = '5.10';

/** The kernel's limit for names of modules on 64-bit machines: MODULE_NAME_LEN without the zero at the end. */
const longestModuleName = 55;

/** Names whose functions and structures would be the kernel's own, such as `struct pci_dev` or `usb_probe_device()`. */
const takenNames = new Set(
  `bio blk block bus cdev char class cpu dev device dma driver hid i2c iio init input io irq kernel kobject
  linux mem mm misc mod module mutex net netdev netif of page pci pcim platform pm power printk skb spi spin task usb vm`.split(
    /\s+/,
  ),
);

/** Looks at what the user said; `wrong` says in one sentence what cannot be, and what to write instead. */
export function readNewModule(options: NewModuleOptions): NewModule | { readonly wrong: string } {
  const kind = moduleKinds.find(({ id }) => id === options.kind);
  if (!kind) return { wrong: `there is no kind "${options.kind}"; expected one of ${idsOf(moduleKinds)}` };
  const wrongName = whyNoName(options.name, kind);
  if (wrongName !== undefined) return { wrong: wrongName };
  const { licence: licenceId = 'GPL-2.0-only', kernelMin: oldest = oldestKernel } = options;
  const licence = moduleLicences.find(({ id }) => id === licenceId);
  if (!licence)
    return { wrong: `the licence "${licenceId}" is not known; expected one of ${idsOf(moduleLicences)}` };
  const kernelMin = versionNumbers(oldest);
  if (!/^\d{1,2}\.\d{1,2}$/.test(oldest) || compareVersions(kernelMin, versionNumbers(oldestKernel)) < 0)
    return { wrong: `the oldest kernel "${oldest}" is not one from ${oldestKernel} up, such as 6.1` };
  const author = options.author?.trim() || undefined;
  if (author !== undefined && (/["\\\p{Cc}]|\*\//u.test(author) || author.length > 200))
    return { wrong: 'the author has a character that cannot stand in C source; expected "Name <address>"' };
  return { name: options.name, kind, licence, kernelMin, author };
}

/** Why a module of a kind cannot have a name, in one sentence; `undefined` if it can. */
function whyNoName(name: string, kind: ModuleKind): string | undefined {
  if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(name))
    return `"${name}" is no name of a module; expected a letter, and then letters, digits, - and _`;
  if (/^-|-$|--/.test(name)) return `"${name}" is no name of a module: a - stands between letters or digits`;
  const longest = kind.longestName ?? longestModuleName;
  if (name.length > longest)
    return `"${name}" has ${name.length} characters; its kind of driver has room for ${longest}`;
  if (takenNames.has(name.toLowerCase()))
    return `"${name}" is a name of the kernel itself; choose one that says which device it is for`;
  return undefined;
}

function idsOf(all: readonly { readonly id: string }[]): string {
  return all.map(({ id }) => id).join(', ');
}
