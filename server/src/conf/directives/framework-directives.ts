import { type DkmsVersion, isSince } from './dkms-version.ts';

/** One setting of dkms itself: a variable that it takes from framework.conf, in lower case. */
export interface FrameworkDirective {
  readonly name: string;
  /** The first version that reads it from there; absent if every version that is described here does. */
  readonly since?: string;
  /** The first version that no longer reads it; absent if all later versions do. */
  readonly until?: string;
  /** What to set instead from then on. */
  readonly instead?: string;
  /** What a value has to be; absent if any text will do. */
  readonly kind?: 'folder' | 'file' | 'switch' | 'number' | 'choice';
  /** One sentence for completion lists, without markup. */
  readonly summary: string;
  /** Markdown for hover. */
  readonly documentation: string;
  /** In words or as a value; absent for nothing. */
  readonly defaultValue?: string;
  /** Common values, the most likely first; empty if only the administrator can know. */
  readonly values: readonly string[];
}

const anyText =
  'Any text that is not empty switches it on, even `no`; leave it out or empty to switch it off.';

/**
 * What dkms reads from /etc/dkms/framework.conf, and since 3.0.4 from the files of framework.conf.d. Since 3.0.9, other names are ignored; before, dkms
 * ran the files as part of itself. Sources: `read_framework_conf` and `common.postinst` of dkms 2.8 to 3.4, and the comments of the framework.conf
 * that it installs.
 */
