import type { Directive } from './directive.ts';

/** The name of the package, and the modules in it. */
export const packageDirectives: readonly Directive[] = [
  {
    name: 'PACKAGE_NAME',
    kind: 'scalar',
    valueType: 'package-name',
    required: true,
    since: '0.0',
    summary: 'The name of the package, which is also the name of its only module unless said otherwise.',
    documentation: `The name under which DKMS keeps this driver. DKMS refuses a file without it.

If the package has exactly one module, you may leave out \`BUILT_MODULE_NAME\`, which then defaults to this name.

- By convention the source lies in \`/usr/src/NAME-VERSION\`. \`dkms add DIR\` copies it there under this name.
- \`dkms add -m NAME -v VERSION\` does **not** compare its arguments with the file, but other tools (Debian's \`dh_dkms\`, a \`MAKE\` that contains \`$PACKAGE_NAME\`) do take the name from here. Keep them the same.
- DKMS accepts a slash or a space in the name when the package is added, but it breaks the paths of the package later.`,
    example: 'PACKAGE_NAME="hello"',
  },
  {
    name: 'PACKAGE_VERSION',
    kind: 'scalar',
    valueType: 'text',
    required: true,
    since: '0.0',
    summary: 'The version of the package; DKMS keeps several versions side by side.',
    documentation: `The version under which DKMS keeps this driver. DKMS refuses a file without it.

DKMS can hold several versions of one package; each has its own folder \`/usr/src/NAME-VERSION\`.

- The names of the folders, not this text, decide which version is the latest.
- Debian's \`dh_dkms\` reads the file with a regular expression and does not run it, so it does not see a version that a command prints. When called with \`-V\`, it replaces the literal text \`#MODULE_VERSION#\`.
- It does not have to be the \`MODULE_VERSION\` of the source, but DKMS compares the latter if the kernel has a module of the same name: it does not install an older or equal one.`,
    example: 'PACKAGE_VERSION="1.0"',
  },
  {
    name: 'BUILT_MODULE_NAME',
    kind: 'array',
    valueType: 'module-name',
    required: false,
    since: '0.36',
    summary: 'The name of the module file that the build creates, without .ko.',
    documentation: `The name of the module file that the build creates, without \`.ko\`. Element *i* belongs to module *i* of the package.

After the build, DKMS looks for \`<BUILT_MODULE_LOCATION>/<BUILT_MODULE_NAME>.ko\` and fails if the file is not there, even when everything compiled.

- Write the name of the **file**: \`snd-foo\` when Kbuild says \`obj-m += snd-foo.o\`, though the kernel lists it as \`snd_foo\`.
- Needed for every module, except when the package has exactly one. Up to 3.0.10, "exactly one" meant one \`DEST_MODULE_LOCATION\`, and the default was the name given to \`dkms -m\` (Debian's 3.0.10 already takes \`PACKAGE_NAME\`).
- Using the same location and name twice is an error since 3.1.7.`,
    defaultValue: 'PACKAGE_NAME, when the package has exactly one module',
    example: 'BUILT_MODULE_NAME[0]="hello"',
  },
  {
    name: 'BUILT_MODULE_LOCATION',
    kind: 'array',
    valueType: 'relative-folder',
    required: false,
    since: '0.36',
    summary: 'The folder in the source tree in which the build leaves the module.',
    documentation: `Where the build leaves module *i*, as a folder relative to the top of the source. DKMS adds a slash at the end if it is missing.

- Write \`src\`, not \`/usr/src/…\`: DKMS builds in a copy of the source (\`/var/lib/dkms/NAME/VERSION/build\`), and an absolute folder fails after the build.
- This element alone defines a module of the package: \`BUILT_MODULE_LOCATION[1]\` requires a name and a destination of module 1.`,
    defaultValue: 'the top of the source',
    example: 'BUILT_MODULE_LOCATION[0]="src"',
  },
  {
    name: 'DEST_MODULE_NAME',
    kind: 'array',
    valueType: 'module-name',
    required: false,
    since: '0.36',
    summary: 'The name under which the module is installed, without .ko.',
    documentation: `The name under which module *i* is installed, without \`.ko\`. Without it the name stays \`BUILT_MODULE_NAME\`.

It is also the name by which DKMS looks for a module of the kernel that this one replaces. DKMS adds the extension that the distribution uses (\`.ko\`, \`.ko.xz\`, \`.ko.zst\`).

- Using the same name twice is an error since 3.1.7, even if the folders differ.`,
    defaultValue: 'BUILT_MODULE_NAME of the same index',
    example: 'DEST_MODULE_NAME[0]="hello"',
  },
  {
    name: 'DEST_MODULE_LOCATION',
    kind: 'array',
    valueType: 'install-folder',
    required: true,
    since: '0.0',
    summary: "The folder below the kernel's module folder in which the module is installed.",
    documentation: `Where module *i* is installed, below \`/lib/modules/<kernel>\`. Required for every module; it must begin with \`/kernel\`, \`/updates\` or \`/extra\`.

**Most distributions do not use it**, although DKMS requires it:

| distribution | folder |
|---|---|
| Debian, Ubuntu, Arch | \`/updates/dkms\` |
| Fedora, RHEL, CentOS | \`/extra\` |
| SUSE | \`/updates\` |
| others (Gentoo, Alpine …) | what this directive says |

The environment variable \`ADDON_MODULES_DIR\` overrides both.

- DKMS compares only the beginning, so \`/kernelfoo\` passes.
- DKMS still uses the value as written to find old copies when the package is uninstalled.`,
    example: 'DEST_MODULE_LOCATION[0]="/updates/dkms"',
  },
  {
    name: 'STRIP',
    kind: 'array',
    valueType: 'yes-no',
    required: false,
    since: '2.0',
    summary: 'Whether DKMS removes debug information from the built module.',
    documentation: `Whether DKMS removes debug information from module *i* (\`strip -g\`, before it is signed).

- Only the first letter counts: \`n\` or \`N\` means no. **Anything else strips**, even \`false\` and \`0\`, and DKMS says nothing.
- An element that is not set defaults to \`STRIP[0]\`.`,
    defaultValue: 'yes',
    example: 'STRIP[0]="no"',
  },
];
