import type { Directive } from './directive.ts';

/** Who the package is, and which modules it brings. */
export const packageDirectives: readonly Directive[] = [
  {
    name: 'PACKAGE_NAME',
    kind: 'scalar',
    valueType: 'package-name',
    required: true,
    since: '0.0',
    summary: 'The name of the package, which is also the name of its only module unless said otherwise.',
    documentation: `The name under which DKMS keeps this driver. DKMS refuses a file without it.

With exactly one module in the package, \`BUILT_MODULE_NAME\` may be left out and is then this name.

- By convention the source lies in \`/usr/src/NAME-VERSION\`. \`dkms add DIR\` copies it there under this name.
- \`dkms add -m NAME -v VERSION\` does **not** compare its arguments with the file, but other tools (Debian's \`dh_dkms\`, a \`MAKE\` that contains \`$PACKAGE_NAME\`) do take the name from here. Keep them equal.
- A slash or a blank in the name is accepted when the package is added, and breaks its paths later.`,
    example: 'PACKAGE_NAME="hello"',
  },
  {
    name: 'PACKAGE_VERSION',
    kind: 'scalar',
    valueType: 'text',
    required: true,
    since: '0.0',
    summary: 'The version of the package; DKMS keeps several versions beside each other.',
    documentation: `The version under which DKMS keeps this driver. DKMS refuses a file without it.

DKMS can hold several versions of one package; each has its own folder \`/usr/src/NAME-VERSION\`.

- Which version is the latest is decided by the names of the folders, not by this text.
- \`dh_dkms\` of Debian reads the file with a regular expression and does not run it, so a version that a command prints does not reach it. It replaces the literal text \`#MODULE_VERSION#\` when it is called with \`-V\`.
- It does not have to be the \`MODULE_VERSION\` of the source, but DKMS compares the latter when the kernel has a module of the same name: an older or equal one is not installed.`,
    example: 'PACKAGE_VERSION="1.0"',
  },
  {
    name: 'BUILT_MODULE_NAME',
    kind: 'array',
    valueType: 'module-name',
    required: false,
    since: '0.36',
    summary: 'The name of the module file that the build makes, without .ko.',
    documentation: `The name of the module file that the build makes, without \`.ko\`. Element *i* belongs to module *i* of the package.

After the build DKMS looks for \`<BUILT_MODULE_LOCATION>/<BUILT_MODULE_NAME>.ko\` and fails when the file is not there, even when everything compiled.

- Write the name of the **file**: \`snd-foo\` when Kbuild says \`obj-m += snd-foo.o\`, though the kernel lists it as \`snd_foo\`.
- Needed for every module, except when the package has exactly one. Up to 3.0.10 "exactly one" meant one \`DEST_MODULE_LOCATION\`, and the default was the name given to \`dkms -m\` (Debian's 3.0.10 already takes \`PACKAGE_NAME\`).
- The same location and name twice is an error since 3.1.7.`,
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
    documentation: `Where the build leaves module *i*, as a folder relative to the top of the source. A slash at its end is added when it is missing.

- Write \`src\`, not \`/usr/src/…\`: DKMS builds in a copy of the source (\`/var/lib/dkms/NAME/VERSION/build\`), and an absolute folder fails after the build.
- An element alone makes a module of the package: \`BUILT_MODULE_LOCATION[1]\` asks for a name and a destination of module 1.`,
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

It is also the name by which DKMS looks for a module of the kernel that this one replaces. The extension that the distribution uses (\`.ko\`, \`.ko.xz\`, \`.ko.zst\`) is added by DKMS.

- The same name twice is an error since 3.1.7, even when the folders differ.`,
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

**Most distributions do not use it**, though they ask for it:

| distribution | folder |
|---|---|
| Debian, Ubuntu, Arch | \`/updates/dkms\` |
| Fedora, RHEL, CentOS | \`/extra\` |
| SUSE | \`/updates\` |
| others (Gentoo, Alpine …) | what this directive says |

The environment variable \`ADDON_MODULES_DIR\` wins over both.

- Only the beginning is compared, so \`/kernelfoo\` passes.
- The value as written is still used to find old copies when the package is uninstalled.`,
    example: 'DEST_MODULE_LOCATION[0]="/updates/dkms"',
  },
  {
    name: 'STRIP',
    kind: 'array',
    valueType: 'yes-no',
    required: false,
    since: '2.0',
    summary: 'Whether debug information is removed from the built module.',
    documentation: `Whether DKMS removes debug information from module *i* (\`strip -g\`, before it is signed).

- Only the first letter counts: \`n\` or \`N\` is no. **Anything else strips**, also \`false\` and \`0\`; DKMS says nothing.
- An element that is not set takes \`STRIP[0]\`.`,
    defaultValue: 'yes',
    example: 'STRIP[0]="no"',
  },
];
