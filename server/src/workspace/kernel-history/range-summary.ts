import type { HistoricRelease } from '../../triage/history/history-format.ts';
import { beginText, endText, periodText } from '../../triage/history/history-text.ts';
import type { KernelHistory } from '../../triage/history/kernel-history.ts';
import { compareVersions, versionNumbers } from '../../versions.ts';
import { type PredictedInterval, type PredictedKernel, predictedIntervals } from './predicted-range.ts';

/** An interval with its versions as people write them: `5.10 to 6.1`. */
type NamedInterval = PredictedInterval & { readonly versions: string };

/** The kernels for which no obstacle is known, and the obstacles of the others. */
export interface RangeSummary {
  /** All kernels, in intervals with the same prediction, oldest first. */
  readonly intervals: readonly NamedInterval[];
  /** The first and last kernel of the longest interval without obstacles, as people write them (`5.10`, `6.1.176`); absent if there is none. */
  readonly range?: { readonly first: string; readonly last: string };
  /** The series (`6.1`) of the kernels on both sides of its ends, oldest first. */
  readonly edges: readonly string[];
  /** The kernels on both sides of an end that lies within a series, oldest first: which of its updates they are matters. */
  readonly closeEdges: readonly HistoricRelease[];
  /** Lines for the dkms.conf that keep dkms from building for the others. */
  readonly directives: readonly string[];
}

/** Sums up a prediction. */
export function summarizeRange(kernels: readonly PredictedKernel[], history: KernelHistory): RangeSummary {
  const intervals = predictedIntervals(kernels).map((one) => ({
    ...one,
    versions: periodText(one, history),
  }));
  const free = intervals.filter(({ obstacles }) => obstacles.length === 0);
  const countOf = ({ first, last }: PredictedInterval) => kernels.indexOf(last) - kernels.indexOf(first);
  const best = free.reduce<NamedInterval | undefined>(
    (longest, one) => (longest && countOf(longest) > countOf(one) ? longest : one),
    undefined,
  );
  if (!best) return { intervals, edges: [], closeEdges: [], directives: [] };
  const at = intervals.indexOf(best);
  const first = beginText(best.first, history);
  const last = endText(best.last, history);
  const [before, after] = [intervals[at - 1], intervals[at + 1]];
  const around = [before?.last, best.first, best.last, after?.first].filter((one) => one !== undefined);
  return {
    ...{ intervals, range: { first, last } },
    edges: [...new Set(around.map(({ version }) => seriesOf(version)))],
    closeEdges: [...closeEdge(before?.last, best.first), ...closeEdge(best.last, after?.first)],
    directives: [
      ...(at > 0 ? [`BUILD_EXCLUSIVE_KERNEL_MIN="${first}"`] : []),
      ...(after ? [`BUILD_EXCLUSIVE_KERNEL_MAX="${maximum(best.last, after, last)}"`] : []),
    ],
  };
}

/** Two neighbours, if they are updates of one series. */
function closeEdge(
  older: HistoricRelease | undefined,
  newer: HistoricRelease | undefined,
): readonly HistoricRelease[] {
  return older && newer && seriesOf(older.version) === seriesOf(newer.version) ? [older, newer] : [];
}

/** The highest version that dkms may build for: that before the change, where its version is known, else the last that is predicted to build. */
function maximum(good: PredictedKernel, { first, obstacles }: PredictedInterval, last: string): string {
  const isLater = (version: string) =>
    compareVersions(versionNumbers(version), versionNumbers(good.version)) > 0;
  const known = obstacles.flatMap(({ since }) => (since !== undefined && isLater(since) ? [since] : []));
  const isWhole = obstacles.every(({ since }) => since !== undefined && isLater(since));
  const [earliest] = known.sort((a, b) => compareVersions(versionNumbers(a), versionNumbers(b)));
  if (isWhole && earliest !== undefined) return lastBefore(earliest);
  return seriesOf(good.version) === seriesOf(first.version) ? good.version : `${seriesOf(last)}.999`;
}

/** `6.1` of `6.1.176`. */
export function seriesOf(version: string): string {
  return versionNumbers(version).slice(0, 2).join('.');
}

const begin = '<!-- dkms-tools range -->';
const end = '<!-- /dkms-tools range -->';

/** The table of a range for a README, in Markdown, between the marks by which it is found again. */
export function rangeTable({ intervals, range }: RangeSummary): string {
  const versions = range && (range.first === range.last ? range.first : `${range.first} to ${range.last}`);
  const badge = versions && `![Linux ${versions}](${badgeAddress(versions)})`;
  const rows = intervals.map(({ obstacles, versions: kernels }) => {
    const names = [...new Set(obstacles.map(({ name }) => `\`${name}\``))];
    const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
    const state =
      names.length === 0 ? 'no known obstacle' : `does not build: ${names.slice(0, 3).join(', ')}${more}`;
    return `| ${kernels} | ${state} |`;
  });
  return [begin, ...(badge ? [badge, ''] : []), '| Linux | |', '| --- | --- |', ...rows, end].join('\n');
}

function badgeAddress(versions: string): string {
  return `https://img.shields.io/badge/Linux-${encodeURIComponent(versions.replace(' to ', '–'))}-blue`;
}

/** A README with its table replaced; `undefined` if it has no marks for one. */
export function withRangeTable(readme: string, table: string): string | undefined {
  const from = readme.indexOf(begin);
  const to = readme.indexOf(end, from);
  return from < 0 || to < 0 ? undefined : readme.slice(0, from) + table + readme.slice(to + end.length);
}

/** The last version before another one, as dkms compares them, by their numbers. */
function lastBefore(version: string): string {
  const [major = 0, minor = 0, patch = 0] = versionNumbers(version);
  if (patch > 0) return `${major}.${minor}.${patch - 1}`;
  return minor > 0 ? `${major}.${minor - 1}.999` : `${major - 1}.999`;
}
