import { debianVersion, packageName } from './distribution-names.ts';
import { debianLicence } from './licence-names.ts';
import {
  type DistributionPackage,
  documentsOf,
  installedEntries,
  type PackageFacts,
  type PackageTree,
  textFile,
} from './package-facts.ts';
import { tarArchive } from './tar-archive.ts';

/** The version of The version of Debian Policy that the package follows. */
const standardsVersion = '4.7.2';

/** The width of lines in descriptions of Debian's control files (policy 5.6.13). */
const descriptionWidth = 78;

/**
 * A Debian source package built with dh-dkms: the archive of the source, and the unpacked source with `debian/`. Sources: Debian Policy
 * 4.7.2, dh_dkms(1), debhelper(7).
 */
export async function debianPackage(facts: PackageFacts): Promise<DistributionPackage> {
  const source = packageName(facts.name);
  const name = `${source}-dkms`;
  const version = debianVersion(facts.version);
  const folder = `${source}-${version}`;
  const { packaging, notes } = debianFiles(facts, { source, name, version });
  const own = [...facts.tree].filter(([path]) => !path.startsWith('debian/'));
  if (own.length < facts.tree.size)
    notes.push('The source has a folder debian/ of its own, which the package does not contain.');
  const unpacked = [...own, ...[...packaging].map(([path, entry]) => [`debian/${path}`, entry] as const)];
  const archive = await tarArchive(folder, new Map(own), facts.date);
  const tree: PackageTree = new Map([
    [`${source}_${version}.orig.tar.gz`, { kind: 'file' as const, bytes: archive, executable: false }],
    ...unpacked.map(([path, entry]) => [`${folder}/${path}`, entry] as const),
  ]);
  return {
    ...{ tree, notes, main: `${folder}/debian/control` },
    next: { folder, command: 'dpkg-buildpackage --unsigned-source --unsigned-changes --build=full' },
  };
}

interface DebianNames {
  /** The name of the source package. */
  readonly source: string;
  /** The name of the binary package. */
  readonly name: string;
  readonly version: string;
}

function debianFiles(
  facts: PackageFacts,
  { source, name, version }: DebianNames,
): { readonly packaging: PackageTree; readonly notes: string[] } {
  const { maintainer, homepage, licence } = facts;
  const person = `${maintainer.name} <${maintainer.address}>`;
  const documents = documentsOf(facts.tree);
  const notes: string[] = [];
  const copyright = debianCopyright(facts, source, notes);
  const control = [
    `Source: ${source}`,
    'Section: kernel',
    'Priority: optional',
    `Maintainer: ${person}`,
    'Build-Depends: debhelper-compat (= 13), dh-sequence-dkms',
    `Standards-Version: ${standardsVersion}`,
    ...(homepage === undefined ? [] : [`Homepage: ${homepage}`]),
    'Rules-Requires-Root: no',
    '',
    `Package: ${name}`,
    'Architecture: all',
    // dh_dkms adds the version of dkms that the conf needs.
    'Depends: ${misc:Depends}',
    `Description: ${synopsis(facts.summary)}`,
    ...paragraph(
      `${sentence(facts.summary)} This package has the source of ${
        facts.builtModules.length > 1 ? 'the kernel modules' : 'the kernel module'
      } ${facts.builtModules.map(moduleName).join(', ')}; DKMS builds ${
        facts.builtModules.length > 1 ? 'them' : 'it'
      } for each kernel whose headers are installed.`,
    ),
  ];
  const changelog = [
    `${source} (${version}-1) unstable; urgency=medium`,
    '',
    `  * Package ${facts.name} ${facts.version}.`,
    '',
    ` -- ${person}  ${emailDate(facts.date)}`,
  ];
  const rules = [
    '#!/usr/bin/make -f',
    '',
    '%:',
    '\tdh $@',
    '',
    "# DKMS builds the module on the user's machine: the Makefile of the source is not run here.",
    ...['configure', 'build', 'test', 'install', 'clean'].map((step) => `override_dh_auto_${step}:`),
  ];
  const target = `usr/src/${facts.name}-${facts.version}`;
  const entries = installedEntries(facts.tree).filter((path) => path !== 'dkms.conf' && path !== 'debian');
  const packaging = new Map([
    ['changelog', lines(changelog)],
    ['control', lines(control)],
    ['copyright', lines(copyright)],
    [`${name}.dkms`, textFile(debianConf(facts))],
    [`${name}.install`, lines(entries.map((path) => `${escaped(path)} ${target}`))],
    ...(documents.others.length > 0 ? [[`${name}.docs`, lines(documents.others.map(escaped))] as const] : []),
    ['rules', textFile(`${rules.join('\n')}\n`, true)],
    ['source/format', lines(['3.0 (quilt)'])],
  ]);
  if (licence === '') notes.push('No licence was found in the source: complete debian/copyright.');
  return { packaging, notes };
}

