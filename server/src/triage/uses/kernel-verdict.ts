import { headerKey, nameKey } from '../history/history-keys.ts';
import type { KernelHistory } from '../history/kernel-history.ts';
import type { AskedKernel } from './target-kernel.ts';

/** Which kernels lack something, and which have it; in the order of the kernels. */
export interface KernelVerdict {
  readonly kernels: readonly string[];
  readonly unaffected: readonly string[];
}

/** Which kernels lack a header (`linux/timer.h`); `undefined` if none does, or if nobody has it: then it is the user's own. */
export function verdictOnHeader(
  kernels: readonly AskedKernel[],
  header: string,
  history: KernelHistory | undefined,
): KernelVerdict | undefined {
  return verdictOn(
    kernels,
    (kernel) => kernel.hasHeader(header),
    () => history?.isKnown(headerKey(header)) === true,
  );
}

/** The same for a name that is no member of a struct. */
export function verdictOnName(
  kernels: readonly AskedKernel[],
  name: string,
  history: KernelHistory | undefined,
): KernelVerdict | undefined {
  return verdictOn(
    kernels,
    (kernel) => kernel.declares(name),
    () => history?.isKnown(nameKey(name)) === true,
  );
}

function verdictOn(
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
