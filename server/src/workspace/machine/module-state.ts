/** What is registered with dkms on this machine. */
export interface MachineModules {
  /** The dkms of this machine, if there is one. */
  readonly dkms: { readonly path: string; readonly version: string } | undefined;
  /** dkms's tree. */
  readonly tree: string;
  /** By module and version. */
  readonly modules: readonly ModuleState[];
  /** A sentence for each thing that could not be read, or whose location is not certain. */
  readonly faults: readonly string[];
}

/** One version of a module. */
export interface ModuleState {
  readonly module: string;
  readonly version: string;
  readonly state: 'added' | 'broken';
  /** Its source: the target of dkms's link, even if it no longer exists. */
  readonly source?: string;
  /** Its dkms.conf, if that can be read. */
  readonly conf?: string;
  /** Whether dkms builds it for a new kernel by itself. */
  readonly autoinstall: boolean | 'unknown';
  readonly kernels: readonly ModuleKernelState[];
  /** A sentence for each problem that does not concern one kernel alone. */
  readonly problems: readonly string[];
  /** What the `dkms status` of this machine prints for it. */
  readonly lines: readonly string[];
}

/** A module for one kernel. */
export interface ModuleKernelState {
  readonly kernel: string;
  readonly arch: string;
  /** `failed`: the last build ended with an error, or is still running, and nothing was built before. */
  readonly state: 'built' | 'installed' | 'installed-weak' | 'failed';
  /** For `installed-weak`: the kernel that it was built for. */
  readonly from?: string;
  /** The built files, absolute. */
  readonly files: readonly string[];
  /** Declared in the dkms.conf, and not built; `undefined` if the dkms.conf does not tell which modules there are. */
  readonly missing?: readonly string[];
  /** Modules whose installed file differs from the built one. */
  readonly different?: readonly string[];
  /** Whether dkms keeps the kernel's own modules, which these replace. */
  readonly originals: boolean;
  /** Its make.log. */
  readonly log?: string;
  /** Whether the kernel is installed, only its headers are, or neither; `unknown` if this user may not look. */
  readonly presence: 'installed' | 'headers' | 'gone' | 'unknown';
  readonly problems: readonly string[];
}
