import { findDirective, isArrayIn } from '../directives/directives.ts';
import type { Reading } from '../reading/reading.ts';
import type { KnownElement } from './known-elements.ts';

/** Directives whose value is a POSIX extended regular expression. */
export const regexDirectives = [
  'BUILD_EXCLUSIVE_KERNEL',
  'BUILD_EXCLUSIVE_ARCH',
  'MAKE_MATCH',
  'PATCH_MATCH',
] as const;

/** Those that are matched against the release of a kernel. */
export const releaseDirectives = ['BUILD_EXCLUSIVE_KERNEL', 'MAKE_MATCH', 'PATCH_MATCH'] as const;

/** Whether this dkms reads the element: up to 3.2.2, BUILD_EXCLUSIVE_* has only one. */
export function isRegexRead(reading: Reading, { name, element }: KnownElement): boolean {
  return element.index === 0 || isArrayIn(findDirective(name), reading.facts.dkmsVersion);
}
