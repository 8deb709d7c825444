import type { Kernel } from '../../kernels/kernel.ts';
import { type KernelSetEntry, resolveKernelSet } from './kernel-set.ts';

/** Which kernels to build against, as the user selects them. */
export type KernelSelection =
  | { readonly kind: 'releases'; readonly releases: readonly string[] }
  | { readonly kind: 'all' }
  | { readonly kind: 'match'; readonly patterns: readonly KernelSetEntry[] };

/** The releases that a selection means, newest first where the user gave no order. */
export function chooseKernels(
  selection: KernelSelection,
  kernels: readonly Kernel[],
): { readonly releases: readonly string[] } | { readonly wrong: string } {
  const ready = kernels.filter((kernel) => kernel.status === 'ready').map((kernel) => kernel.release);
  const listed =
    ready.length > 0
      ? `there are: ${ready.join(', ')}`
      : 'none can be built against (see dkms-tools kernels)';
  switch (selection.kind) {
    case 'releases': {
      const missing = selection.releases.find(
        (release) => !kernels.some((kernel) => kernel.release === release),
      );
      return missing === undefined ? selection : { wrong: `no kernel ${missing} was found; ${listed}` };
    }
    case 'all':
      return ready.length > 0
        ? { releases: ready }
        : { wrong: `no kernel was found to build against; ${listed}` };
    case 'match': {
      const { kernels: matching } = resolveKernelSet(selection.patterns, kernels);
      const texts = selection.patterns.map((pattern) => pattern.text).join(', ');
      return matching.length > 0
        ? { releases: matching.map((kernel) => kernel.release) }
        : { wrong: `no kernel matches ${texts}; ${listed}` };
    }
    default:
      return selection satisfies never;
  }
}
