import type { KernelDescription } from '../../../server/src/lsp/messages.ts';

/** One row of the list of kernels, as plain text. */
export type KernelRow =
  | { readonly kind: 'separator'; readonly label: string }
  | {
      readonly kind: 'kernel';
      readonly kernel: KernelDescription;
      readonly label: string;
      readonly description: string;
      readonly detail: string;
    };

/** Kernels that can be built against first, then the others with the reason; each part in the order given. */
export function kernelRows(
  kernels: readonly KernelDescription[],
  selected: string | undefined,
): readonly KernelRow[] {
  const ready = kernels.filter((kernel) => kernel.status === 'ready');
  const others = kernels.filter((kernel) => kernel.status !== 'ready');
  return [
    ...part('Ready to build against', ready, (kernel) => ({
      kind: 'kernel',
      kernel,
      label: kernel.release === selected ? `$(check) ${kernel.release}` : kernel.release,
      description: describe(kernel),
      detail: compilerText(kernel),
    })),
    ...part("Can't be built against", others, (kernel) => ({
      kind: 'kernel',
      kernel,
      label: `$(warning) ${kernel.release}`,
      description: kernel.status === 'no-headers' ? 'headers are missing' : 'headers are not usable',
      detail: kernel.install === undefined ? (kernel.reason ?? '') : `To install: ${kernel.install}`,
    })),
  ];
}

/** Version, architecture and whether it runs, without what the release says already. */
export function describe(kernel: KernelDescription): string {
  const version = kernel.release.startsWith(kernel.version) ? undefined : kernel.version;
  return [version, kernel.arch, kernel.running && 'running'].filter(Boolean).join(', ');
}

/** The compiler that the kernel was built with, and modules for it have to be. */
export function compilerText(kernel: KernelDescription): string {
  if (!kernel.compiler) return 'unknown compiler';
  const { text, command, found } = kernel.compiler;
  return found ? text : `${text}, which is not installed here as ${command}`;
}

function part(
  title: string,
  kernels: readonly KernelDescription[],
  row: (kernel: KernelDescription) => KernelRow,
): readonly KernelRow[] {
  return kernels.length === 0 ? [] : [{ kind: 'separator', label: title }, ...kernels.map(row)];
}
