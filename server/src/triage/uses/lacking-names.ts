import { compareReleases } from '../../kernels/kernel.ts';
import type { Change } from '../change.ts';
import type { KernelHistory } from '../history/kernel-history.ts';
import { verdictOnHeader, verdictOnName } from './kernel-verdict.ts';
import { type MissingApiUse, namesOfChange, type OwnNames } from './missing-api-uses.ts';
import { type AbsentKernel, asAsked, type TargetKernel } from './target-kernel.ts';

/** What an editor proposes: names but those of struct members, and headers (`linux/timer.h`). */
export interface ProposedNames {
  readonly names: readonly string[];
  readonly headers: readonly string[];
}

/** A name or header that some of the kernels lack. */
export type LackingName = Omit<MissingApiUse, 'start' | 'end'> & {
  /** Whether the newest of the kernels lacks it; otherwise only older ones do. */
  readonly isGone: boolean;
};

/**
 * Which of the proposed names and headers some kernels lack. Left out is what the module declares itself (`ownNames`), and what neither
 * one of the kernels nor one of the history has. Of kernels without headers it says what the history tells.
 */
export function findLackingNames(
  proposed: ProposedNames,
  targets: readonly (TargetKernel | AbsentKernel)[],
  changes: readonly Change[],
  ownNames: OwnNames,
  history?: KernelHistory,
): readonly LackingName[] {
  const kernels = targets.map(asAsked);
  const absent = new Set(kernels.flatMap(({ release, isLikely }) => (isLikely ? [release] : [])));
  const headers = proposed.headers.flatMap((name) => {
    const verdict = verdictOnHeader(kernels, name, history);
    return verdict ? [{ name, ...verdict }] : [];
  });
  const names = proposed.names.flatMap((name) => {
    const verdict = ownNames.has(name) ? undefined : verdictOnName(kernels, name, history);
    return verdict ? [{ name, ...verdict }] : [];
  });
  const lacking = [...headers, ...names];
  if (lacking.length === 0) return [];
  const [newest = ''] = kernels.map(({ release }) => release).sort((a, b) => compareReleases(b, a));
  const removals = changes.map((change) => ({ change, gone: removedBy(change) }));
  return lacking.map((one): LackingName => {
    const failing = kernels.filter(({ release }) => one.kernels.includes(release));
    const removal = removals.find(
      ({ change, gone }) =>
        gone.has(one.name) && failing.every((kernel) => kernel.variantOf(change) === 'new'),
    );
    const likely = one.kernels.filter((release) => absent.has(release));
    return {
      ...one,
      isGone: one.kernels.includes(newest),
      // Of kernels whose headers are not here, nothing is promised.
      unaffected: one.unaffected.filter((release) => !absent.has(release)),
      ...(removal && { change: removal.change }),
      ...(likely.length > 0 && { likely }),
    };
  });
}

/** The names and headers that a change removes. */
function removedBy(change: Change): ReadonlySet<string> {
  const headers = change.explains.flatMap((pattern) =>
    pattern.kind === 'missing-header' && pattern.header ? [pattern.header] : [],
  );
  return new Set([...namesOfChange(change).gone, ...headers]);
}
