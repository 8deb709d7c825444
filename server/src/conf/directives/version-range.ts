import {
  isInRange,
  parseVersionRange as parseRange,
  type VersionNumbers,
  versionNumbers,
} from '../../versions.ts';
import {
  compareDkmsVersions,
  type DkmsVersion,
  newestDkmsVersion,
  oldestDkmsVersion,
} from './dkms-version.ts';

/**
 * The releases with which dkms began to read or to judge a dkms.conf differently. Between two of them all versions do the
 * same, so that one reading stands for all. Source: the dkms script, every release from 2.8 on.
 */
const changes = [
  ...['2.8.1', '2.8.8', '3.0.0', '3.0.1', '3.0.4', '3.0.9', '3.0.11', '3.1.2', '3.1.4', '3.1.5'],
  ...['3.1.7', '3.1.8', '3.2.0', '3.2.2', '3.3.0', '3.4.0'],
];

/** Some versions of dkms, by their representatives, oldest first: each stands for all versions before the next one. */
export interface DkmsVersionRange {
  readonly versions: readonly DkmsVersion[];
}

/**
 * Reads a range as a user writes it: `2.8.4 - 3.4` (with every 3.4.x), `>=3.0`, `>=3.0 <3.4`, `3.0.10`. Returns a sentence that says what
 * is wrong if it is not a range.
 */
export function parseDkmsVersionRange(text: string): DkmsVersionRange | string {
  const isOne = /^\d[\d.]*$/.test(text.trim());
  const range = parseRange(isOne ? `=${text}` : text);
  if (typeof range === 'string')
    return `"${text}" is no range of dkms versions. Write one such as "2.8.4 - 3.4", ">=3.0" or ">=3.0 <3.4".`;
  const least = range.least ? versionOf(range.least) : oldestDkmsVersion;
  if (compareDkmsVersions(least, oldestDkmsVersion) < 0)
    return `dkms ${least.text} is older than ${oldestDkmsVersion.text}, the oldest whose behaviour is known here.`;
  if (compareDkmsVersions(least, newestDkmsVersion) > 0)
    return `dkms ${least.text} is newer than ${newestDkmsVersion.text}, the newest whose behaviour is known here.`;
  const within = (version: DkmsVersion) => isInRange(version.parts, range);
  if (!within(least)) return `No version of dkms is in the range "${text}".`;
  const later = changes
    .map((change) => versionOf(versionNumbers(change)))
    .filter((version) => compareDkmsVersions(version, least) > 0 && within(version));
  return { versions: [least, ...later] };
}

/**
 * Describes the versions of a range for which some of its members stand: "dkms before 3.1.7", "dkms 3.0.11 to before 3.1.7 and since
 * 3.2.0".
 */
export function describeVersions(
  range: readonly DkmsVersion[],
  chosen: (version: DkmsVersion) => boolean,
): string {
  const parts: string[] = [];
  for (let at = 0; at < range.length; at++) {
    const first = range[at];
    if (!first || !chosen(first)) continue;
    let end = at;
    while (end + 1 < range.length && chosen(range[end + 1] ?? first)) end++;
    const next = range[end + 1];
    if (at === 0) parts.push(next ? `before ${next.text}` : 'of every version');
    else parts.push(next ? `from ${first.text} to before ${next.text}` : `since ${first.text}`);
    at = end;
  }
  return `dkms ${parts.join(' and ')}`;
}

/** dkms's versions have two numbers at least. */
function versionOf(numbers: VersionNumbers): DkmsVersion {
  const parts = numbers.length > 1 ? numbers : [...numbers, 0];
  return { text: parts.join('.'), parts };
}
