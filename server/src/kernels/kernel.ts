/**
 * A build target: an installed kernel's headers. A `status` other than `ready` comes with `reason`, and with `install` if a package helps.
 * A `ready` kernel may have both too, for a lack that does not make its headers unusable: no compiler, no Module.symvers.
 */
export interface Kernel {
  /**
   * What users call it, and what tells it from every other kernel of one search: its release, and where several trees have that, the
   * release with a part of the tree's path: `6.6.30@build-kasan`, `6.6.30@installed`. See `kernel-names.ts`.
   */
  readonly name: string;
  /** As `uname -r` would print it: `6.12.117+deb12-amd64`. What dkms and the build know it by; several trees may have the same. */
  readonly release: string;
  /** `6.12.117`; the leading numbers of the release if the headers have no more exact version. */
  readonly version: string;
  /** As `uname -m` prints it: x86_64, aarch64 … */
  readonly arch: string;
  /** The folder that `make -C` takes; the path by which it was found, links not resolved. */
  readonly buildDir: string;
  readonly status: 'ready' | 'no-headers' | 'broken';
  readonly reason?: string;
  /** The command that installs what is missing on this distribution. */
  readonly install?: string;
  readonly running: boolean;
  /** The user's own: no package of the distribution is known to have put it there, so none mends it. */
  readonly isOwn?: true;
  /** The names of archives that this kernel stands for, since it was the newest there when the user asked: `debian-12`, `longterm`. */
  readonly standsFor?: readonly string[];
  readonly compiler?: KernelCompiler;
  /** Additional make variables for a kernel of an architecture other than this machine's. */
  readonly makeVariables?: Readonly<Record<string, string>>;
}

/** The compiler that the kernel was built with, and the command that builds modules for it here. */
export interface KernelCompiler {
  /** CONFIG_CC_VERSION_TEXT, such as `gcc-12 (Debian 12.2.0-14) 12.2.0`. */
  readonly text: string;
  readonly command: string;
  readonly found: boolean;
  /** If another compiler than `command` built the kernel: that compiler, such as `gcc 14`, and a sentence that says what it means. */
  readonly builtWith?: string;
  readonly note?: string;
}

/** By version, oldest first; releases, or names, of one version by their text. */
export function compareReleases(a: string, b: string): number {
  // The collation of a locale would do the same, but loading it takes a tenth of what a build takes beside make.
  const [ones, others] = [a.match(/\d+|\D+/g) ?? [], b.match(/\d+|\D+/g) ?? []];
  for (const [at, one] of ones.entries()) {
    const other = others[at];
    if (other === undefined) return 1;
    const difference = Number(one) - Number(other);
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
    if (Number.isNaN(difference) && one !== other) return one < other ? -1 : 1;
  }
  return ones.length - others.length;
}
