import type { Problem } from '../../output/problem.ts';
import type { BuildResult } from '../result.ts';
import type { DkmsVerdict } from './real-dkms.ts';

/**
 * The differences between our build and that of dkms, a sentence each; none if they agree. Of two failed builds, the first errors are
 * compared. Which unit fails first is chance when several are compiled at once, so it is enough that the first error of one build is among
 * the errors of the other.
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

/** The errors that a compiler or make reported, in their order. Problems of dkms.conf are left out, because only we report those. */
function errorsOf(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ severity, tool }) => severity === 'error' && tool !== 'kbuild');
}

function ofErrors(ours: readonly Problem[], theirs: readonly Problem[]): readonly string[] {
  const [own] = ours;
  const [other] = theirs;
  // Without a log of dkms there is nothing to compare with; the verdict has the reason why dkms failed.
  if (other === undefined) return [];
  if (own === undefined) return [`dkms reported an error that DKMS Tools did not: ${locationOf(other)}.`];
  const isIn = (one: Problem, all: readonly Problem[]) =>
    all.some(({ file, line }) => file === one.file && line === one.line);
  if (isIn(own, theirs) || isIn(other, ours)) return [];
  return [`The first error of DKMS Tools is ${locationOf(own)}, that of dkms ${locationOf(other)}.`];
}

function locationOf({ file, line, message }: Problem): string {
  return `${file}:${line}: ${message.split('\n')[0]}`;
}
