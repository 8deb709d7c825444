import { readBoundedText } from '../../module/bounded-text.ts';
import { changes } from '../../triage/changes/changes.ts';
import type { HistoricRelease } from '../../triage/history/history-format.ts';
import type { KernelHistory } from '../../triage/history/kernel-history.ts';
import { findMissingApiUses, type MissingApiUse } from '../../triage/uses/missing-api-uses.ts';
import { absentKernels } from '../../triage/uses/target-kernel.ts';
import { ModuleSources } from '../explanation/module-sources.ts';
import { findCompiledFiles } from '../machine/source-forecast.ts';

const largestFile = 4 * 1024 * 1024;

/** Something in a source that will not compile for a kernel. */
export interface RangeObstacle {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** What is used: `strlcpy`, `.remove of struct platform_driver`. */
  readonly name: string;
  readonly text: string;
  /** The mainline version with the change, if known. */
  readonly since?: string;
}

/** The prediction for a source and one kernel, by the history. */
export interface PredictedKernel extends HistoricRelease {
  /** Empty if no obstacle is known. */
  readonly obstacles: readonly RangeObstacle[];
}

/** Predicts for each kernel of the history, oldest first, whether the module in a folder builds. Runs nothing. */
export async function predictRange(
  folder: string,
  history: KernelHistory,
  sources: ModuleSources = new ModuleSources(),
): Promise<readonly PredictedKernel[]> {
  // Kernels of one version are alike.
  const releases = [...new Map(history.releases.map((one) => [one.version, one])).values()];
  const targets = absentKernels(
    history,
    releases.map(({ release }) => release),
  );
  const own = await sources.ownNames(folder, new Map());
  const found = new Map<string, RangeObstacle[]>();
  for (const file of await findCompiledFiles(folder, sources)) {
    const text = await readBoundedText(file, largestFile);
    if (text === undefined) continue;
    for (const use of findMissingApiUses(text, targets, changes, own, history)) {
      const line = text.slice(0, use.start).split('\n').length;
      for (const release of use.kernels) {
        const obstacle = { file, line, name: use.name, ...describeObstacle(use) };
        found.set(release, [...(found.get(release) ?? []), obstacle]);
      }
    }
  }
  return releases.map((one) => ({ ...one, obstacles: found.get(one.release) ?? [] }));
}

/** An obstacle in a few words, and since when it exists. */
function describeObstacle({ change, name, reason }: MissingApiUse): Pick<RangeObstacle, 'text' | 'since'> {
  if (change?.since !== undefined)
    return { text: `${change.title}, since Linux ${change.since}`, since: change.since };
  if (change) return { text: change.title };
  return { text: reason === 'other-form' ? `${name} has another form` : `${name} is not there` };
}

/** Consecutive kernels with the same prediction. */
export interface PredictedInterval {
  readonly first: PredictedKernel;
  readonly last: PredictedKernel;
  readonly obstacles: readonly RangeObstacle[];
}

/** The intervals of a prediction: a new one begins wherever the obstacles differ. */
export function predictedIntervals(kernels: readonly PredictedKernel[]): readonly PredictedInterval[] {
  const intervals: PredictedInterval[] = [];
  const mark = (obstacles: readonly RangeObstacle[]) =>
    obstacles.map(({ file, line, name }) => `${file}:${line}:${name}`).join('\n');
  for (const kernel of kernels) {
    const before = intervals.at(-1);
    if (before && mark(before.obstacles) === mark(kernel.obstacles))
      intervals[intervals.length - 1] = { ...before, last: kernel };
    else intervals.push({ first: kernel, last: kernel, obstacles: kernel.obstacles });
  }
  return intervals;
}
