import { type AptSuite, aptSuites, aptSuitesOf, findAptSuite } from './apt/apt-suites.ts';
import { archSuite, type PacmanSuite } from './pacman/pacman-suites.ts';
import { findRpmSuite, type RpmSuite, rpmSuiteOf } from './rpm/rpm-suites.ts';

/** One release of a distribution in whose archive there are kernels. */
export type Suite = AptSuite | RpmSuite | PacmanSuite;

/** The suite that a user names by id, codename or both (`debian-13`, `trixie`, `debian-trixie`, `trixie-backports`). */
export function findSuite(text: string): Suite | undefined {
  const wanted = text.trim().toLowerCase();
  return (
    findAptSuite(wanted) ??
    findRpmSuite(wanted) ??
    (archSuite.spellings.includes(wanted) ? archSuite : undefined)
  );
}

/** The known suites, listed for a sentence. */
export const suiteExamples = [
  ...aptSuites.map(({ id }) => id),
  ...['fedora-43', 'almalinux-9', 'rocky-9', 'centos-10', 'opensuse-leap-15.6', 'opensuse-tumbleweed'],
  archSuite.id,
].join(', ');

/**
 * The suites that together have all kernels of a distribution (by ID and VERSION_ID in os-release); those of Debian for a distribution that
 * is not listed.
 */
export function suitesOfDistribution({
  id,
  version = '',
}: {
  readonly id: string;
  readonly version?: string;
}): readonly Suite[] {
  if (id === 'ubuntu') return aptSuitesOf('ubuntu');
  if (id === archSuite.id) return [archSuite];
  const suite = rpmSuiteOf(id, version);
  return suite ? [suite] : aptSuitesOf('debian');
}
