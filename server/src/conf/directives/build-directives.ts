import type { Directive } from './directive.ts';

/** How the modules are built: commands, patches, dependencies. */
export const buildDirectives: readonly Directive[] = [
  {
    name: 'MAKE',
    kind: 'array',
    valueType: 'shell-command',
    required: false,
    since: '0.37',
    summary: 'The command that builds the modules, run in a copy of the source.',
    documentation: `The shell command that builds all modules. It runs in a copy of the source, \`/var/lib/dkms/NAME/VERSION/build\`.

Pass the kernel on: DKMS often builds for a kernel that is **not** the running one, so \`uname -r\` is wrong here. Use \`$kernelver\` and \`$kernel_source_dir\`.

- If the command begins with the four letters \`make\`, DKMS adds \`-j<jobs> KERNELRELEASE=<kernel>\` after them. Only the first \`make\` of the command gets this. \`'make'\` in quotes, \`VAR=x make\` and \`cd src && make\` get neither, so they run one job at a time.
- A Makefile that tests \`KERNELRELEASE\` to find out whether Kbuild runs it does the wrong thing under DKMS. That is why many files write \`'make'\` in quotes.
- With several elements, DKMS uses \`MAKE[i]\` when the kernel matches \`MAKE_MATCH[i]\`; the last match wins. \`MAKE[0]\` without a \`MAKE_MATCH[0]\` is the default. \`MAKE[i]\` with *i* above 0 and without a match is never run.
- Leave no gaps: DKMS stops at the *number* of elements, so with \`MAKE[0]\` and \`MAKE[2]\` it never looks at the latter.
- The value is expanded twice. Double quotes inside it do not survive; use single quotes there.
- For a kernel built with clang, DKMS adds \` LLVM=1\` at the end (since 3.1.2).`,
    defaultValue: 'make -C $kernel_source_dir M=$dkms_tree/$module/$module_version/build',
    example: 'MAKE[0]="make -C $kernel_source_dir M=$dkms_tree/$PACKAGE_NAME/$PACKAGE_VERSION/build modules"',
  },
  {
    name: 'MAKE_MATCH',
    kind: 'array',
    valueType: 'regular-expression',
    required: false,
    since: '0.37',
    summary: 'The kernels that MAKE of the same index is for.',
    documentation: `A regular expression (POSIX extended) for the kernel's release. If it matches, \`MAKE\` of the same index builds the modules; if several match, the one with the highest index does.

It matches anywhere in the release unless it begins with \`^\`. \`\\d\` and look-around do not exist in this kind of expression.`,
    example: 'MAKE_MATCH[1]="^6\\."',
  },
  {
    name: 'PATCH',
    kind: 'array',
    valueType: 'patch-file',
    required: false,
    since: '0.37',
    summary: 'A patch from the folder patches that DKMS applies to the source before it builds it.',
    documentation: `The name of a file in the folder \`patches/\` of the source. DKMS applies it with \`patch -p1\` to its copy of the source, in the order of the indices, before \`PRE_BUILD\` runs.

- Write the name without \`patches/\`.
- With \`PATCH_MATCH\` of the same index, DKMS applies it for matching kernels only.
- A file that is missing or does not apply ends the build.
- Leave no gaps: DKMS stops at the *number* of elements, so of \`PATCH[0]\`, \`[2]\` and \`[3]\` it does not apply the last.
- Since 3.4.0, DKMS adds the files in \`/etc/dkms/NAME/patches\` to the folder; since 3.1.2, a name may not contain \`..\`.`,
    example: 'PATCH[0]="linux-6.8.patch"',
  },
  {
    name: 'PATCH_MATCH',
    kind: 'array',
    valueType: 'regular-expression',
    required: false,
    since: '0.37',
    summary: 'The kernels that PATCH of the same index is for.',
    documentation: `A regular expression (POSIX extended) for the kernel's release. DKMS applies \`PATCH\` of the same index if it matches; without it, always. An invalid expression matches no kernel, and DKMS says nothing.`,
    defaultValue: 'every kernel',
    example: 'PATCH_MATCH[0]="^6\\.([89]|1[0-9])\\."',
  },
  {
    name: 'BUILD_DEPENDS',
    kind: 'array',
    valueType: 'package-name',
    required: false,
    since: '2.3',
    summary: 'Another DKMS package that must be installed before this one is built.',
    documentation: `The \`PACKAGE_NAME\` of another DKMS package whose modules this one needs; one name per element. \`dkms autoinstall\` builds in the right order, and \`dkms build\` stops if one is not installed for the kernel (since 3.1.4; before, \`dkms build\` did not check that).

- It is about DKMS packages, not about modules of the kernel, and takes no versions.
- DKMS looks up two names in one element as one name.
- \`BUILD_DEPENDS=""\` is a dependency whose name is empty, and can't be met (since 3.1.4).`,
    example: 'BUILD_DEPENDS[0]="hello-core"',
  },
  {
    name: 'BUILD_DEPENDS_REBUILD',
    kind: 'scalar',
    valueType: 'yes-no',
    required: false,
    since: '3.2.0',
    summary: 'Whether DKMS rebuilds the package when the version of a package it depends on has changed.',
    documentation: `\`yes\` rebuilds the package when the version of one of its \`BUILD_DEPENDS\` has changed. Anything but yes, no or empty (in upper or lower case) makes the file invalid.`,
    defaultValue: 'no',
    example: 'BUILD_DEPENDS_REBUILD="yes"',
  },
];
