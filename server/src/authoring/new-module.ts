import { compareVersions, type VersionNumbers, versionNumbers } from '../versions.ts';
import { type ModuleKind, type ModuleLicence, moduleKinds, moduleLicences } from './module-kinds.ts';

/** A user's choices for a new module, not yet validated. */
export interface NewModuleOptions {
  readonly name: string;
  readonly kind: string;
  readonly licence?: string;
  /** The oldest kernel, such as `6.1`. */
  readonly kernelMin?: string;
  /** `Name <address>`. */
  readonly author?: string;
}

/** The validated choices for a new module, with defaults filled in. */
export interface NewModule {
  readonly name: string;
  readonly kind: ModuleKind;
  readonly licence: ModuleLicence;
  /** Major and minor version. */
  readonly kernelMin: VersionNumbers;
  readonly author: string | undefined;
}

/** The oldest kernel that the templates support. */
export const oldestKernel = '5.10';

/** The kernel's limit on the length of module names on 64-bit machines: MODULE_NAME_LEN without the terminating zero. */
const longestModuleName = 55;

/** Names that would make the module's identifiers collide with the kernel's, such as `struct pci_dev` or `usb_probe_device()`. */
const takenNames = new Set(
  `bio blk block bus cdev char class cpu dev device dma driver hid i2c iio init input io irq kernel kobject
  linux mem mm misc mod module mutex net netdev netif of page pci pcim platform pm power printk skb spi spin task usb vm`.split(
    /\s+/,
  ),
);

/** Validates the user's choices; `wrong` says in one sentence which one is invalid and what is expected instead. */
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
    return {
      wrong: `the oldest kernel "${oldest}" is not valid; expected two numbers from ${oldestKernel} on, such as 6.1`,
    };
  const author = options.author?.trim() || undefined;
  if (author !== undefined && (/["\\\p{Cc}]|\*\//u.test(author) || author.length > 200))
    return {
      wrong: 'the author contains a character that is not allowed in C source; expected "Name <address>"',
    };
  return { name: options.name, kind, licence, kernelMin, author };
}

/** Why a module of this kind can't have this name, in one sentence; `undefined` if it can. */
function whyNoName(name: string, kind: ModuleKind): string | undefined {
  if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(name))
    return `"${name}" is not a valid module name; expected a letter, followed by letters, digits, - and _`;
  if (/^-|-$|--/.test(name))
    return `"${name}" is not a valid module name: a - must be between letters or digits`;
  const longest = kind.longestName ?? longestModuleName;
  if (name.length > longest)
    return `"${name}" has ${name.length} characters; the name of this kind of driver may have at most ${longest}`;
  if (takenNames.has(name.toLowerCase()))
    return `"${name}" is a name of the kernel itself; choose one that says which device it is for`;
  return undefined;
}

function idsOf(all: readonly { readonly id: string }[]): string {
  return all.map(({ id }) => id).join(', ');
}
