import { type Diagnosis, examine } from '../../doctor/doctor.ts';

/** The results of the checks of this machine, and how many problems they found. */
export interface MachineDiagnosis {
  readonly checks: readonly Diagnosis[];
  readonly errors: number;
  readonly warnings: number;
  readonly unknown: number;
}

/** Looks at this machine, as this user; runs and changes nothing. */
export async function diagnoseMachine(): Promise<MachineDiagnosis> {
  const checks = await examine();
  const count = (status: string) =>
    checks.flatMap(({ observations }) => observations).filter((one) => one.status === status).length;
  return { checks, errors: count('error'), warnings: count('warning'), unknown: count('unknown') };
}
