import type { VersionNumbers } from '../versions.ts';

/** Series of kernels, each as a major and a minor number. */
export interface KernelSeries {
  /** The first one that belongs to them. */
  readonly from?: VersionNumbers;
  /** The first one that no longer does. */
  readonly before?: VersionNumbers;
}

/**
 * An extended regular expression that matches the releases of some series: dkms before 3.0.11 knows neither `BUILD_EXCLUSIVE_KERNEL_MIN`
 * nor `_MAX`. Updates are not told apart, since distributions count them in numbers of their own: 6.1.0-57 of Debian is 6.1.190.
 */
export function kernelPattern({ from = [0, 0], before }: KernelSeries): string {
  const [major = 0, minor = 0] = from;
  const [lastMajor = Number.POSITIVE_INFINITY, lastMinor = 0] = before ?? [];
  if (major === lastMajor) return anyOf([endedSeries(major, numbersBetween(minor, lastMinor))]);
  const firstWhole = minor === 0 ? major : major + 1;
  const whole = before ? numbersBetween(firstWhole, lastMajor) : numbersFrom(firstWhole);
  return anyOf([
    // Whatever begins with 12 is not less than 12, so a longer number matches, too.
    ...(minor === 0 ? [] : [`${major}\\.(${numbersFrom(minor).join('|')})`]),
    ...whole.map((number) => `${number}\\.`),
    ...(lastMinor === 0 ? [] : [endedSeries(lastMajor, numbersBetween(0, lastMinor))]),
  ]);
}

function anyOf(parts: readonly string[]): string {
  return `^(${parts.join('|')})`;
}

/** The full stop at the end keeps 6.1 from matching 6.12. */
function endedSeries(major: number, minors: readonly string[]): string {
  return `${major}\\.${minors.length === 1 ? minors[0] : `(${minors.join('|')})`}\\.`;
}

/** Patterns that together match the numbers from a positive number to 99. */
function numbersFrom(least: number): readonly string[] {
  if (least > 99) return [];
  if (least < 10) return [digits(least, 9), '[1-9][0-9]'];
  const [tens, units] = [Math.floor(least / 10), least % 10];
  return [`${tens}${digits(units, 9)}`, ...(tens < 9 ? [`${digits(tens + 1, 9)}[0-9]`] : [])];
}

/** Patterns that together match the numbers from `least` to the one before `end`, below 100. */
function numbersBetween(least: number, end: number): readonly string[] {
  const patterns: string[] = [];
  for (let first = least; first < end; ) {
    const tens = Math.floor(first / 10);
    const last = Math.min(end - 1, tens * 10 + 9);
    patterns.push(`${tens === 0 ? '' : tens}${digits(first % 10, last % 10)}`);
    first = last + 1;
  }
  return patterns;
}

function digits(first: number, last: number): string {
  return first === last ? String(first) : `[${first}-${last}]`;
}
