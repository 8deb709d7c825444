import type { Problem } from '../../output/problem.ts';
import type { BuildResult } from '../result.ts';
import type { DkmsVerdict } from './real-dkms.ts';

/**
 * What our build and dkms's differ in, a sentence each; none where they agree. Of the errors of a failed build the first counts: which of
 * several units fails first is chance where they are compiled at once, so it is enough that either's first error is among the other's.
 */
export function differences(ours: BuildResult, theirs: DkmsVerdict): readonly string[] {
  if (ours.status !== theirs.status) {
    const why = ours.reason === undefined ? '' : ` (${ours.reason})`;
    const dkmsWhy = theirs.reason === undefined ? '' : ` (${theirs.reason})`;
    return [
      `DKMS Tools says ${ours.status}${why}, dkms says ${theirs.status} with exit code ${theirs.exit}${dkmsWhy}.`,
    ];
  }
  if (ours.status === 'failed') return ofErrors(errorsOf(ours.problems), errorsOf(theirs.problems));
  if (ours.status === 'ok' && ours.built.length !== theirs.modules.length) {
    return [`DKMS Tools built ${ours.built.length} modules, dkms ${theirs.modules.length}.`];
  }
  return [];
}

/** The errors that a compiler or make reported, in their order; what is said of the dkms.conf is said by us alone. */
function errorsOf(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ severity, tool }) => severity === 'error' && tool !== 'kbuild');
}

function ofErrors(ours: readonly Problem[], theirs: readonly Problem[]): readonly string[] {
  const [own] = ours;
  const [other] = theirs;
  // Without a log of dkms's there is nothing to compare with; why it failed is the verdict's.
  if (other === undefined) return [];
  if (own === undefined) return [`dkms met an error that DKMS Tools did not: ${placeOf(other)}.`];
  const isIn = (one: Problem, all: readonly Problem[]) =>
    all.some(({ file, line }) => file === one.file && line === one.line);
  if (isIn(own, theirs) || isIn(other, ours)) return [];
  return [`The first error of DKMS Tools is ${placeOf(own)}, that of dkms ${placeOf(other)}.`];
}

function placeOf({ file, line, message }: Problem): string {
  return `${file}:${line}: ${message.split('\n')[0]}`;
}
