import { parseArchiveName } from '../../archives/archive-name.ts';
import type { Kernel } from '../../kernels/kernel.ts';
import { kernelsNamed, severalKernels } from '../../kernels/kernel-names.ts';
import { type KernelSetEntry, resolveKernelSet } from './kernel-set.ts';

/** Which kernels to build against, as the user selects them. */
export type KernelSelection =
  | { readonly kind: 'named'; readonly names: readonly string[] }
  | { readonly kind: 'all' }
  | { readonly kind: 'match'; readonly patterns: readonly KernelSetEntry[] };

/** Says that the headers for the name of an archive are not on this machine yet, and how to get them. */
function notFetched(text: string): string {
  return `the headers of ${text} have not been downloaded; get them with --get, or with dkms-tools kernels get ${text}`;
}

/** The newest of the kernels of a series such as `6.12` that can be built against: several, if they differ in their flavour only. */
function newestOfSeries(kernels: readonly Kernel[], text: string): readonly Kernel[] {
  if (!/^\d+\.\d+$/.test(text)) return [];
  const ofSeries = kernels.filter(
    ({ status, version }) => status === 'ready' && version.startsWith(`${text}.`),
  );
  return ofSeries.filter(({ version }) => version === ofSeries[0]?.version);
}

/** The names of the selected kernels, newest first unless the user gave an order. */
export function chooseKernels(
  selection: KernelSelection,
  kernels: readonly Kernel[],
): { readonly names: readonly string[] } | { readonly wrong: string } {
  const ready = kernels.filter((kernel) => kernel.status === 'ready').map((kernel) => kernel.name);
  const listed =
    ready.length > 0
      ? `available: ${ready.join(', ')}`
      : 'none can be built against (see dkms-tools kernels)';
  switch (selection.kind) {
    case 'named': {
      const names = new Set<string>();
      for (const text of selection.names) {
        const exact = kernelsNamed(kernels, text);
        const [kernel, ...others] = exact.length > 0 ? exact : newestOfSeries(kernels, text);
        const isOfArchives = parseArchiveName(text) !== undefined;
        if (!kernel)
          return { wrong: isOfArchives ? notFetched(text) : `no kernel ${text} was found; ${listed}` };
        if (others.length > 0 && !isOfArchives) return { wrong: severalKernels(text, [kernel, ...others]) };
        for (const { name } of [kernel, ...others]) names.add(name);
      }
      return { names: [...names] };
    }
    case 'all':
      return ready.length > 0
        ? { names: ready }
        : { wrong: `no kernel was found to build against; ${listed}` };
    case 'match': {
      const { kernels: matching, unmatched } = resolveKernelSet(selection.patterns, kernels);
      // A set without some of its kernels would succeed even if the module fails on these.
      const lacking = unmatched.find((text) => parseArchiveName(text));
      if (lacking !== undefined) return { wrong: notFetched(lacking) };
      const texts = selection.patterns.map((pattern) => pattern.text).join(', ');
      return matching.length > 0
        ? { names: matching.map((kernel) => kernel.name) }
        : { wrong: `no kernel matches ${texts}; ${listed}` };
    }
    default:
      return selection satisfies never;
  }
}
