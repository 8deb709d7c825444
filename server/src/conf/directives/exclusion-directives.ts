import type { Directive } from './directive.ts';

/** What the whole family shares; the texts below are built on it. */
const perModule = `Element 0 restricts **every** module of the package. Since 3.3.0, element *i* above 0 restricts module *i* alone; older versions ignore it. There is no way to restrict module 0 alone.`;

const skipped =
  'DKMS skips a kernel that does not match: it builds nothing, and `dkms build` exits with 77 (upstream up to 3.0.10: with 9).';

/** For which kernels the package is built at all. */
export const exclusionDirectives: readonly Directive[] = [
  {
    name: 'BUILD_EXCLUSIVE_KERNEL',
    kind: { arraySince: '3.3.0' },
    valueType: 'regular-expression',
    required: false,
    since: '1.09',
    summary: 'A regular expression that a kernel must match for the package to be built.',
    documentation: `A regular expression (POSIX extended) that the kernel's release must match. ${skipped}

- It matches anywhere unless it begins with \`^\`, and a dot matches every character: \`5.1\` also matches 5.10 and 6.5-1. Write \`^5\\.1\\.\`.
- \`\\d\` and look-around do not exist; an invalid expression skips **all** kernels, and DKMS says nothing.
- For ranges, \`BUILD_EXCLUSIVE_KERNEL_MIN\` and \`_MAX\` are easier to get right.
- ${perModule}`,
    defaultValue: 'every kernel',
    example: 'BUILD_EXCLUSIVE_KERNEL="^(5\\.1[0-9]|6)\\."',
  },
  {
    name: 'BUILD_EXCLUSIVE_KERNEL_MIN',
    kind: { arraySince: '3.3.0' },
    valueType: 'version',
    required: false,
    since: '3.0.11',
    summary: 'The oldest kernel that the package is built for.',
    documentation: `The oldest kernel that the package is built for. ${skipped}

- DKMS compares releases as text after padding each number to three digits. A leading letter (\`v6.0\`) sorts after every kernel and skips them all.
- DKMS up to 3.0.10 does not know it and builds anyway.
- ${perModule}`,
    defaultValue: 'every kernel',
    example: 'BUILD_EXCLUSIVE_KERNEL_MIN="5.10"',
  },
  {
    name: 'BUILD_EXCLUSIVE_KERNEL_MAX',
    kind: { arraySince: '3.3.0' },
    valueType: 'version',
    required: false,
    since: '3.0.11',
    summary:
      'The newest kernel that the package is built for; all releases of a series sort after its number.',
    documentation: `The newest kernel that the package is built for. ${skipped}

- **\`"6.1"\` excludes all kernels of the 6.1 series**: \`6.1.0-18-amd64\` sorts after \`6.1\`. Write \`"6.1.999"\` to keep them, or the next version, \`"6.2"\`, which also excludes \`6.2-rc1\`.
- DKMS up to 3.0.10 does not know it and builds anyway.
- ${perModule}`,
    defaultValue: 'every kernel',
    example: 'BUILD_EXCLUSIVE_KERNEL_MAX="6.11.999"',
  },
  {
    name: 'BUILD_EXCLUSIVE_ARCH',
    kind: { arraySince: '3.3.0' },
    valueType: 'regular-expression',
    required: false,
    since: '1.09',
    summary: 'A regular expression that the architecture must match for the package to be built.',
    documentation: `A regular expression (POSIX extended) that the architecture must match. ${skipped}

- The architecture is what \`uname -m\` prints: \`x86_64\`, \`aarch64\`, \`armv7l\`, \`ppc64le\`. Debian's names (\`amd64\`, \`arm64\`) never match.
- It matches anywhere: \`86\` matches x86_64 and i686.
- ${perModule}`,
    defaultValue: 'every architecture',
    example: 'BUILD_EXCLUSIVE_ARCH="^(x86_64|aarch64)$"',
  },
  {
    name: 'BUILD_EXCLUSIVE_CONFIG',
    kind: { arraySince: '3.3.0' },
    valueType: 'config-symbols',
    required: false,
    since: '3.0.11',
    summary: 'Options that the kernel must have or, with !, must not have.',
    documentation: `Options of the kernel's configuration, separated by spaces. \`CONFIG_X\` must be \`y\` or \`m\`; \`!CONFIG_X\` must be neither. ${skipped}

- Write the \`CONFIG_\` prefix: DKMS never finds a name without it, and commas do not separate names.
- If the kernel's configuration can't be read, DKMS skips the check and says nothing.
- Known since 3.0.11, and in the 3.0.10 of Debian 12.
- ${perModule}`,
    defaultValue: 'every kernel',
    example: 'BUILD_EXCLUSIVE_CONFIG="CONFIG_USB !CONFIG_PREEMPT_RT"',
  },
];
