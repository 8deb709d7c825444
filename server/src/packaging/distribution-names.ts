/** Marks a version that precedes a release: `1.0-rc2`, `1.0_beta`, `1.0.pre1`. */
const beforeRelease = /[-_.~]?(alpha|beta|pre|rc)[-_.]?(?=\d|$)/gi;

/** Lower-case letters, digits and `-`, without a trailing `-dkms`, which packages add themselves. */
function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9+.-]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9+]+$/g, '')
    .replace(/-?dkms$/, '');
}

/** The name of a package without its suffix, valid in every distribution, since Debian's rules are the strictest (policy 5.6.1). */
export function packageName(name: string): string {
  const plain = plainName(name);
  return plain.length >= 2 ? plain : `${plain || 'module'}-module`;
}

/** A version of Debian, without a revision (policy 5.6.12): it begins with a digit, and `~` comes before the release. */
export function debianVersion(version: string): string {
  return startingWithDigit(version)
    .replace(beforeRelease, (_, word: string) => `~${word.toLowerCase()}`)
    .replace(/[^A-Za-z0-9.+~-]+/g, '.');
}

/** A version of RPM: like Debian's, but without `-`, which separates it from the release. */
export function rpmVersion(version: string): string {
  return debianVersion(version).replaceAll('-', '_');
}

/** A version of Arch Linux: pacman sorts `1.0rc2` before `1.0`, and allows neither `-` nor `~` in it. */
export function archVersion(version: string): string {
  return startingWithDigit(version)
    .replace(beforeRelease, (_, word: string) => word.toLowerCase())
    .replace(/[^A-Za-z0-9.+_]+/g, '_');
}

/**
 * A version of Alpine Linux: numbers, an optional letter, and suffixes from a short list (apk's version.c). Anything else is dropped,
 * except a count of commits since a tag, which becomes `_git`.
 */
export function alpineVersion(version: string): string {
  const [number = '0'] = /^\d+(?:\.\d+)*[a-z]?(?![a-z])/.exec(startingWithDigit(version)) ?? ['0'];
  const rest = startingWithDigit(version).slice(number.length);
  const [, word, count = ''] = /^[-_.~]?(alpha|beta|pre|rc)[-_.]?(\d*)/i.exec(rest) ?? [];
  const suffix = word === undefined ? '' : `_${word.toLowerCase()}${count}`;
  const [, commits] = /(?:^|[-_.+])(?:r|git)?(\d+)(?:[-_.]g[0-9a-f]{5,})/.exec(rest) ?? [];
  return `${number}${suffix}${commits === undefined ? '' : `_git${commits}`}`;
}

function startingWithDigit(version: string): string {
  const without = version.replace(/^[vV](?=\d)/, '');
  return /^\d/.test(without) ? without : `0.${without}`;
}
