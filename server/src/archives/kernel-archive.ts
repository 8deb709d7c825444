import type { ArchivedKernel, ArchivedPackage, ArchiveFault } from './archived-kernel.ts';
import type { Cancelled, ProgramContext } from './run-program.ts';

/** A mirror to use for a distribution's packages instead of the one that this machine's package manager uses. */
export interface Mirror {
  /**
   * For apt, the address in front of `/dists`; for dnf and zypper, that of the folder with `repodata`; for pacman, that of a server, with
   * `$repo` and `$arch` in their places.
   */
  readonly address: string;
  /** Absolute path of the keys with which its signatures are checked; by default, those of the distribution. */
  readonly keyring?: string;
}

/** What headers were unpacked from: the package of the flavour first, each as `name=version`. */
export interface HeaderOrigin {
  readonly release: string;
  readonly packages: readonly string[];
}

/** The packages of one suite, read and verified by the distribution's own programs. Nothing is installed, and root is not needed. */
export interface KernelArchive {
  /** The kernels whose headers it has, in no particular order. */
  list(context: ProgramContext): Promise<readonly ArchivedKernel[] | ArchiveFault | Cancelled>;

  /**
   * Downloads packages, checks their signatures, and unpacks them below `root`, which must be empty or absent. None of their scripts is
   * run. `onProgress` receives the progress of the download, from 0 to 1.
   */
  unpack(
    packages: readonly (ArchivedPackage | string)[],
    root: string,
    context: ProgramContext,
    onProgress?: (done: number) => void,
  ): Promise<ArchiveFault | Cancelled | undefined>;

  /** The packages with a kernel's image and its own modules, for `unpack`; none if the archive does not have them (any more). */
  images(
    kernel: HeaderOrigin,
    context: ProgramContext,
  ): Promise<readonly string[] | ArchiveFault | Cancelled>;

  /**
   * The packages to unpack if the programs of a kernel were linked against newer libraries than this machine has: these libraries, and
   * patchelf, which makes programs use them.
   */
  libraries(
    kernel: ArchivedKernel,
    context: ProgramContext,
  ): Promise<readonly string[] | ArchiveFault | Cancelled>;
}
