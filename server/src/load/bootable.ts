import { type Distribution, installCommandFor } from '../kernels/distribution.ts';
import type { Kernel } from '../kernels/kernel.ts';
import { createProgramFinder } from '../kernels/program-path.ts';
import { findKernelFiles } from './kernel-files.ts';
import { isKvmUsable, isStatic } from './virtual-machine.ts';

/** What a virtual machine with a kernel needs; absolute paths. */
export interface Bootable extends MachinePrograms {
  readonly image: string;
  /** The folder of the kernel's own modules; `undefined` if they are not there. */
  readonly modulesDir?: string;
}

export interface MachinePrograms {
  readonly qemu: string;
  /** A statically linked busybox. */
  readonly busybox: string;
  readonly mayUseKvm: boolean;
}

/** Why there can be no machine. */
export interface Missing {
  /** A sentence. */
  readonly reason: string;
  /** The command that installs what is missing, to be run as root, where it is known for this distribution. */
  readonly install?: string;
  /** Whether what is missing can be downloaded without installing it. */
  readonly isDownloadable?: true;
  /** What is missing, by the names of its packages; absent where no package helps. */
  readonly packages?: PackageNames;
}

type PackageNames = Readonly<Record<'debian' | 'fedora' | 'arch' | 'suse', string>>;

/** Where to look. */
export interface BootSearch {
  readonly distribution: Distribution;
  /** As in PATH. */
  readonly searchPath: string | undefined;
  /** Folders with `boot` and `lib/modules` to look for kernels in first. */
  readonly kernelFolders: readonly string[];
  /** Whether the kernel's headers were downloaded, so that its image can be, too. */
  readonly isDownloaded?: boolean;
}

/** Finds the programs and the files with which a kernel can be booted, or says what is missing. */
export async function findBootable(kernel: Kernel, search: BootSearch): Promise<Bootable | Missing> {
  const wrong = foreignKernel(kernel);
  if (wrong) return wrong;
  const programs = await findMachinePrograms(search);
  if ('reason' in programs) return programs;
  const files = await findImage(kernel, search);
  return 'reason' in files ? files : { ...programs, ...files };
}

/** The same, given the programs, which are the same for every kernel. */
export async function findImage(
  kernel: Kernel,
  search: BootSearch,
): Promise<Pick<Bootable, 'image' | 'modulesDir'> | Missing> {
  const wrong = foreignKernel(kernel);
  if (wrong) return wrong;
  const { image, modulesDir } = await findKernelFiles(kernel, search.kernelFolders);
  if (image === undefined)
    return missingImage(kernel, search, `There is no image of kernel ${kernel.release} to boot.`);
  return { image, ...(modulesDir !== undefined && { modulesDir }) };
}

/** Finds QEMU, busybox and KVM, or says what is missing; KVM may be. */
export async function findMachinePrograms({
  distribution,
  searchPath,
}: BootSearch): Promise<MachinePrograms | Missing> {
  const find = createProgramFinder(searchPath);
  const qemu = await find('qemu-system-x86_64');
  if (qemu === undefined) {
    return missing('QEMU (qemu-system-x86_64) is not installed.', distribution, {
      ...{ debian: 'qemu-system-x86', fedora: 'qemu-system-x86-core' },
      ...{ arch: 'qemu-system-x86', suse: 'qemu-x86' },
    });
  }
  for (const name of ['busybox', 'busybox-static', 'busybox.static']) {
    const busybox = await find(name);
    if (busybox !== undefined && (await isStatic(busybox)))
      return { qemu, busybox, mayUseKvm: await isKvmUsable() };
  }
  return missing('A statically linked busybox is not installed.', distribution, {
    ...{ debian: 'busybox-static', fedora: 'busybox', arch: 'busybox', suse: 'busybox-static' },
  });
}

/** Says which part of a kernel is missing and which package has it. */
export function missingImage(
  { release }: Kernel,
  { distribution, isDownloaded }: Pick<BootSearch, 'distribution' | 'isDownloaded'>,
  reason: string,
): Missing {
  if (isDownloaded) {
    // A package would not be this machine's, as a rule.
    const how = `Download it: dkms-tools kernels get ${release} --image.`;
    return { reason: `${reason} ${how}`, isDownloadable: true };
  }
  const flavour = /-\d+-([a-z][a-z0-9-]*)$/.exec(release)?.[1];
  return missing(reason, distribution, {
    debian: `linux-image-${release}`,
    fedora: `kernel-core-${release}`,
    arch: flavour === undefined ? 'linux' : `linux-${flavour}`,
    suse: `kernel-${/-([a-z]+)$/.exec(release)?.[1] ?? 'default'}`,
  });
}

/** The reason, and what to do about it. */
export function whatToDo({ reason, install, packages }: Missing): string {
  if (install !== undefined) return `${reason} Run "${install}" as root.`;
  return packages ? `${reason} Install it (Debian: ${packages.debian}).` : reason;
}

function foreignKernel({ arch, release }: Kernel): Missing | undefined {
  if (arch === 'x86_64') return undefined;
  return { reason: `Load tests boot kernels of x86_64 only, and ${release} is of ${arch}.` };
}

/** What is missing, with the command that installs the package. */
export function missing(reason: string, distribution: Distribution, packages: PackageNames): Missing {
  const name = distribution.family && packages[distribution.family];
  const install = name && installCommandFor(distribution, { kind: 'package', name });
  return { reason, packages, ...(install && { install }) };
}
