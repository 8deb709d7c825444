/** What is built: one module for one kernel. */
export interface BuildTarget {
  /** Path of the dkms.conf; of a module that has none, of its Kbuild or Makefile. */
  readonly conf: string;
  /** Name of the kernel; see `Kernel.name`. */
  readonly kernel: string;
}

/** A string that identifies a target, for use as a key. */
export function targetKey({ conf, kernel }: BuildTarget): string {
  return `${conf}\n${kernel}`;
}
