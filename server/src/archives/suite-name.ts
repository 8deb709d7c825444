/** A release of a distribution in whose archive there are kernels. */
export interface SuiteName {
  /** As users name it: `debian-13`, `fedora-43`, `arch`. */
  readonly id: string;
  /** All names that users may write for it, in lower case, including the id. */
  readonly spellings: readonly string[];
  /** `Debian 13 (trixie)`. */
  readonly name: string;
}
