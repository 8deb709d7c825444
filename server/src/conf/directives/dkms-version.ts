/** A dkms release. Comparison is by number, so 3.0.10 comes after 3.0.9. */
export interface DkmsVersion {
  readonly text: string;
  readonly parts: readonly number[];
}

/** The newest release whose behaviour is described here. */
export const newestDkmsVersion: DkmsVersion = { text: '3.4.3', parts: [3, 4, 3] };

/** The oldest one; `dkms.version` below it is refused. */
export const oldestDkmsVersion: DkmsVersion = { text: '2.8', parts: [2, 8] };

/**
 * Reads `3.0.10`, `dkms-3.0.10`, `dkms: 2.8.3` or a package version such as `3.0.10-8+deb12u1` (of which the upstream part counts).
 * `undefined` when there is no such number in the text.
 */
export function parseDkmsVersion(text: string): DkmsVersion | undefined {
  const found = /^(?:dkms[-:]?\s*)?v?(\d+(?:\.\d+){1,3})(?:[-+~].*)?$/.exec(text.trim());
  if (!found?.[1]) return undefined;
  return { text: found[1], parts: found[1].split('.').map(Number) };
}

/** Negative when `a` is older than `b`, 0 when equal; a missing part counts as 0. */
export function compareDkmsVersions(a: DkmsVersion, b: DkmsVersion): number {
  for (let i = 0; i < Math.max(a.parts.length, b.parts.length); i++) {
    const difference = (a.parts[i] ?? 0) - (b.parts[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whether `version` is `since` (such as `3.1.7`) or newer. */
export function isSince(version: DkmsVersion, since: string): boolean {
  // Asked for each module of a file; reading the text as a whole version would take longest of all.
  const bound = since.split('.').map(Number);
  if (bound.some(Number.isNaN)) throw new Error(`not a dkms version: ${since}`);
  return compareDkmsVersions(version, { text: since, parts: bound }) >= 0;
}
