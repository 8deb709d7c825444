/** What every release of a distribution has whose archive has kernels. */
export interface SuiteName {
  /** As users name it: `debian-13`, `fedora-43`, `arch`. */
  readonly id: string;
  /** All that users may write for it, in small letters; the id among them. */
  readonly spellings: readonly string[];
  /** `Debian 13 (trixie)`. */
  readonly name: string;
}
