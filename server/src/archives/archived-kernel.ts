/** A kernel whose headers are in the archive of a distribution. */
export interface ArchivedKernel {
  /** As printed by `uname -r`. */
  readonly release: string;
  /** The leading numbers of the release: `6.12.117`. */
  readonly version: string;
  /** The last part of the release, such as `amd64`, `cloud-amd64` or `generic`. */
  readonly flavour: string;
  /** The id of the suite in whose lists it was found, and from which it is downloaded. */
  readonly suite: string;
  /** The id of the suite to which it belongs: a suite of backports is read together with that of its release. */
  readonly origin: string;
  /** Whether it belongs to the series that the distribution installs by default; absent if the archive does not say which one that is. */
  readonly isDefaultLine?: true;
  /** The packages to unpack, with that of the headers first. */
  readonly packages: readonly ArchivedPackage[];
  readonly downloadBytes: number;
  /** Its size on disk. */
  readonly installedBytes: number;
}

export interface ArchivedPackage {
  readonly name: string;
  readonly version: string;
}

/** Why an archive could not be read, or headers could not be made ready. */
export interface ArchiveFault {
  readonly kind: 'unsupported' | 'unreachable' | 'untrusted' | 'absent' | 'disk-full' | 'unusable';
  /** A message that says what is wrong and what to do. */
  readonly message: string;
}
