import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { identityOf } from '../../builds/module-identity.ts';
import { isFolderName } from '../../builds/stage/stage-layout.ts';
import { knownText, type Reading } from '../../conf/reading/reading.ts';
import { findPlaceholder } from '../../conf/rules/placeholders.ts';
import { isInside } from '../../is-inside.ts';
import { findSourceFolder } from '../../module/source-folder.ts';
import { alpinePackage } from '../../packaging/alpine-package.ts';
import { archPackage } from '../../packaging/arch-package.ts';
import { debianPackage } from '../../packaging/debian-package.ts';
import { dkmsTarball } from '../../packaging/dkms-tarball.ts';
import {
  type DistributionPackage,
  type Maintainer,
  type PackageFacts,
  textFile,
} from '../../packaging/package-facts.ts';
import { rpmPackage } from '../../packaging/rpm-spec.ts';
import { readNotices } from '../../packaging/source-notices.ts';
import { authorOfGit, homepageOfGit } from '../authoring/git-configuration.ts';
import { makeFolder, whyTaken } from '../authoring/new-folder.ts';
import type { Engine } from '../engine.ts';
import { withParser } from '../parser-files.ts';
import { readingOfPackage, readShellBuild } from './shell-build-reading.ts';
import { packageMark, readSourceTree } from './source-tree.ts';

const generators = {
  debian: debianPackage,
  rpm: rpmPackage,
  arch: archPackage,
  alpine: alpinePackage,
  tarball: dkmsTarball,
} as const;

export type PackageFormat = keyof typeof generators;

/** The kinds of packages, in the order in which they are offered: a noun for each, and what is made. */
export const packageFormats: readonly {
  readonly id: PackageFormat;
  readonly title: string;
  readonly detail: string;
}[] = [
  { id: 'debian', title: 'Debian source package', detail: 'For Debian and Ubuntu, built with dh-dkms.' },
  { id: 'rpm', title: 'RPM spec', detail: 'For Fedora, RHEL and openSUSE.' },
  { id: 'arch', title: 'PKGBUILD', detail: 'For Arch Linux.' },
  { id: 'alpine', title: 'AKMBUILD', detail: 'For Alpine Linux, with an APKBUILD; akms builds the module.' },
  { id: 'tarball', title: 'DKMS tarball', detail: 'For dkms ldtarball on any distribution.' },
];

/** Why nothing was packaged, in one sentence, and which option would change that. */
export interface NoPackage {
  readonly wrong: string;
  readonly needs?: 'maintainer' | 'version' | 'output';
}

export interface PackageOptions {
  /** Of the dkms.conf; of a module that has none, of its Kbuild or Makefile. */
  readonly path: string;
  readonly format: PackageFormat;
  /** The folder to make; default: one beside the source. */
  readonly output?: string;
  /** `Name <address>`; default: who git says the user is, or the author whom the source names. */
  readonly maintainer?: string;
  /** Replaces a placeholder in PACKAGE_VERSION. */
  readonly version?: string;
  /** Whether to create the folder. */
  readonly write: boolean;
  /** The date of the files and of the entry in the changelog. */
  readonly date: Date;
}

/** A package that was made, or would be. */
export interface PackagedModule extends DistributionPackage {
  readonly folder: string;
}

/**
 * Packages the source of a module according to the reading of its dkms.conf; no file of the source is run. The folder is created completely
 * or not at all, and nothing is overwritten. `wrong` says in one sentence why there is no package.
 */
export async function packageModule(
  engine: Engine,
  options: PackageOptions,
): Promise<PackagedModule | NoPackage> {
  const facts = await gatherFacts(engine, options);
  if ('wrong' in facts) return facts;
  const { format } = options;
  const folder = resolve(
    options.output ?? join(dirname(facts.source), `${facts.facts.name}-${facts.facts.version}-${format}`),
  );
  const taken = options.write ? await whyTaken(folder) : undefined;
  if (taken !== undefined) return { wrong: `${folder} ${taken}`, needs: 'output' };
  const made = await generators[format](facts.facts);
  if ('wrong' in made) return made;
  // The next package must not contain this one.
  const isInSource = isInside(folder, facts.source);
  const written = isInSource ? new Map(made.tree).set(packageMark, textFile(marked)) : made.tree;
  const failure = options.write ? await makeFolder(folder, written) : undefined;
  if (failure !== undefined) return { wrong: `${folder} ${failure}` };
  const notes = isInSource
    ? [`The package lies in its source: ${packageMark} keeps it out of the next one.`]
    : [];
  return { ...made, folder, notes: [...facts.notes, ...made.notes, ...notes] };
}

/** The text of the file that marks a package in the folder of its source. */
const marked = 'This folder was made by dkms-tools package, which leaves it out of the next package.\n';

async function gatherFacts(
  engine: Engine,
  options: PackageOptions,
): Promise<
  { readonly facts: PackageFacts; readonly source: string; readonly notes: readonly string[] } | NoPackage
