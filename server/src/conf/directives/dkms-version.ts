import { compareVersions, versionNumbers } from '../../versions.ts';

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
  return { text: found[1], parts: versionNumbers(found[1]) };
}

/** Negative when `a` is older than `b`, 0 when equal; a missing part counts as 0. */
export function compareDkmsVersions(a: DkmsVersion, b: DkmsVersion): number {
  return compareVersions(a.parts, b.parts);
}

/** Whether `version` is `since` (such as `3.1.7`) or newer. */
export function isSince(version: DkmsVersion, since: string): boolean {
  // Called several times for each module of a file, so the numbers are compared while they are parsed.
  let part = 0;
  let difference = 0;
  for (let at = 0; at <= since.length; part++) {
    let bound = 0;
    const begin = at;
    for (; at < since.length && since.charCodeAt(at) !== 46; at++) {
      const digit = since.charCodeAt(at) - 48;
      if (!(digit >= 0 && digit <= 9)) throw new Error(`not a dkms version: ${since}`);
      bound = bound * 10 + digit;
    }
    if (at === begin) throw new Error(`not a dkms version: ${since}`);
    difference ||= (version.parts[part] ?? 0) - bound;
    at++;
  }
  // Further parts of the version can only make it newer.
  return difference >= 0;
}
