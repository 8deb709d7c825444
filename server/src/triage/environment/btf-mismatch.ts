import type { EnvironmentCause } from './environment-cause.ts';

export const btfMismatch: EnvironmentCause = {
  id: 'btf-mismatch',
  symbol: 'BTF',
  title: 'The type information (BTF) of the module does not match the kernel',
  summary:
    'It was generated from a vmlinux other than that of the running kernel, or by another version of pahole.',
  advice:
    'Build against the vmlinux of the running kernel, or without one: if there is no vmlinux next to the headers, no BTF is generated, which does no harm.',
  certainty: 'likely',
  explains: [
    {
      message:
        /failed to validate module \[.*\] BTF|^BPF: |BTF|pahole|resolve_btfids|^FAILED unresolved symbol/,
    },
  ],
  isOnce: true,
};
