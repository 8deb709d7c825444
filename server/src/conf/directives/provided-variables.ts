/** A variable of dkms that is set while it sources a dkms.conf. */
export interface ProvidedVariable {
  readonly name: string;
  /** One sentence for completion lists, without markup. */
  readonly summary: string;
  /** Markdown for hover. */
  readonly documentation: string;
  /** Whether the manual of dkms promises it; the others are variables of the script that a file can see. */
  readonly documented: boolean;
  /** The first version that has it, if that is newer than 2.2. */
  readonly since?: string;
}

/**
 * The variables of dkms that a dkms.conf can see, those that files use first.
 * Source: dkms sources the file inside `read_conf`, so it sees all variables of the script; the manual names two.
 */
export const providedVariables: readonly ProvidedVariable[] = [
  {
    name: 'kernelver',
    documented: true,
    summary: 'The release of the kernel that DKMS builds for, as uname -r would print it there.',
    documentation:
      'The release of the kernel that DKMS builds for, such as `6.1.0-18-amd64`. Often not the running one: use it instead of `$(uname -r)`.\n\nEmpty in 3.0.10 while `dkms autoinstall` looks at packages that are only added, and in tools that source the file themselves.',
  },
  {
    name: 'kernel_source_dir',
    documented: true,
    summary: 'The folder with the headers of that kernel.',
    documentation:
      'The folder with the headers of the kernel: `/lib/modules/$kernelver/build`, or what `--kernelsourcedir` says.',
  },
  {
    name: 'dkms_tree',
    documented: false,
    summary: 'The folder in which DKMS keeps its state, /var/lib/dkms.',
    documentation:
      'The folder in which DKMS keeps its state, by default `/var/lib/dkms`. DKMS builds the copy of the source in `$dkms_tree/$PACKAGE_NAME/$PACKAGE_VERSION/build`.',
  },
  {
    name: 'source_tree',
    documented: false,
    summary: 'The folder with the sources of all packages, /usr/src.',
    documentation:
      'The folder with the sources of all packages, by default `/usr/src`. A build does not run there but in its copy below `$dkms_tree`.',
  },
  {
    name: 'install_tree',
    documented: false,
    summary: 'The folder with the modules of all kernels, /lib/modules.',
    documentation:
      'The folder with the modules of all kernels, `/lib/modules` or `/usr/lib/modules`. Up to 3.0.12, DKMS looked for the headers in `/lib/modules`, whatever this variable said.',
  },
  {
    name: 'arch',
    documented: false,
    summary: 'The architecture, as uname -m prints it.',
    documentation:
      'The architecture of the build: what `uname -m` prints (`x86_64`, `aarch64`), or that of the kernel package on RPM systems.',
  },
  {
    name: 'module',
    documented: false,
    summary: 'The name of the package, as given to dkms.',
    documentation:
      'The name of the package as given to dkms on its command line. Empty while a folder or a tarball is added; `$PACKAGE_NAME` is safer.',
  },
  {
    name: 'module_version',
    documented: false,
    summary: 'The version of the package, as given to dkms.',
    documentation:
      'The version of the package as given to dkms on its command line. Empty while a folder or a tarball is added; `$PACKAGE_VERSION` is safer.',
  },
  {
    name: 'kernel_config',
    documented: false,
    summary: "The file with the kernel's configuration.",
    documentation:
      "The file with the kernel's configuration: `include/config/auto.conf` of its headers if that exists (since 3.1.4), else `.config`; or what `--config` says. The file may not exist.",
  },
  {
    name: 'parallel_jobs',
    documented: false,
    summary: 'How many jobs make may run at once.',
    documentation:
      'How many jobs `make` may run at once; 0 means no limit. A `MAKE` that begins with `make` already gets it as `-j`.',
  },
  {
    name: 'current_kernel',
    documented: false,
    summary: 'The running kernel, which is often not the one that DKMS builds for.',
    documentation:
      'The release of the running kernel. Mostly not what you want: the kernel that DKMS builds for is `$kernelver`.',
  },
  {
    name: 'tmp_location',
    documented: false,
    summary: 'The folder for temporary files.',
    documentation: 'The folder for temporary files of dkms, by default `$TMPDIR` or `/tmp`.',
  },
];

const byName: ReadonlyMap<string, ProvidedVariable> = new Map(
  providedVariables.map((each) => [each.name, each]),
);

/** The provided variable of this name; `undefined` for every other one. */
export function findProvidedVariable(name: string): ProvidedVariable | undefined {
  return byName.get(name);
}
