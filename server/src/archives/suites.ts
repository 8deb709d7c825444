/** One release of a distribution, as far as its archive has kernels. */
export interface Suite {
  /** As users name it: `debian-13`, `debian-13-backports`, `ubuntu-24.04`. */
  readonly id: string;
  readonly distribution: 'debian' | 'ubuntu';
  /** `Debian 13 (trixie)`. */
  readonly name: string;
  readonly codename: string;
  /** The name of the release in the archive: the codename, or that of its backports. */
  readonly archiveName: string;
  /** What belongs to it in the archive, in addition: `trixie-security`. */
  readonly updates: readonly string[];
}

interface Release {
  readonly number: string;
  readonly codename: string;
  /** Whether the archive has backports of it with kernels. */
  readonly backports?: boolean;
  /** Whether it is still being made, and so gets no security updates. */
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
export const suites: readonly Suite[] = [
  ...debianReleases.flatMap((release) => suitesOf('debian', 'Debian', release)),
  ...ubuntuReleases.flatMap((release) => suitesOf('ubuntu', 'Ubuntu', release)),
];

/** The suite that a user names: by its id, its codename or both (`debian-13`, `trixie`, `debian-trixie`, `trixie-backports`). */
export function findSuite(text: string): Suite | undefined {
  const wanted = text.trim().toLowerCase();
  return suites.find(({ id, archiveName, distribution }) =>
    [id, archiveName, `${distribution}-${archiveName}`].includes(wanted),
  );
}

/**
 * The suites that together have all kernels of a distribution (its ID in os-release); those of Debian for one that has none of its own here. A suite
 * of backports has those of its release, too.
 */
export function suitesOfDistribution(id: string): readonly Suite[] {
  const own = suites.filter(({ distribution }) => distribution === (id === 'ubuntu' ? 'ubuntu' : 'debian'));
  const hasBackports = (suite: Suite) =>
    own.some((other) => other !== suite && other.codename === suite.codename && isBackports(other));
  return own.filter((suite) => isBackports(suite) || !hasBackports(suite));
}

/** The id of the suite that a version of a package belongs to, which was read together with that of its release: backports say so in their version. */
export function suiteOfVersion(suite: Suite, version: string): string {
  return isBackports(suite) && !version.includes('~bpo') ? suite.id.replace(/-backports$/, '') : suite.id;
}

function isBackports({ archiveName, codename }: Suite): boolean {
  return archiveName !== codename;
}

function suitesOf(
  distribution: Suite['distribution'],
  title: string,
  { number, codename, backports = false, unreleased = false }: Release,
): readonly Suite[] {
  const plain: Suite = {
    id: `${distribution}-${number}`,
    distribution,
    name: `${title} ${number} (${codename})`,
    codename,
    archiveName: codename,
    updates: unreleased ? [] : [`${codename}-updates`, `${codename}-security`],
  };
  const archiveName = `${codename}-backports`;
  return backports
    ? [plain, { ...plain, id: `${plain.id}-backports`, name: `${plain.name} backports`, archiveName }]
    : [plain];
}