/**
 * The conf that dh_dkms installs. dh_dkms searches the text for the name and the version instead of running it. If it would find other
 * values than dkms, lines at the end repeat them, which makes no difference to dkms. Source: dh_dkms of dh-dkms 3.0.10 to 3.2.2.
 */
function debianConf({ conf, name, version }: PackageFacts): string {
  const read = (directive: string) =>
    [...conf.matchAll(new RegExp(`${directive}=(["']?)(.*)\\1`, 'g'))].at(-1)?.[2];
  const isSnippet = /PACKAGE_NAME=(["'])(.*)\1/.test(conf);
  if (isSnippet && read('PACKAGE_NAME') === name && read('PACKAGE_VERSION') === version) return conf;
  const end = conf === '' || conf.endsWith('\n') ? '' : '\n';
  return `${conf}${end}\n# For dh_dkms, which does not evaluate what stands above.\nPACKAGE_NAME="${name}"\nPACKAGE_VERSION="${version}"\n`;
}

function debianCopyright(
  { name, homepage, licence, copyright, maintainer, date }: PackageFacts,
  source: string,
  notes: string[],
): readonly string[] {
  const { name: short, texts } = debianLicence(licence === '' ? 'GPL-2.0-only' : licence);
  const packager = `${date.getUTCFullYear()} ${maintainer.name} <${maintainer.address}>`;
  const holders = copyright.length > 0 ? copyright : [packager];
  const stanza = (files: string, people: readonly string[]) => [
    '',
    `Files: ${files}`,
    `Copyright: ${people[0]}`,
    ...people.slice(1).map((person) => `           ${person}`),
    `License: ${short}`,
  ];
  for (const [licenceName, text] of texts)
    if (text === undefined)
      notes.push(`debian/copyright needs the text of the licence ${licenceName}: add it there.`);
  return [
    'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/',
    `Upstream-Name: ${name}`,
    ...(homepage === undefined ? [] : [`Source: ${homepage}`]),
    ...(source === name ? [] : [`Comment: The source package is called ${source}.`]),
    ...stanza('*', holders),
    ...stanza('debian/*', [packager]),
    ...[...texts].flatMap(([licenceName, text]) => [
      '',
      `License: ${licenceName}`,
      ...indented(text ?? 'The text of this licence is missing here.'),
    ]),
  ];
}

function indented(text: string): readonly string[] {
  return text.split('\n').map((line) => (line === '' ? ' .' : ` ${line}`));
}

/** At most 80 characters, beginning in lower case unless with a name, without an article or a full stop (policy 3.4.1). */
function synopsis(summary: string): string {
  const short = summary.replace(/^(?:an?|the) /i, '').replace(/\.$/, '');
  const text = `${short} (DKMS)`;
  return text.length <= 80 ? text : `${short.slice(0, 70).replace(/\s+\S*$/, '')} (DKMS)`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function paragraph(text: string): readonly string[] {
  const rows: string[] = [];
  let row = '';
  for (const word of text.split(/\s+/)) {
    if (row !== '' && row.length + 1 + word.length > descriptionWidth) {
      rows.push(row);
      row = word;
    } else row = row === '' ? word : `${row} ${word}`;
  }
  return [...rows, row].map((each) => ` ${each}`);
}

/**
 * Escapes a path for a file list of debhelper, which splits lines at blanks and expands patterns (debhelper(7), compatibility level 13).
 */
function escaped(path: string): string {
  return path
    .replace(/[*?[\]{}\\]/g, '?')
    .replaceAll('$', '${Dollar}')
    .replaceAll(' ', '${Space}');
}

function moduleName(file: string): string {
  return file.replace(/^.*\//s, '').replace(/\.ko$/, '');
}

/** A date as in RFC 5322, in UTC. */
function emailDate(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000');
}

function lines(rows: readonly string[]): ReturnType<typeof textFile> {
  return textFile(`${rows.join('\n')}\n`);
}
