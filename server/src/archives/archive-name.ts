import { findSuite, type Suite } from './suites.ts';

/** A name that stands for the newest headers in archives: in `dkms.kernels`, after `--kernel` and after `kernels get`. */
export type ArchiveName =
  | { readonly kind: 'suite'; readonly id: string; readonly suite: Suite }
  | { readonly kind: 'longterm'; readonly id: 'longterm' };

/**
 * The longterm series of kernel.org, oldest first. Source: https://www.kernel.org/category/releases.html, as of
 * March 2026, when 5.10 and 5.15 were to end in December 2026, and the others later.
 */
export const longtermLines: readonly string[] = ['5.10', '5.15', '6.1', '6.6', '6.12', '6.18'];

/** Parses an archive name: `debian-12`, `bookworm`, `ubuntu-24.04`, `longterm`; `undefined` for anything else. */
export function parseArchiveName(text: string): ArchiveName | undefined {
  if (text.trim().toLowerCase() === 'longterm') return { kind: 'longterm', id: 'longterm' };
  const suite = findSuite(text);
  return suite && { kind: 'suite', id: suite.id, suite };
}

/** All spellings that users may write for the name with this id. */
export function spellingsOf(id: string): readonly string[] {
  return findSuite(id)?.spellings ?? [id];
}
