import type { ArchivedKernel, ArchivedPackage } from '../archived-kernel.ts';
import { type AptSuite, suiteOfVersion } from './apt-suites.ts';

/** The relevant fields of a package in a list of apt. */
interface Stanza extends ArchivedPackage {
  readonly depends: string;
  readonly size: number;
  readonly installedSize: number;
}

/**
 * The kernels whose headers are among the packages in the output of `apt-cache show`. The headers of one kernel are spread over several
 * packages: those of the flavour, what all flavours share, and the programs of kbuild. `suite` is the one that apt was called for.
 */
export function parseHeaderPackages(printed: string, suite: AptSuite): readonly ArchivedKernel[] {
  const stanzas = new Map<string, Stanza>();
  const usual = defaultLines(printed, suite);
  for (const stanza of printed.split(/\n{2,}/).map(parseStanza)) {
    // Apt lists the newest version of a package first.
    if (stanza && !stanzas.has(stanza.name)) stanzas.set(stanza.name, stanza);
  }
  return [...stanzas.values()].flatMap((stanza): readonly ArchivedKernel[] => {
    const [, release, version = '', flavour = ''] =
      /^linux-headers-((\d+\.\d+(?:\.\d+)?)\S*?-([a-z][\w-]*))$/.exec(stanza.name) ?? [];
    const shared = sharedPackages(stanza.depends);
    // The package that flavours share is named like theirs, but depends on no other headers. A metapackage for the newest kernel of a
    // series depends on the headers of the same flavour.
    const headers = shared.filter((name) => name.includes('-headers-'));
    if (release === undefined || headers.length === 0) return [];
    if (headers.some((name) => name.endsWith(`-${flavour}`))) return [];
    const packages = [stanza, ...shared.flatMap((name) => stanzas.get(name) ?? [])];
    if (packages.length !== shared.length + 1) return [];
    const origin = suiteOfVersion(suite, stanza.version);
    return [
      {
        ...{ release, version, flavour, suite: suite.id, origin },
        ...(usual.has(lineOf({ version, flavour, origin })) && { isDefaultLine: true }),
        packages: packages.map((one) => ({ name: one.name, version: one.version })),
        downloadBytes: packages.reduce((sum, { size }) => sum + size, 0),
        installedBytes: packages.reduce((sum, { installedSize }) => sum + installedSize, 0),
      },
    ];
  });
}

/**
 * The series of kernels that a distribution installs by default, as written by `lineOf`: those of the metapackages without a number in
 * their names (`linux-headers-amd64`), which may lag behind the newest update of the series.
 */
function defaultLines(printed: string, suite: AptSuite): ReadonlySet<string> {
  const lines = new Map<string, string>();
  for (const stanza of printed.split(/\n{2,}/).map(parseStanza)) {
    const flavour = /^linux-headers-([a-z][\w-]*)$/.exec(stanza?.name ?? '')?.[1];
    if (!stanza || flavour === undefined) continue;
    const version = /^linux-headers-(\d+\.\d+)/.exec(sharedPackages(stanza.depends)[0] ?? '')?.[1];
    const origin = suiteOfVersion(suite, stanza.version);
    // Apt lists the newest version of a package first.
    if (version !== undefined && !lines.has(`${origin} ${flavour}`)) {
      lines.set(`${origin} ${flavour}`, lineOf({ version, flavour, origin }));
    }
  }
  return new Set(lines.values());
}

function lineOf({
  version,
  flavour,
  origin,
}: Pick<ArchivedKernel, 'version' | 'flavour' | 'origin'>): string {
  return [origin, flavour, ...version.split('.').slice(0, 2)].join(' ');
}

/** Further packages that `apt-cache show` has to print before kernels can be recognised in its output. */
export function sharedPackageNames(printed: string): readonly string[] {
  return [
    ...new Set(printed.split(/\n{2,}/).flatMap((text) => sharedPackages(parseStanza(text)?.depends ?? ''))),
  ];
}

/**
 * The packages of a kernel's image, by what `apt-cache show` prints of those that may have it: the first of them, and what it needs of that kernel, since
 * the image and the modules may have packages of their own.
 */
export function imagePackages(printed: string, release: string): readonly string[] {
  const image = printed.split(/\n{2,}/).flatMap((text) => parseStanza(text) ?? [])[0];
  if (!image) return [];
  const needed = image.depends
    .split(',')
    .map((one) => one.trim().replace(/[\s:(|].*$/, ''))
    .filter((name) => /^linux-(?:binary|modules)-/.test(name) && name.endsWith(`-${release}`));
  return [image.name, ...needed];
}

/** Since 6.12, Debian's headers depend on the kernel's image too, which building a module does not need. */
function sharedPackages(depends: string): readonly string[] {
  return depends
    .split(',')
    .map((one) => one.trim().replace(/[\s:(|].*$/, ''))
    .filter((name) => /^linux-(?:[a-z0-9.-]+-)?(?:headers|kbuild|compiler)-\S*\d/.test(name));
}

function parseStanza(text: string): Stanza | undefined {
  const fields = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(/^([\w-]+):[ \t]*(.*)$/gm)) {
    fields.set(name, value);
  }
  const name = fields.get('Package');
  const version = fields.get('Version');
  if (name === undefined || version === undefined) return undefined;
  return {
    ...{ name, version },
    size: Number(fields.get('Size') ?? 0),
    installedSize: Number(fields.get('Installed-Size') ?? 0) * 1024,
    depends: fields.get('Depends') ?? '',
  };
}
