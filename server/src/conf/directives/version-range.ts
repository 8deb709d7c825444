import {
  compareDkmsVersions,
  type DkmsVersion,
  newestDkmsVersion,
  oldestDkmsVersion,
  parseDkmsVersion,
} from './dkms-version.ts';

/**
 * The releases with which dkms began to read or to judge a dkms.conf differently. Between two of them all versions do the
 * same, so that one reading stands for all. Source: the dkms script, every release from 2.8 on.
 */
const changes = [
  ...['2.8.1', '2.8.8', '3.0.0', '3.0.1', '3.0.4', '3.0.9', '3.0.11', '3.1.2', '3.1.4', '3.1.5'],
  ...['3.1.7', '3.1.8', '3.2.0', '3.2.2', '3.3.0', '3.4.0'],
].map(versionOf);

/** Some versions of dkms, given by the ones that stand for them: oldest first, each up to the one before the next. */
export interface VersionRange {
  readonly versions: readonly DkmsVersion[];
}

/**
 * Reads a range as a user writes it: `2.8.4 - 3.4` (with every 3.4.x), `>=3.0`, `>=3.0 <3.4`, `3.0.10`.
 * Returns the sentence that says what is wrong where it is none.
 */
export function parseVersionRange(text: string): VersionRange | string {
  const bounds = readBounds(text.trim());
  if (!bounds)
    return `"${text}" is no range of dkms versions. Write one such as "2.8.4 - 3.4", ">=3.0" or ">=3.0 <3.4".`;
  const { least = oldestDkmsVersion, most } = bounds;
  const within = (version: DkmsVersion) => most === undefined || isBelow(version, most);
  if (compareDkmsVersions(least, oldestDkmsVersion) < 0)
    return `dkms ${least.text} is older than ${oldestDkmsVersion.text}, the oldest whose behaviour is known here.`;
  if (compareDkmsVersions(least, newestDkmsVersion) > 0)
    return `dkms ${least.text} is newer than ${newestDkmsVersion.text}, the newest whose behaviour is known here.`;
  if (!within(least)) return `No version of dkms is in the range "${text}".`;
  const later = changes.filter((version) => compareDkmsVersions(version, least) > 0 && within(version));
  return { versions: [least, ...later] };
}

interface Bounds {
  least?: DkmsVersion;
  most?: { readonly version: DkmsVersion; readonly including: boolean };
}

function readBounds(text: string): Bounds | undefined {
  const span = /^(\S+)\s+-\s+(\S+)$/.exec(text);
  if (span) return readBounds(`>=${span[1]} <=${span[2]}`);
  const words = text.replace(/([<>]=?)\s+/g, '$1').split(/\s+/);
  const bounds: Bounds = {};
  for (const word of words) {
    const [, operator, number = ''] = /^(>=|<=|<|>|=?)(\d[\d.]*)$/.exec(word) ?? [];
    const version = parseDkmsVersion(number.includes('.') ? number : `${number}.0`);
    if (operator === undefined || !version) return undefined;
    if (operator === '<' || operator === '<=') {
      const written = number.includes('.') ? version : { text: number, parts: version.parts.slice(0, 1) };
      bounds.most = { version: written, including: operator === '<=' };
    } else if (operator === '') {
      if (words.length > 1) return undefined;
      return { least: version, most: { version, including: true } };
    } else bounds.least = version;
  }
  return bounds;
}

/** An upper bound counts with as many numbers as it has, so that 3.4.3 is not above 3.4. */
function isBelow(version: DkmsVersion, { version: most, including }: Bounds['most'] & object): boolean {
  const cut = { ...version, parts: version.parts.slice(0, most.parts.length) };
  const order = compareDkmsVersions(cut, most);
  return order < 0 || (including && order === 0);
}

/** Which versions of a range some of its members stand for: "dkms before 3.1.7", "dkms 3.0.11 to before 3.1.7 and since 3.2.0". */
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

function versionOf(text: string): DkmsVersion {
  return { text, parts: text.split('.').map(Number) };
}
