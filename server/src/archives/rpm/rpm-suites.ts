import type { SuiteName } from '../suite-name.ts';

/** A release of a distribution whose packages are RPMs, such as `fedora-43` or `opensuse-leap-15.6`. */
export interface RpmSuite extends SuiteName {
  readonly format: 'dnf' | 'zypper';
  /** Its ID in os-release. */
  readonly distribution: string;
  /** As `$releasever` of its repositories: `43`, `9`, `15.6`; `rawhide` and `tumbleweed` have no number. */
  readonly release: string;
}

interface RpmDistribution {
  readonly id: string;
  readonly title: string;
  readonly format: RpmSuite['format'];
  /** How its releases are named. */
  readonly releases: RegExp;
}

const distributions: readonly RpmDistribution[] = [
  { id: 'fedora', title: 'Fedora', format: 'dnf', releases: /^(?:\d{2}|rawhide)$/ },
  { id: 'almalinux', title: 'AlmaLinux', format: 'dnf', releases: /^\d{1,2}$/ },
  { id: 'rocky', title: 'Rocky Linux', format: 'dnf', releases: /^\d{1,2}$/ },
  { id: 'centos', title: 'CentOS Stream', format: 'dnf', releases: /^\d{1,2}$/ },
  { id: 'rhel', title: 'Red Hat Enterprise Linux', format: 'dnf', releases: /^\d{1,2}$/ },
  { id: 'opensuse-leap', title: 'openSUSE Leap', format: 'zypper', releases: /^\d{2}\.\d$/ },
  { id: 'opensuse', title: 'openSUSE', format: 'zypper', releases: /^tumbleweed$/ },
];

/** Finds a suite by its name in lower case. */
export function findRpmSuite(text: string): RpmSuite | undefined {
  for (const { id, title, format, releases } of distributions) {
    const release = text.startsWith(`${id}-`) ? text.slice(id.length + 1) : undefined;
    if (release === undefined || !releases.test(release)) continue;
    const isRolling = release === 'tumbleweed';
    const shown = /^\d/.test(release) ? release : release.replace(/^./, (first) => first.toUpperCase());
    return {
      ...{ id: text, spellings: [text], name: `${title} ${shown}`, format, release },
      distribution: isRolling ? text : id,
    };
  }
  return undefined;
}

/** The suite of a machine, by ID and VERSION_ID of its os-release; releases of these distributions but Leap's have one number. */
export function rpmSuiteOf(id: string, version: string): RpmSuite | undefined {
  return (
    findRpmSuite(id) ?? findRpmSuite(`${id}-${version}`) ?? findRpmSuite(`${id}-${version.split('.')[0]}`)
  );
}
