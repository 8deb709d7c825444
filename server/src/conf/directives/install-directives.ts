import type { Directive } from './directive.ts';

const scriptRules = `The value is a file and its arguments, separated by spaces. The file must be executable; if it is missing or not executable, DKMS warns that it "is not executable" and continues. Since 3.4.0, DKMS runs an executable of the same name in \`/etc/dkms/NAME\` instead.`;

const inSource = 'It runs in the folder of the source.';
const inBuild = 'It runs in the copy of the source in which DKMS builds.';

/** What happens around and after the build: installing, and scripts. */
export const installDirectives: readonly Directive[] = [
  {
    name: 'AUTOINSTALL',
    kind: 'scalar',
    valueType: 'yes-no',
    required: false,
    since: '2.2',
    summary: 'Whether DKMS builds the package automatically for every new kernel.',
    documentation: `\`yes\` makes DKMS build and install the package automatically when a new kernel is installed. Without it, the driver is gone after the next kernel update; DKMS says nothing about that.

- Since 3.1.7, only yes, no and empty are allowed, in upper or lower case. \`Y\`, \`true\` or \`1\` make the file invalid, and one invalid file ends the whole \`dkms autoinstall\`, for all packages.
- **Up to 3.1.6, any text means yes, even \`no\`**. To switch it off for every version, leave the directive out.`,
    defaultValue: 'no',
    example: 'AUTOINSTALL="yes"',
  },
  {
    name: 'NO_WEAK_MODULES',
    kind: 'scalar',
    valueType: 'yes-no',
    required: false,
    since: '2.3',
    summary: 'Whether the module is kept from being linked into other kernels of the same ABI (RHEL, SUSE).',
    documentation: `\`yes\` keeps DKMS from linking the module into other installed kernels (weak updates), as RHEL, Fedora and SUSE do for kernels with a compatible interface.

- Since 3.2.0, only yes, no and empty are allowed, in upper or lower case; before, any text meant yes, even \`no\`.`,
    defaultValue: 'no',
    example: 'NO_WEAK_MODULES="yes"',
  },
  {
    name: 'PRE_BUILD',
    kind: 'scalar',
    valueType: 'script',
    required: false,
    since: '1.11',
    summary: 'A script that runs before the build, after the patches.',
    documentation: `A script that runs before the build, after the patches were applied. ${inBuild}

${scriptRules}

- If it fails, the build ends with the script's exit code since 3.1.5; before, DKMS ignored that.`,
    example: 'PRE_BUILD="configure.sh $kernelver"',
  },
  {
    name: 'POST_BUILD',
    kind: 'scalar',
    valueType: 'script',
    required: false,
    since: '2.3',
    summary: 'A script that runs after the modules were built and stored.',
    documentation: `A script that runs after the modules were built and stored. ${inBuild}

${scriptRules}

- If it fails, the build ends with the script's exit code since 3.1.5; before, DKMS ignored that.`,
    example: 'POST_BUILD="post-build.sh"',
  },
  {
    name: 'PRE_INSTALL',
    kind: 'scalar',
    valueType: 'script',
    required: false,
    since: '2.0.9.3',
    summary: 'A script that runs before the modules are installed; it can prevent the installation.',
    documentation: `A script that runs before the modules are installed. ${inSource} If it fails, nothing is installed (exit code 101) unless \`--force\` is given.

${scriptRules}`,
    example: 'PRE_INSTALL="check-hardware.sh"',
  },
  {
    name: 'POST_INSTALL',
    kind: 'scalar',
    valueType: 'script',
    required: false,
    since: '0.40',
    summary: 'A script that runs after the modules were installed.',
    documentation: `A script that runs after the modules were installed, before \`depmod\`. ${inSource} DKMS ignores its exit code.

${scriptRules}`,
    example: 'POST_INSTALL="post-install.sh"',
  },
  {
    name: 'POST_REMOVE',
    kind: 'scalar',
    valueType: 'script',
    required: false,
    since: '0.40',
    summary: 'A script that runs after the modules were uninstalled.',
    documentation: `A script that runs after the modules were uninstalled. ${inSource} DKMS ignores its exit code.

${scriptRules}`,
    example: 'POST_REMOVE="post-remove.sh"',
  },
  {
    name: 'POST_ADD',
    kind: 'scalar',
    valueType: 'script',
    required: false,
    since: '0.40',
    summary: 'A script that runs after the package was added.',
    documentation: `A script that runs after the package was added to DKMS. ${inSource} DKMS ignores its exit code.

${scriptRules}`,
    example: 'POST_ADD="post-add.sh"',
  },
];
