import type { SuiteName } from '../suite-name.ts';

/** A release of Debian or Ubuntu, such as `debian-13`, `debian-13-backports` or `ubuntu-24.04`. */
export interface AptSuite extends SuiteName {
  readonly format: 'apt';
  readonly distribution: 'debian' | 'ubuntu';
  readonly codename: string;
  /** The name of the release in the archive: the codename, or that of its backports. */
  readonly archiveName: string;
  /** Further suites of the archive that belong to it: `trixie-security`. */
  readonly updates: readonly string[];
}

interface Release {
  readonly number: string;
  readonly codename: string;
  /** Whether its backports have kernels. */
  readonly backports?: boolean;
  /** Whether it is still in development, and so has no security updates. */
  readonly unreleased?: boolean;
}

const debianReleases: readonly Release[] = [
  { number: '11', codename: 'bullseye' },
  { number: '12', codename: 'bookworm', backports: true },
  { number: '13', codename: 'trixie', backports: true },
  { number: 'testing', codename: 'forky', unreleased: true },
  { number: 'unstable', codename: 'sid', unreleased: true },
];

const ubuntuReleases: readonly Release[] = [
  { number: '20.04', codename: 'focal' },
  { number: '22.04', codename: 'jammy' },
  { number: '24.04', codename: 'noble' },
  { number: '25.10', codename: 'questing' },
  { number: '26.04', codename: 'resolute' },
];

/** The suites whose kernels can be fetched, oldest first. */
export const aptSuites: readonly AptSuite[] = [
  ...debianReleases.flatMap((release) => suitesOf('debian', 'Debian', release)),
  ...ubuntuReleases.flatMap((release) => suitesOf('ubuntu', 'Ubuntu', release)),
];

/** Finds a suite by id, codename or both, in lower case (`debian-13`, `trixie`, `debian-trixie`, `trixie-backports`). */
export function findAptSuite(text: string): AptSuite | undefined {
  return aptSuites.find(({ spellings }) => spellings.includes(text));
}

/** The suites that together have all kernels of a distribution. A suite of backports includes that of its release. */
export function aptSuitesOf(distribution: AptSuite['distribution']): readonly AptSuite[] {
  const own = aptSuites.filter((suite) => suite.distribution === distribution);
  const hasBackports = (suite: AptSuite) =>
    own.some((other) => other !== suite && other.codename === suite.codename && isBackports(other));
  return own.filter((suite) => isBackports(suite) || !hasBackports(suite));
}

/** The id of the suite to which a package belongs: the versions of backports, which are read together with their release, say so. */
export function suiteOfVersion(suite: AptSuite, version: string): string {
  return isBackports(suite) && !version.includes('~bpo') ? suite.id.replace(/-backports$/, '') : suite.id;
}

function isBackports({ archiveName, codename }: AptSuite): boolean {
  return archiveName !== codename;
}

function suitesOf(
  distribution: AptSuite['distribution'],
  title: string,
  { number, codename, backports = false, unreleased = false }: Release,
): readonly AptSuite[] {
  const plain: AptSuite = {
    format: 'apt',
    id: `${distribution}-${number}`,
    distribution,
    spellings: [`${distribution}-${number}`, codename, `${distribution}-${codename}`],
    name: `${title} ${number} (${codename})`,
    codename,
    archiveName: codename,
    updates: unreleased ? [] : [`${codename}-updates`, `${codename}-security`],
  };
  const archiveName = `${codename}-backports`;
  if (!backports) return [plain];
  const id = `${plain.id}-backports`;
  const spellings = [id, archiveName, `${distribution}-${archiveName}`];
  return [plain, { ...plain, id, spellings, name: `${plain.name} backports`, archiveName }];
}
