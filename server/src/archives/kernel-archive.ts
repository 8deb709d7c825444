import type { ArchivedKernel, ArchivedPackage, ArchiveFault } from './archived-kernel.ts';
import type { Cancelled, ProgramContext } from './run-program.ts';

/** Another place for a distribution's packages than the one that this machine's package manager uses. */
export interface Mirror {
  /**
   * For apt the address in front of `/dists`, for dnf and zypper that of the folder with `repodata`, for pacman that of a server, with `$repo` and
   * `$arch` in it where they differ.
   */
  readonly address: string;
  /** Absolute path of the keys that its signatures are checked with; the distribution's own by default. */
  readonly keyring?: string;
}

/** The packages of one suite, read and checked by the distribution's own programs. Nothing is installed, and no root is needed. */
export interface KernelArchive {
  /** The kernels that it has headers of, in no particular order. */
  list(context: ProgramContext): Promise<readonly ArchivedKernel[] | ArchiveFault | Cancelled>;

  /**
   * Downloads packages, checks their signatures, and unpacks them below `root`, which must be empty or absent. No script of theirs runs.
   * `onProgress` gets how much is downloaded, from 0 to 1.
   */
  unpack(
    packages: readonly (ArchivedPackage | string)[],
    root: string,
    context: ProgramContext,
    onProgress?: (done: number) => void,
  ): Promise<ArchiveFault | Cancelled | undefined>;

  /**
   * What to unpack for programs of a kernel's packages that were linked with newer libraries than this machine has: these libraries, and patchelf, which
   * has programs use them.
   */
  libraries(
    kernel: ArchivedKernel,
    context: ProgramContext,
  ): Promise<readonly string[] | ArchiveFault | Cancelled>;
}
