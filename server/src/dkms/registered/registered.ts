/** The contents of dkms's tree as found on the disk, not yet compared with the dkms.conf. */
export interface Registered {
  /** By module and version, in the order of `dkms status`. */
  readonly versions: readonly RegisteredVersion[];
  /** The links `MODULE/kernel-RELEASE-ARCH`, which say what is installed. */
  readonly links: readonly ActiveLink[];
  /** What could not be read, with the system's reason. */
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
}

export interface RegisteredVersion {
  readonly module: string;
  readonly version: string;
  /** Its folder in dkms's tree. */
  readonly folder: string;
  readonly source: SourceLink;
  /** Whether its source has a dkms.conf; `hidden` if this user may not look, or may not read it. */
  readonly conf: 'there' | 'absent' | 'hidden';
  /** Whether the source tree has a folder `NAME-VERSION`, wherever the link leads. */
  readonly hasSource: boolean;
  /** By kernel and architecture. */
  readonly builds: readonly RegisteredBuild[];
  /** The log that a build leaves behind when it fails, or while it runs. */
  readonly unfinished?: UnfinishedBuild;
}

/** `MODULE/VERSION/source`. */
export interface SourceLink {
  /**
   * `folder`: a folder instead of the link, as some tarballs leave behind. `hidden`: this user may not see the link, or where it leads;
   * root, as whom dkms runs, may.
   */
  readonly kind: 'link' | 'dangling' | 'folder' | 'absent' | 'hidden';
  /** Where the source is, or if the link says that it was; absent if there is no link, or if it can't be read. */
  readonly path?: string;
}

export interface RegisteredBuild {
  readonly kernel: string;
  readonly arch: string;
  /** `MODULE/VERSION/KERNEL/ARCH`. */
  readonly folder: string;
  /** The files in its `module` folder; `undefined` without that folder, in which case dkms does not count it as built. */
  readonly modules?: readonly string[];
  /** Whether the kernel's link leads to this build. */
  readonly isInstalled: boolean;
  /** Whether dkms has backed up modules of the kernel that these replace. */
  readonly hasOriginals: boolean;
  /** Its make.log. */
  readonly log?: string;
}

export interface ActiveLink {
  readonly module: string;
  readonly path: string;
  /** `RELEASE-ARCH`, as in its name. */
  readonly target: string;
  /** As the link has it. */
  readonly leadsTo: string;
  readonly exists: boolean;
}

export interface UnfinishedBuild {
  /** Absolute path of the make.log. */
  readonly log: string;
  /** As stated in its first line; absent if that line does not state it. */
  readonly kernel?: string;
  readonly arch?: string;
}
