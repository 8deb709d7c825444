/**
 * A build target: an installed kernel's headers. `status` other than `ready` comes with `reason`, and `install` where a package mends it.
 * A `ready` kernel may have them too, for what does not lie in its headers: a compiler that is not installed, no Module.symvers.
 */
export interface Kernel {
  /** As `uname -r` would say: `6.12.117+deb12-amd64`. Unique within one search. */
  readonly release: string;
  /** `6.12.117`; equal to the leading numbers of the release where the headers do not say more. */
  readonly version: string;
  /** As `uname -m` says: x86_64, aarch64 … */
  readonly arch: string;
  /** The folder that `make -C` takes; the path by which it was found, links not resolved. */
  readonly buildDir: string;
  readonly status: 'ready' | 'no-headers' | 'broken';
  readonly reason?: string;
  /** A command that mends it on this distribution. */
  readonly install?: string;
  readonly running: boolean;
  readonly compiler?: KernelCompiler;
  /** What its builds get besides where it is of another architecture than this machine. */
  readonly makeVariables?: Readonly<Record<string, string>>;
}

/** The compiler that the kernel was built with, and the command that builds modules for it here. */
export interface KernelCompiler {
  /** CONFIG_CC_VERSION_TEXT, such as `gcc-12 (Debian 12.2.0-14) 12.2.0`. */
  readonly text: string;
  readonly command: string;
  readonly found: boolean;
  /** Where `command` is not what built the kernel: what did, such as `gcc 14`, and a sentence that says what it means. */
  readonly builtWith?: string;
  readonly note?: string;
}

/** By version, oldest first; releases of one version by name. */
export function compareReleases(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
