import type { EnvironmentCause } from './environment-cause.ts';
import { headersIncomplete } from './headers-incomplete.ts';
import { headersMissing } from './headers-missing.ts';

export const kernelOfDocker: EnvironmentCause = {
  id: 'kernel-of-docker',
  symbol: '-linuxkit',
  title: 'The kernel is that of Docker, for which no distribution has headers',
  summary:
    "A container uses the kernel of the machine that runs it. On macOS and Windows, that is the kernel of Docker's virtual machine (linuxkit, moby, boot2docker), and no package of the distribution in the container fits it.",
  advice:
    'Install the headers of the kernel that is to load the module, and build for that one: give make or `dkms build -k` its release instead of that of `uname -r`. For a kernel of linuxkit itself, the image linuxkit/kernel of the same version contains them (kernel-dev.tar).',
  certainty: 'verified',
  explains: [...headersMissing.explains, ...headersIncomplete.explains].map((sign) => ({
    ...sign,
    holds: ({ problem, release, ...rest }) =>
      /\d-(?:linuxkit|moby|boot2docker)\b/.test(`${problem.message} ${release?.name}`) &&
      (sign.holds?.({ problem, release, ...rest }) ?? true),
  })),
  before: [
    ...['headers-missing', 'headers-incomplete'],
    ...(headersMissing.before ?? []),
    ...(headersIncomplete.before ?? []),
  ],
};
