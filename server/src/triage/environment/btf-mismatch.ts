import type { EnvironmentCause } from './environment-cause.ts';

export const btfMismatch: EnvironmentCause = {
  id: 'btf-mismatch',
  symbol: 'BTF',
  title: 'The type information (BTF) of the module does not fit the kernel',
  summary: 'It was made from another vmlinux than that of the running kernel, or by another pahole.',
  advice:
    'Build against the vmlinux of the running kernel, or without it: where there is no vmlinux beside the headers, no BTF is made, which harms nothing.',
  certainty: 'likely',
  explains: [
    {
      message:
        /failed to validate module \[.*\] BTF|^BPF: |BTF|pahole|resolve_btfids|^FAILED unresolved symbol/,
    },
  ],
  isOnce: true,
};
