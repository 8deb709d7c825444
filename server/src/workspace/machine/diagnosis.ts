import { type Diagnosis, examine } from '../../doctor/doctor.ts';

/** The results of the checks of this machine, and how many problems they found. */
export interface MachineDiagnosis {
  readonly checks: readonly Diagnosis[];
  readonly errors: number;
  readonly warnings: number;
  readonly unknown: number;
}

/**
 * Looks at this machine, as this user; runs and changes nothing. Of the kernels, those in the folders `kernelFolders` are looked at, too, and
 * without `systemKernels` they alone.
 */
export async function diagnoseMachine(
  kernels: { readonly kernelFolders?: readonly string[]; readonly systemKernels?: boolean } = {},
): Promise<MachineDiagnosis> {
  const checks = await examine(kernels);
  const count = (status: string) =>
    checks.flatMap(({ observations }) => observations).filter((one) => one.status === status).length;
  return { checks, errors: count('error'), warnings: count('warning'), unknown: count('unknown') };
}
