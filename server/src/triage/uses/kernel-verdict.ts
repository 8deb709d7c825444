import type { AskedKernel } from './target-kernel.ts';

/** Which kernels lack something, and which have it; in the order of the kernels. */
export interface KernelVerdict {
  readonly kernels: readonly string[];
  readonly unaffected: readonly string[];
}

/** Which kernels lack something; `undefined` if none does, or if nobody has it: then it is the user's own. */
export function verdictOn(
  kernels: readonly AskedKernel[],
  has: (kernel: AskedKernel) => boolean | undefined,
  isKnown: () => boolean,
): KernelVerdict | undefined {
  const releasesWith = (answer: boolean) =>
    kernels.filter((kernel) => has(kernel) === answer).map(({ release }) => release);
  const missing = releasesWith(false);
  const unaffected = missing.length > 0 ? releasesWith(true) : [];
  return missing.length > 0 && (unaffected.length > 0 || isKnown())
    ? { kernels: missing, unaffected }
    : undefined;
}
