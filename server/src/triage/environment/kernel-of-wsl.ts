import type { EnvironmentCause } from './environment-cause.ts';
import { headersIncomplete } from './headers-incomplete.ts';
import { headersMissing } from './headers-missing.ts';

export const kernelOfWsl: EnvironmentCause = {
  id: 'kernel-of-wsl',
  symbol: '-microsoft-standard-WSL2',
  title: 'No package has the headers of the kernel of WSL',
  summary:
    'The kernel of the Windows Subsystem for Linux comes from Microsoft and not from the distribution, which therefore has no headers for it.',
  advice:
    'Get the source of that release (`git clone --depth 1 -b linux-msft-wsl-VERSION https://github.com/microsoft/WSL2-Linux-Kernel`), run `make KCONFIG_CONFIG=Microsoft/config-wsl` in it, and build with that folder (`dkms build --kernelsourcedir DIR`, or KDIR= of the Makefile).',
  certainty: 'verified',
  // A folder that somebody made for them is as good as none.
  explains: [...headersMissing.explains, ...headersIncomplete.explains].map((sign) => ({
    ...sign,
    holds: ({ problem, release, ...rest }) =>
      /-microsoft-(?:standard|WSL2)\b/.test(`${problem.message} ${release?.name}`) &&
      (sign.holds?.({ problem, release, ...rest }) ?? true),
  })),
  before: [
    ...['headers-missing', 'headers-incomplete'],
    ...(headersMissing.before ?? []),
    ...(headersIncomplete.before ?? []),
  ],
};
