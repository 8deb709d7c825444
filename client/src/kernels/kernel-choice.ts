import type { KernelDescription } from '../../../server/src/lsp/messages.ts';

/**
 * The release to build against while the user has chosen none: the running kernel if it is ready, else the only ready one.
 * `undefined` otherwise, since the user would not notice a guess.
 */
export function defaultRelease(kernels: readonly KernelDescription[]): string | undefined {
  const ready = kernels.filter((kernel) => kernel.status === 'ready');
  const running = ready.find((kernel) => kernel.running);
  if (running) return running.release;
  return ready.length === 1 ? ready[0]?.release : undefined;
}

/** The same kernels, those that can be built against first; both groups keep their order, which is newest first. */
export function readyFirst(kernels: readonly KernelDescription[]): KernelDescription[] {
  const isReady = ({ status }: KernelDescription) => status === 'ready';
  return [...kernels.filter(isReady), ...kernels.filter((kernel) => !isReady(kernel))];
}
