import type { BuildResult } from '../../builds/result.ts';

/** A result, and why it was expected to fail, if the kernel set says so. */
export type JudgedResult = BuildResult & { readonly knownFailure?: string };

/** Whether a result makes its run a failure. */
export function failsRun(result: JudgedResult): boolean {
  return result.status === 'failed' && result.knownFailure === undefined;
}
