import { join } from 'node:path';
import type { AptSuite } from './apt-suites.ts';

/** An archive of packages: the address in front of `/dists`, and the key ring with which its signatures are checked. */
export interface ArchiveAddress {
  readonly main: string;
  /** Where security updates are, if they are elsewhere. */
  readonly security?: string;
  /** Absolute path. */
  readonly keyring: string;
}

/**
 * Finds the addresses of a distribution's archive in the output of `apt-get update --print-uris` on this machine; apt handles all formats
 * of sources: one-line, deb822, mirror lists. `codenames` are those of the distribution's releases. `undefined` if no source belongs to the
 * distribution.
 */
export function parseMachineSources(
  printed: string,
  codenames: readonly string[],
): Omit<ArchiveAddress, 'keyring'> | undefined {
  let main: string | undefined;
  let security: string | undefined;
  for (const [, address = '', release = ''] of printed.matchAll(/^'([^']+)\/dists\/([^/']+)\/InRelease'/gm)) {
    const [, codename = '', kind] = /^([a-z]+)(?:-([a-z]+))?$/.exec(release) ?? [];
    if (!codenames.includes(codename)) continue;
    if (kind === 'security') security ??= address;
    else main ??= address;
  }
  return main === undefined ? undefined : { main, ...(security !== undefined && { security }) };
}

/** The components with kernels and what their programs need; in Ubuntu, patchelf is in universe. */
const components = { debian: 'main', ubuntu: 'main universe' } as const;

/** The lines of sources.list for a suite. */
export function sourcesOf(suite: AptSuite, { main, security = main, keyring }: ArchiveAddress): string {
  const names = [suite.codename, ...suite.updates];
  if (suite.archiveName !== suite.codename) names.push(suite.archiveName);
  return names
    .map((name) => {
      const address = name.endsWith('-security') ? security : main;
      return `deb [signed-by=${keyring}] ${address} ${name} ${components[suite.distribution]}\n`;
    })
    .join('');
}

/**
 * A configuration that shows apt one suite and nothing of this machine: neither its sources nor its installed packages, nor what it runs
 * after an update. From `dumped`, the output of `apt-config dump`, it takes over how archives are reached (proxies, certificates, mirrors
 * whose lists may be old), but not that unsigned archives are trusted. Apt works in `folder`, as the current user.
 */
export function aptConfiguration(folder: string, architecture: string, dumped: string): string {
  const settings: Readonly<Record<string, string>> = {
    'Dir::Etc::sourcelist': join(folder, 'sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    // These files would be read after this configuration, and override it.
    'Dir::Etc::main': '/dev/null',
    'Dir::Etc::parts': '/dev/null',
    'Dir::Etc::preferences': '/dev/null',
    'Dir::Etc::preferencesparts': '/dev/null',
    'Dir::Etc::trusted': '/dev/null',
    'Dir::Etc::trustedparts': '/dev/null',
    'Dir::State': join(folder, 'state'),
    'Dir::State::lists': join(folder, 'lists'),
    'Dir::State::status': '/dev/null',
    'Dir::Cache': join(folder, 'cache'),
    // Keeping the table of packages (some 40 MB) would save most of a second with each call, but makes `apt-get update` hang if the disk is full.
    'Dir::Cache::pkgcache': '',
    'Dir::Cache::srcpkgcache': '',
    'Acquire::GzipIndexes': 'true',
    'APT::Architecture': architecture,
    // Only its owner can write to the cache folder, so the user `_apt`, as which apt downloads when run by root, could not.
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
  };
  const taken = dumped
    .split('\n')
    .filter((line) => /^Acquire::(?!IndexTargets|Languages|GzipIndexes|Allow)[\w:.-]+ ".+";$/.test(line));
  return [...taken, ...Object.entries(settings).map(([name, value]) => `${name} "${value}";`), ''].join('\n');
}
