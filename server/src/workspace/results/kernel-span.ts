import { compareReleases } from '../../kernels/kernel.ts';

/**
 * Describes, as people do, which of the tried kernels have something: "6.12 and later", "6.1 and earlier", "6.1 to 6.12", else the
 * releases. `undefined` if all have it. A version is shortened as far as it still differs from its neighbour.
 */
export function kernelSpan(having: readonly string[], tried: readonly string[]): string | undefined {
  const all = [...new Set([...tried, ...having])].sort(compareReleases);
  const has = all.map((release) => having.includes(release));
  if (!has.includes(false)) return undefined;
  const first = has.indexOf(true);
  const last = has.lastIndexOf(true);
  const isGapless = !has.slice(first, last + 1).includes(false);
  const from = versionApart(all[first], all[first - 1]);
  const to = versionApart(all[last], all[last + 1]);
  if (isGapless && last === all.length - 1 && from) return `${from} and later`;
  if (isGapless && first === 0 && to) return `${to} and earlier`;
  if (isGapless && last > first && from && to) return `${from} to ${to}`;
  return all.filter((_, at) => has[at]).join(', ');
}

/**
 * The version of a release, cut after the first number that differs from its neighbour's, but not before the second; `undefined` if none
 * differs.
 */
function versionApart(release = '', neighbour = ''): string | undefined {
  const parts = numbersOf(release);
  const others = numbersOf(neighbour);
  const at = parts.findIndex((part, index) => part !== others[index]);
  return at === -1 ? undefined : parts.slice(0, Math.max(2, at + 1)).join('.');
}

function numbersOf(release: string): readonly string[] {
  return (/^\d+(?:\.\d+)*/.exec(release)?.[0] ?? '').split('.');
}
