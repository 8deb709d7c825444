import type { KernelDescription } from '../../../server/src/lsp/messages.ts';

/**
 * The name of the kernel to build against while the user has chosen none: the running kernel if it is ready, else the only ready one.
 * `undefined` otherwise, since the user would not notice a guess.
 */
export function defaultKernel(kernels: readonly KernelDescription[]): string | undefined {
  const ready = kernels.filter((kernel) => kernel.status === 'ready');
  const running = ready.find((kernel) => kernel.running);
  if (running) return running.name;
  return ready.length === 1 ? ready[0]?.name : undefined;
}

/**
 * The kernel that had this name when it was chosen. Names change when a second tree of the same release appears or disappears; then it is
 * the installed one of that release, or the only one.
 */
export function kernelCalled(
  kernels: readonly KernelDescription[],
  name: string,
): KernelDescription | undefined {
  const exact = kernels.find((kernel) => kernel.name === name);
  if (exact) return exact;
  const [release, label] = name.split('@');
  const alike = kernels.filter((kernel) => kernel.release === release);
  if (alike.length === 1) return alike[0];
  return label === undefined ? alike.find((kernel) => kernel.name === `${release}@installed`) : undefined;
}

/** The same kernels, those that can be built against first; both groups keep their order, which is newest first. */
export function readyFirst(kernels: readonly KernelDescription[]): KernelDescription[] {
  const isReady = ({ status }: KernelDescription) => status === 'ready';
  return [...kernels.filter(isReady), ...kernels.filter((kernel) => !isReady(kernel))];
}
