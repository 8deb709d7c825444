import type { EnvironmentCause } from './environment-cause.ts';

export const kernelKindRefused: EnvironmentCause = {
  id: 'kernel-kind-refused',
  symbol: 'sanity check',
  title: 'The driver refuses this kind of kernel',
  summary:
    "NVIDIA's driver looks at the configuration of the kernel before it builds, and stops for kernels that it does not support: real-time kernels (PREEMPT_RT), those of Xen, and for its vGPU driver those without KVM or VFIO.",
  advice:
    'Build it for a kernel without that. For a real-time kernel, `IGNORE_PREEMPT_RT_PRESENCE=1` in the environment skips the check, for Xen `IGNORE_XEN_PRESENCE=1`; NVIDIA does not support the result.',
  certainty: 'verified',
  explains: [{ message: /^Failed (?:PREEMPT_RT|Xen|DOM0|vGPU on KVM) sanity check\. Bailing out!/ }],
};
