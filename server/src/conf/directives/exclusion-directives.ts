import type { Directive } from './directive.ts';

/** What the whole family shares; the texts below are built on it. */
const perModule = `Element 0 restricts **every** module of the package. Since 3.3.0 element *i* above 0 restricts module *i* alone; older versions ignore it. There is no way to restrict module 0 alone.`;

const skipped =
  'A kernel that does not fit is skipped: nothing is built, and `dkms build` exits with 77 (upstream up to 3.0.10: with 9).';

/** For which kernels the package is built at all. */
export const exclusionDirectives: readonly Directive[] = [
  {
    name: 'BUILD_EXCLUSIVE_KERNEL',
    kind: { arraySince: '3.3.0' },
    valueType: 'regular-expression',
    required: false,
    since: '1.09',
    summary: 'A regular expression for the only kernels that the package is built for.',
    documentation: `A regular expression (POSIX extended) that the kernel's release must match. ${skipped}

- It matches anywhere unless it begins with \`^\`, and a dot matches every character: \`5.1\` also takes 5.10 and 6.5-1. Write \`^5\\.1\\.\`.
- \`\\d\` and look-around do not exist; an invalid expression skips **all** kernels, and DKMS says nothing.
- For ranges \`BUILD_EXCLUSIVE_KERNEL_MIN\` and \`_MAX\` are easier to get right.
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

- Releases are compared as text after each number is padded to three digits. A leading letter (\`v6.0\`) sorts after every kernel and skips them all.
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
      'The newest kernel that the package is built for; a whole release series sorts after its number.',
    documentation: `The newest kernel that the package is built for. ${skipped}

- **\`"6.1"\` shuts out all kernels of the 6.1 series**: \`6.1.0-18-amd64\` sorts after \`6.1\`. Write \`"6.1.999"\` to keep them, or the next version, \`"6.2"\`, which also shuts out \`6.2-rc1\`.
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
    summary: 'A regular expression for the only machine types that the package is built for.',
    documentation: `A regular expression (POSIX extended) that the machine type must match. ${skipped}

- The type is what \`uname -m\` prints: \`x86_64\`, \`aarch64\`, \`armv7l\`, \`ppc64le\`. Debian's names (\`amd64\`, \`arm64\`) never match.
- It matches anywhere: \`86\` takes x86_64 and i686.
- ${perModule}`,
    defaultValue: 'every machine type',
    example: 'BUILD_EXCLUSIVE_ARCH="^(x86_64|aarch64)$"',
  },
  {
    name: 'BUILD_EXCLUSIVE_CONFIG',
    kind: { arraySince: '3.3.0' },
    valueType: 'config-symbols',
    required: false,
    since: '3.0.11',
    summary: 'Options that the kernel must have, or, with !, must not have.',
    documentation: `Options of the kernel's configuration, separated by blanks. \`CONFIG_X\` has to be \`y\` or \`m\`; \`!CONFIG_X\` must be neither. ${skipped}

- Write the \`CONFIG_\`; a name without it is never found, and commas do not separate.
- Where the kernel's configuration can't be read, DKMS skips the check and says nothing.
- Known since 3.0.11, and in the 3.0.10 of Debian 12.
- ${perModule}`,
    defaultValue: 'every kernel',
    example: 'BUILD_EXCLUSIVE_CONFIG="CONFIG_USB !CONFIG_PREEMPT_RT"',
  },
];