export const frameworkDirectives: readonly FrameworkDirective[] = [
  {
    name: 'source_tree',
    kind: 'folder',
    summary: 'The folder with the sources of all packages.',
    documentation:
      'The folder with the sources, each in `NAME-VERSION`. The command-line option `--sourcetree` overrides it.',
    defaultValue: '/usr/src',
    values: ['/usr/src'],
  },
  {
    name: 'dkms_tree',
    kind: 'folder',
    summary: 'The folder in which dkms keeps its state and builds.',
    documentation:
      'The folder in which dkms keeps what it has added, built and installed. The command-line option `--dkmstree` overrides it.',
    defaultValue: '/var/lib/dkms',
    values: ['/var/lib/dkms'],
  },
  {
    name: 'install_tree',
    kind: 'folder',
    summary: 'The folder with the modules of all kernels.',
    documentation:
      'The folder below which modules are installed. Since 3.0.13, dkms also looks there for the headers of a kernel, in `RELEASE/build`.',
    defaultValue: '/lib/modules',
    values: ['/lib/modules', '/usr/lib/modules'],
  },
  {
    name: 'tmp_location',
    kind: 'folder',
    summary: 'The folder for temporary files.',
    documentation: 'The folder for tarballs while they are created, and for the lock of RPM.',
    defaultValue: '$TMPDIR, else /tmp',
    values: ['/tmp', '/var/tmp'],
  },
  {
    name: 'verbose',
    kind: 'switch',
    summary: 'Whether dkms prints the commands that it runs.',
    documentation: `Prints the commands that dkms runs. ${anyText}`,
    values: ['1'],
  },
  {
    name: 'symlink_modules',
    kind: 'switch',
    summary: 'Whether dkms installs links instead of copies of the modules.',
    documentation: `Installs links to the built modules instead of copies. ${anyText}`,
    values: ['1'],
  },
  {
    name: 'autoinstall_all_kernels',
    kind: 'switch',
    summary: 'Whether packages build their modules for every installed kernel.',
    documentation: `Makes the packages of a distribution build for all kernels when they are installed, not only for the running and the newest one. A \`/bin/sh\` script reads it, not dkms. ${anyText}`,
    values: ['1'],
  },
  {
    name: 'continue_on_error',
    kind: 'choice',
    since: '3.4.0',
    summary: 'Whether packages continue with other kernels when one build fails.',
    documentation:
      'Makes the packages of a distribution continue with the next kernel when a build failed. A `/bin/sh` script reads it, not dkms.',
    defaultValue: 'true',
    values: ['true', 'false'],
  },
  {
    name: 'modprobe_on_install',
    kind: 'switch',
    since: '2.8.8',
    summary: 'Whether dkms loads a module as soon as it is installed.',
    documentation: `Loads a module when it is installed; since 3.1.4 only if it was installed for the running kernel. ${anyText}`,
    values: ['1'],
  },
  {
    name: 'sign_tool',
    kind: 'file',
    since: '2.8.2',
    until: '3.0.4',
    instead: 'Set sign_file, mok_signing_key and mok_certificate.',
    summary: 'The script that signed modules, up to 3.0.3.',
    documentation:
      'A script that dkms 2.8.2 to 3.0.3 called with the release and the path of each built module. Since 3.0.4, dkms signs by itself: see `sign_file`, `mok_signing_key` and `mok_certificate`.',
    values: ['/etc/dkms/sign_helper.sh'],
  },
  {
    name: 'sign_file',
    kind: 'file',
    since: '3.0.4',
    summary: 'The program that signs modules.',
    documentation:
      'The program that signs the built modules, which is the `sign-file` of the kernel. `$kernelver` stands for the kernel that dkms builds for.',
    defaultValue: "the distribution's own",
    values: [
      '/lib/modules/$kernelver/build/scripts/sign-file',
      '/usr/lib/linux-kbuild-$kernelver/scripts/sign-file',
    ],
  },
  {
    name: 'mok_signing_key',
    kind: 'file',
    since: '3.0.4',
    summary: 'The private key that modules are signed with.',
    documentation:
      'The private key that modules are signed with: a file, or a `pkcs11:` address. dkms creates it if it is missing. It may contain `$kernelver`.',
    defaultValue: '/var/lib/dkms/mok.key',
    values: ['/var/lib/dkms/mok.key'],
  },
  {
    name: 'mok_certificate',
    kind: 'file',
    since: '3.0.4',
    summary: 'The certificate that belongs to the signing key.',
    documentation:
      'The certificate that belongs to `mok_signing_key`. The firmware must know it (`mokutil --import`), or a kernel under Secure Boot refuses the modules.',
    defaultValue: '/var/lib/dkms/mok.pub',
    values: ['/var/lib/dkms/mok.pub'],
  },
  {
    name: 'try_sign_modules',
    kind: 'choice',
    since: '3.4.0',
    summary: 'Whether modules are signed.',
    documentation: '`true` always signs, `false` never; any other text signs unless dkms runs in a chroot.',
    defaultValue: 'not_in_chroot',
    values: ['not_in_chroot', 'true', 'false'],
  },
  {
    name: 'parallel_jobs',
    kind: 'number',
    since: '3.1.0',
    summary: 'How many jobs one build runs at a time.',
    documentation:
      'The number after `-j` of make; `0` sets no limit. Before 3.1.0, the environment variable of the same name did this.',
    defaultValue: 'the number of processors',
    values: ['1', '0'],
  },
  {
    name: 'compress_gzip_opts',
    since: '3.1.2',
    summary: 'Options of gzip, for kernels with .ko.gz modules.',
    documentation: 'Options for `gzip`, if the modules of the kernel are compressed with it.',
    values: ['-9'],
  },
  {
    name: 'compress_xz_opts',
    since: '3.1.2',
    summary: 'Options of xz, for kernels with .ko.xz modules.',
    documentation:
      'Options for `xz`, if the modules of the kernel are compressed with it. The kernel reads only CRC32 checks and small dictionaries.',
    defaultValue: '--check=crc32 --lzma2=dict=1MiB',
    values: ['--check=crc32 --lzma2=dict=1MiB'],
  },
  {
    name: 'compress_zstd_opts',
    since: '3.1.2',
    summary: 'Options of zstd, for kernels with .ko.zst modules.',
    documentation: 'Options for `zstd`, if the modules of the kernel are compressed with it.',
    defaultValue: '-q --rm -T0',
    values: ['-q --rm -T0'],
  },
  {
    name: 'post_transaction',
    since: '3.2.0',
    summary: 'A command that runs after something was installed or removed.',
    documentation:
      'A shell command that runs after an install, uninstall, unbuild, remove or autoinstall that succeeded. Its output goes to `post_transaction.log` in the tree of dkms.',
    values: [],
  },
  {
    name: 'build_environment',
    kind: 'file',
    since: '3.3.0',
    summary: 'A file with environment variables for builds.',
    documentation: 'A file of shell assignments; every build has what it exports in its environment.',
    values: [],
  },
];

/** The setting of this name, in lower case as dkms wants it; `undefined` for every other variable. */
export function findFrameworkDirective(name: string): FrameworkDirective | undefined {
  return frameworkDirectives.find((each) => each.name === name);
}

/** Whether a version of dkms reads a setting. */
export function isReadBy({ since, until }: FrameworkDirective, version: DkmsVersion): boolean {
  return (
    (since === undefined || isSince(version, since)) && (until === undefined || !isSince(version, until))
  );
}
