import { plural } from '../../plural.ts';
import type { RangeSummary } from '../kernel-history/range-summary.ts';
import type { TargetResult } from '../results/target-result.ts';

/** A line above the package: a build to start, or how the last builds ended. A line without a command is only text. */
export interface BuildLens {
  readonly title: string;
  readonly command?: 'dkms.build' | 'dkms.buildAll' | 'dkms.openOverride' | 'dkms.showRange';
  /** Absolute path of the file that the command is for, if that is not the conf itself. */
  readonly file?: string;
}

/** The files of /etc/dkms that change what the conf says, in dkms's order: a line for each, which opens it. */
export function describeOverrides(paths: readonly string[]): readonly BuildLens[] {
  return paths.map((file) => ({ title: `Overridden by ${file}`, command: 'dkms.openOverride', file }));
}

/** For which kernels a module is predicted to build: a line that opens the report. */
export function describeRange({ range }: Pick<RangeSummary, 'range'>): BuildLens {
  const title =
    range === undefined
      ? 'Builds on no kernel that is known (likely)'
      : `Builds on ${range.first === range.last ? range.first : `${range.first} to ${range.last}`} (likely)`;
  return { title, command: 'dkms.showRange' };
}

/** What to offer for one conf: builds for the selected kernel and for all, and how the last ones ended. */
export function describeBuilds(known: {
  /** The selected kernel. */
  readonly kernel: string | undefined;
  /** The number of kernels that modules can be built against. */
  readonly ready: number;
  readonly results: readonly TargetResult[];
}): readonly BuildLens[] {
  const { kernel, ready, results } = known;
  const lenses: BuildLens[] = [];
  if (kernel !== undefined) lenses.push({ title: `Build for ${kernel}`, command: 'dkms.build' });
  if (ready > 1) lenses.push({ title: `Build for all ${ready} kernels`, command: 'dkms.buildAll' });
  // Running builds are shown in the status bar only.
  if (results.some(({ activity }) => activity !== undefined)) return lenses;
  const summary = summarize(results.filter(({ last }) => last !== undefined));
  return summary ? [...lenses, { title: summary }] : lenses;
}

/** `built for 6.1 · failed for 6.12 (3 errors) · edited since`; `undefined` while nothing was built. */
function summarize(ended: readonly TargetResult[]): string | undefined {
  if (ended.length === 0) return undefined;
  const ending = (status: string) => ended.filter(({ last }) => last?.status === status);
  const parts: string[] = [];
  const built = ending('ok');
  if (built.length > 0)
    parts.push(`built for ${namesOf(built)}${counted(sum(built, 'warnings'), 'warning')}`);
  const failed = ending('failed');
  if (failed.length > 0)
    parts.push(`failed for ${namesOf(failed)}${counted(sum(failed, 'errors'), 'error')}`);
  for (const status of ['skipped', 'cancelled'] as const)
    if (ending(status).length > 0) parts.push(`${status} for ${namesOf(ending(status))}`);
  if (ended.some(({ isStale }) => isStale)) parts.push('edited since');
  return parts.join(' · ');
}

/** One kernel by its release, several by their number. */
function namesOf(results: readonly TargetResult[]): string {
  const [first] = results;
  return results.length === 1 && first ? first.target.kernel : `${results.length} kernels`;
}

function sum(results: readonly TargetResult[], what: 'errors' | 'warnings'): number {
  return results.reduce((all, { last }) => all + (last?.[what] ?? 0), 0);
}

function counted(number: number, noun: string): string {
  return number === 0 ? '' : ` (${plural(number, noun)})`;
}