> {
  const { path } = options;
  const file = await engine.readModule(path);
  if (file.kind !== 'text') return { wrong: file.message };
  if (file.source.inside !== '')
    return {
      wrong: `${path}: the module needs files outside of its folder, which a package of it would lack: create a dkms.conf for all of ${file.source.folder} first`,
    };
  if (file.hasInvalidBytes) return { wrong: `${path} is not UTF-8: save it as UTF-8 first` };
  const text = await filledIn(engine, path, file.text, options.version);
  if (typeof text === 'object') return text;
  const reading = await withParser(() => readingOfPackage(engine, path, text));
  const refused = reading.conditions.filter(({ number }) => number.startsWith('E'));
  if ('exit' in reading.add && reading.add.exit !== 0)
    return { wrong: `dkms would refuse ${path}: ${refused.map(({ message }) => message).join(' ')}` };
  const module = identityOf(reading);
  if (!module)
    return {
      wrong: `${path}: the name or the version is known only when the file is run (${whyUnknown(reading)})`,
    };
  for (const one of [module.name, module.version])
    if (!isFolderName(one))
      return { wrong: `${path}: "${one}" can't be part of the path /usr/src/NAME-VERSION` };
  const source = await findSourceFolder(dirname(path));
  const output = options.output === undefined ? undefined : relative(source, resolve(options.output));
  const isOutput = (inside: string) => inside === output;
  const read = await readSourceTree(source, isOutput);
  if ('wrong' in read) return read;
  const confInside = relative(source, path);
  const tree = new Map(read.tree);
  if (basename(path) !== 'dkms.conf' || confInside.includes(sep))
    tree.delete(confInside.split(sep).join('/'));
  if (file.proposedAt !== undefined) tree.set(confInside, read.tree.get(confInside) ?? textFile(''));
  tree.set('dkms.conf', textFile(text));
  const sorted = new Map([...tree].sort(([a], [b]) => (a < b ? -1 : 1)));
  const notices = readNotices(sorted);
  const maintainer = await findMaintainer(options.maintainer, notices.authors);
  if ('wrong' in maintainer) return maintainer;
  const homepage = await homepageOfGit(source);
  const builtModules = builtFiles(reading);
  const facts: PackageFacts = {
    ...module,
    summary: plainSummary(notices.description, builtModules, module.name),
    ...{
      licence: notices.licence,
      copyright: notices.copyright.length > 0 ? notices.copyright : notices.authors,
    },
    ...{ maintainer, builtModules, conf: text, tree: sorted, date: options.date },
    ...(homepage !== undefined && { homepage }),
    build: await withParser(() => readShellBuild(engine, path, text)),
  };
  const proposed =
    file.proposedAt === undefined
      ? []
      : ['The source has no dkms.conf: the package has the one that init proposes.'];
  return { facts, source, notes: [...proposed, ...read.notes] };
}

/** The text of the conf with a version in place of a placeholder. */
async function filledIn(
  engine: Engine,
  path: string,
  text: string,
  version: string | undefined,
): Promise<string | NoPackage> {
  const reading = await withParser(() => readingOfPackage(engine, path, text));
  const written = knownText(reading, 'PACKAGE_VERSION') ?? '';
  const placeholder = findPlaceholder(written);
  if (placeholder === undefined) {
    if (version === undefined || version === written) return text;
    return {
      wrong: `${path} has the version ${written || 'of a command'}; change it there, or do not give ${version}`,
    };
  }
  if (version !== undefined) return text.replaceAll(placeholder, () => version);
  return {
    wrong: `${path} has ${placeholder} in place of its version; give the version of the package`,
    needs: 'version',
  };
}

function whyUnknown(reading: Reading): string {
  for (const name of ['PACKAGE_NAME', 'PACKAGE_VERSION'] as const) {
    const value = reading.directives.get(name)?.[0]?.value;
    if (value?.kind === 'unknown') return value.reason;
  }
  return 'it depends on a condition';
}

function builtFiles({ modules }: Reading): readonly string[] {
  const records = 'records' in modules ? modules.records : modules.certain;
  return records.flatMap(({ builtName, builtLocation }) =>
    builtName.kind === 'known' && builtLocation.kind === 'known'
      ? [`${builtLocation.text.replace(/^\.\//, '')}${builtName.text}.ko`]
      : [],
  );
}

function plainSummary(description: string | undefined, files: readonly string[], name: string): string {
  const plain = description?.replace(/\s+/g, ' ').replace(/\.$/, '').trim();
  if (plain) return plain.length > 100 ? `${plain.slice(0, 99).replace(/\s+\S*$/, '')} …` : plain;
  return `${name} kernel module${files.length > 1 ? 's' : ''}`;
}

async function findMaintainer(
  given: string | undefined,
  authors: readonly string[],
): Promise<Maintainer | NoPackage> {
  const candidates = given === undefined ? [await authorOfGit(), ...authors] : [given];
  for (const candidate of candidates) {
    const [, name, address] = /^\s*([^<>"\n]+?)\s*<([^<>\s@]+@[^<>\s@]+)>\s*$/.exec(candidate ?? '') ?? [];
    if (name !== undefined && address !== undefined) return { name, address };
  }
  return {
    wrong:
      given === undefined
        ? 'a package needs a maintainer, and neither git nor MODULE_AUTHOR names one; give the maintainer as "Name <address>"'
        : `the maintainer "${given}" is not "Name <address>"`,
    needs: 'maintainer',
  };
}
