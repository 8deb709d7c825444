import { join } from 'node:path';
import type { AptSuite } from './apt-suites.ts';

/** An archive of packages: the address in front of `/dists`, and the key ring that its signatures are checked with. */
export interface ArchiveAddress {
  readonly main: string;
  /** Where security updates are, if they are elsewhere. */
  readonly security?: string;
  /** Absolute path. */
  readonly keyring: string;
}

/**
 * Reads the addresses of a distribution's archive out of what `apt-get update --print-uris` prints on this machine, which knows all formats
 * of sources: one-line, deb822, mirror lists. `codenames` are those of the distribution's releases. `undefined` if no source is of it.
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

/** Where kernels and what their programs need are; Ubuntu has patchelf in universe. */
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
 * The configuration with which apt sees one suite and nothing of this machine: its sources, its installed packages, and what it runs after an
 * update are left out. What the machine says of the way to an archive is taken over (proxies, certificates, mirrors whose lists may be old); that it trusts archives without
 * a signature is not: `dumped` is what
 * `apt-config dump` prints. Apt is to work in `folder`, as the user that runs it.
 */
export function aptConfiguration(folder: string, architecture: string, dumped: string): string {
  const settings: Readonly<Record<string, string>> = {
    'Dir::Etc::sourcelist': join(folder, 'sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    // Files of the configuration are read after this one, and would win.
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
    // Apt is asked once after each update, so that its own caches, of a hundred megabytes, would serve nobody.
    'Dir::Cache::pkgcache': '',
    'Dir::Cache::srcpkgcache': '',
    'Acquire::GzipIndexes': 'true',
    'APT::Architecture': architecture,
    // The cache folder is its owner's alone, so the user that apt downloads as when root runs it could not write there.
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
  };
  const taken = dumped
    .split('\n')
    .filter((line) => /^Acquire::(?!IndexTargets|Languages|GzipIndexes|Allow)[\w:.-]+ ".+";$/.test(line));
  return [...taken, ...Object.entries(settings).map(([name, value]) => `${name} "${value}";`), ''].join('\n');
}
