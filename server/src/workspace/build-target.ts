/** What is built: one dkms.conf for one kernel. */
export interface BuildTarget {
  /** Path of the dkms.conf. */
  readonly conf: string;
  /** Release of the kernel. */
  readonly kernel: string;
}

/** One text for each target, to file things under. */
export function targetKey({ conf, kernel }: BuildTarget): string {
  return `${conf}\n${kernel}`;
}
