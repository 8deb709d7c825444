/** A kernel whose headers are in the archive of a distribution. */
export interface ArchivedKernel {
  /** As `uname -r` would print it. */
  readonly release: string;
  /** The leading numbers of the release: `6.12.117`. */
  readonly version: string;
  /** The last part of the release, such as `amd64`, `cloud-amd64` or `generic`. */
  readonly flavour: string;
  /** The id of the suite that it was found in, and is to be had from. */
  readonly suite: string;
  /** The id of the suite that it belongs to: a suite of backports is read together with that of its release. */
  readonly origin: string;
  /** Whether it is of the line that the distribution installs unless told otherwise; where the archive does not say which that is, nothing is known. */
  readonly isDefaultLine?: true;
  /** What has to be unpacked: the package of the headers first. */
  readonly packages: readonly ArchivedPackage[];
  readonly downloadBytes: number;
  /** What it takes on the disk. */
  readonly installedBytes: number;
}

export interface ArchivedPackage {
  readonly name: string;
  readonly version: string;
}

/** Why an archive could not be read, or headers could not be made ready. */
export interface ArchiveFault {
  readonly kind: 'unsupported' | 'unreachable' | 'untrusted' | 'absent' | 'disk-full' | 'unusable';
  /** Says what is wrong and what to do. */
  readonly message: string;
}
