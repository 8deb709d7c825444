import type { EnvironmentCause } from './environment-cause.ts';

export const kernelVersionNotFound: EnvironmentCause = {
  id: 'kernel-version-not-found',
  symbol: 'UTS_RELEASE',
  title: "The driver can't tell which kernel it is built for",
  summary:
    "NVIDIA's driver reads the release from the headers. It does not find it where the headers are missing or incomplete, or where the driver is older than the kernel: kernels moved the files that it reads.",
  advice:
    'Check that /lib/modules/RELEASE/build leads to the headers of that kernel, and install a driver that supports it.',
  certainty: 'likely',
  explains: [{ message: /^Unable to determine the target kernel version/ }],
  install: { kind: 'headers' },
};
