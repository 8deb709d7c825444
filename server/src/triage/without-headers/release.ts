import { type DistributionFamily, familyOfRelease } from '../../kernels/distribution.ts';
import { compareVersions, versionNumbers } from '../../versions.ts';

/** What the name of a kernel alone reveals. */
export interface Release {
  readonly name: string;
  /** Such as `[6, 12]`. */
  readonly version: readonly [major: number, minor: number];
  /** A kernel of an enterprise distribution, which backports much of later versions under its old number. */
  readonly isBackporting: boolean;
  readonly family?: DistributionFamily;
}

/** Reads what `uname -r` prints; `undefined` for what has no version. */
export function parseRelease(name: string): Release | undefined {
  const match = /^(\d+)\.(\d+)/.exec(name);
  if (!match) return undefined;
  const family = familyOfRelease(name);
  // RHEL and its rebuilds, Oracle's kernel, Amazon's, and SUSE's enterprise kernels: 5.14.21-150400.24.
  const isBackporting = /\.el\d|\.(?:el\d+)?uek|\.amzn\d|-1\d{5}\.\d|\.oe\d/.test(name);
  return {
    name,
    version: [Number(match[1]), Number(match[2])],
    isBackporting,
    ...(family !== undefined && { family }),
  };
}

/** Up to which mainline version enterprise kernels backport changes before their support ends, by their own version. */
const reach: readonly (readonly [below: string, upTo: string])[] = [
  ['3.0', '4.0'],
  ['4.0', '5.4'],
  ['5.0', '6.8'],
];

/** Whether the kernel may have a change of that mainline version: by its own version, or as a backport. */
export function mayHaveChange(release: Release, version: string): boolean {
  if (isAtLeast(release, version)) return true;
  if (!release.isBackporting) return false;
  const upTo = reach.find(([below]) => !isAtLeast(release, below))?.[1];
  return upTo === undefined || compareVersions(versionNumbers(version), versionNumbers(upTo)) <= 0;
}

/** Whether the kernel is of that mainline version or a later one, by its number. */
export function isAtLeast(release: Release, version: string): boolean {
  return compareVersions(release.version, versionNumbers(version)) >= 0;
}
