import { findKbuildModules, type KbuildModule } from '../../conf/make/kbuild-modules.ts';
import { findEntry, findKbuild, findMakefile, type SourceFacts } from '../../conf/rules/source-facts.ts';
import { listFirst } from '../../plural.ts';
import { compareVersions, versionNumbers } from '../../versions.ts';
import type { ConfigureScript } from './configure-script.ts';
import type { GeneratedHeader } from './generated-headers.ts';
import { type NoProposal, whyNone } from './no-proposal.ts';
import {
  buildFolder,
  kbuildCommand,
  type ProposalOptions,
  proposeMake,
  withSymbols,
} from './propose-make.ts';

/** A dkms.conf for a source that has none. */
export interface ProposedConf {
  readonly kind: 'proposed';
  readonly text: string;
  /** The command that dkms runs: MAKE from the text, or dkms's default. */
  readonly command: string;
  /** The names of its modules. */
  readonly modules: readonly string[];
  /** 1-based: the line of the folder's own Kbuild or Makefile that names the first module; 1 if there is none. */
  readonly line: number;
  /** What was guessed, and what was left out, a sentence each. */
  readonly uncertain: readonly string[];
}

/** What is known of a source besides its facts. */
export interface ProposalEvidence {
  readonly gitTags: readonly string[];
  readonly generatedHeaders?: readonly GeneratedHeader[];
  readonly configure?: ConfigureScript | undefined;
}

/** Generic folder names, which do not describe the content. */
const genericNames =
  /^(?:src|source|sources|driver|drivers|module|modules|kernel|kmod|linux|main|master|trunk|dkms|build|code|\W*)$/i;

/** The version in `NAME-VERSION`, as Debian writes them, too: `0~20220829+git`, `1.2dev+git2-3.1`; a number alone may belong to the name. */
const versionOfFolder = /-v?(\d+(?:[.~+][\w.~+]*)+(?:-[\w.~+]+)?)$/;

/** A name that can be a folder of dkms's tree, and that make, the shell and dkms's lists need not quote. */
const plainName = /^[A-Za-z0-9][\w.+~-]*$/;

/**
 * Proposes a dkms.conf from the facts about a source: modules and folders from kbuild's lists, the command from its Makefile, the version
 * from the name of a folder `NAME-VERSION`, else MODULE_VERSION, else the tags of git. Pure. Leaves out what can't be known and lists it in `uncertain`.
 */
export function proposeConf(
  facts: SourceFacts,
  { gitTags, generatedHeaders = [], configure }: ProposalEvidence,
  options: ProposalOptions = { ownMakefile: false },
): ProposedConf | NoProposal {
  if (isKernelTree(facts)) return none('This is the source of a kernel, which dkms does not build.');
  const { command, calls, uncertain } = proposeMake(facts, options, generatedHeaders);
  const found = calls.map(({ folder = '', given }) => findKbuildModules(facts, folder, given));
  const notes = [...uncertain, ...found.flatMap(({ open }) => shortened(open))];
  const { taken, left } = conditionalModules(found.flatMap(({ conditional }) => conditional));
  if (left.length > 0)
    notes.push(`Left out, since they are built only for kernels with some symbols: ${listFirst(left)}.`);
  const certain = [...found.flatMap((each) => each.modules), ...taken];
  const possible = certain.length > 0 || left.length > 0 ? [] : found.flatMap((each) => each.possible);
  const { modules, doubles } = eachOnce([...certain, ...possible]);
  if (possible.length > 0)
    notes.push(
      `${listFirst(modules.map(({ name }) => name))}: taken as if that condition held for each kernel.`,
    );
  if (modules.length === 0) return none(whyNone(facts, notes, configure));
  for (const { name, folder } of doubles)
    notes.push(
      `${name} is built in ${folder || 'the top folder'}, too, but dkms keeps only one module of a name, so it is left out.`,
    );
  const symbols = [...new Set(modules.flatMap(({ symbol }) => symbol ?? []))];
  if (symbols.length > 0)
    notes.push(
      `${symbols.join(', ')}: the kernel's configuration would decide whether ${symbols.length > 1 ? 'these modules are' : 'this module is'} built, so MAKE sets ${symbols.length > 1 ? 'them' : 'it'}.`,
    );
  const names = new Set(modules.map((module) => module.name));
  for (const { folder = '', given } of calls)
    notes.push(...optionalModules(facts, { folder, given, besides: names }));
  notes.push(...missingSources(facts, modules));
  const { inside = '' } = options;
  const make = inFolder(inside, withSymbols(command, symbols));
  const needed = new Map<string, KbuildModule>();
  for (const module of modules)
    for (const symbol of module.needs ?? []) if (!needed.has(symbol)) needed.set(symbol, module);
  for (const [symbol, { name, makefile, line }] of needed)
    notes.push(
      `Kernels without ${symbol} are left out: ${makefile.path}:${line} builds ${name} only for the others.`,
    );
  const version = versionOf(facts, gitTags, notes);
  const name = nameOf(facts, version, modules, notes);
  const lines = [
    `PACKAGE_NAME="${name}"`,
    `PACKAGE_VERSION="${version}"`,
    ...modules.flatMap((module, at) => [
      `BUILT_MODULE_NAME[${at}]="${module.name}"`,
      ...locationLines(at, [inside, module.folder]),
      `DEST_MODULE_LOCATION[${at}]="/updates/dkms"`,
    ]),
    ...(make === undefined ? [] : [`MAKE="${make}"`]),
    ...(needed.size === 0 ? [] : [`BUILD_EXCLUSIVE_CONFIG="${[...needed.keys()].join(' ')}"`]),
    'AUTOINSTALL="yes"',
    '',
  ];
  const [first] = modules;
  const isInTop = first?.makefile.path === findKbuild(facts, '')?.path;
  return {
    ...{ kind: 'proposed', text: lines.join('\n'), uncertain: notes },
    command: make ?? kbuildCommand(''),
    modules: modules.map((module) => module.name),
    line: isInTop ? (first?.line ?? 1) : 1,
  };
}

/** The command for a module in a folder of the source, instead of the source itself. */
function inFolder(inside: string, command: string | undefined): string | undefined {
  return inside === ''
    ? command
    : (command ?? kbuildCommand('')).replaceAll(buildFolder, `${buildFolder}/${inside}`);
}

function locationLines(at: number, folders: readonly string[]): readonly string[] {
  const folder = folders.filter((one) => one !== '').join('/');
  return folder === '' ? [] : [`BUILT_MODULE_LOCATION[${at}]="${folder}"`];
}

/** Parts of the kernel that hardly any kernel lacks for which modules are built. */
const usual = /^CONFIG_(?:BLOCK|I2C|INPUT|NET|PCI|USB)$/;

/**
 * Of the modules that are built only for kernels with some symbols, those to take, since nearly all kernels have these; and the others
 * with their symbols.
 */
function conditionalModules(modules: readonly KbuildModule[]): {
  readonly taken: readonly KbuildModule[];
  readonly left: readonly string[];
} {
  const isUsual = ({ needs = [] }: KbuildModule) => needs.every((symbol) => usual.test(symbol));
  return {
    taken: modules.filter(isUsual),
    left: modules
      .filter((module) => !isUsual(module))
      .map(({ name, needs = [] }) => `${name} (${needs.join(' and ')})`),
  };
}

/** What would add modules besides some: `NAME=value` in MAKE, if the Makefile tests for it, a sentence each. */
function optionalModules(
  facts: SourceFacts,
  {
    folder,
    given,
    besides,
  }: {
    readonly folder: string;
    readonly given: ReadonlyMap<string, string>;
    readonly besides: ReadonlySet<string>;
  },
): readonly string[] {
  const file = findKbuild(facts, folder);
  const tests = new Map(
    (file?.variables ?? []).flatMap(({ conditions }) =>
      conditions.flatMap(({ text }) => {
        const [, name, value] = /^ifeq\s*\(\$\((\w+)\),\s*(\w+)\)$/.exec(text) ?? [];
        const isOwn = name !== undefined && !/^CONFIG_|^(?:ARCH|VERSION|PATCHLEVEL|SUBLEVEL)$/.test(name);
        return isOwn && value !== undefined ? [[`${name}=${value}`, [name, value]] as const] : [];
      }),
    ),
  );
  return [...tests].flatMap(([text, [name, value]]) => {
    if (given.has(name)) return [];
    const { modules } = findKbuildModules(facts, folder, new Map([...given, [name, value]]));
    const added = modules.map((module) => module.name).filter((module) => !besides.has(module));
    return added.length === 0
      ? []
      : [`With ${text} in MAKE, ${added.join(', ')} would be built, too; it is left out here.`];
  });
}

/** The objects of a module whose name make computes: `$(NAME)-objs`. */
const computedObjects = /^\$[({].*[)}]-/;

/** A sentence for each module whose source file is missing, unless the Makefile may create that file, or links the module from others. */
function missingSources(facts: SourceFacts, modules: readonly KbuildModule[]): readonly string[] {
  return modules.flatMap(({ name, folder, makefile }) => {
    const { variables, targets, recipes, includeStatements } = makefile;
    const base = folder === '' ? name : `${folder}/${name}`;
    const mayBeMade =
      variables.some(
        (variable) => variable.name.startsWith(`${name}-`) || computedObjects.test(variable.name),
      ) ||
      targets.some(({ names }) => names.includes('%') || names.includes(`${name}.`)) ||
      recipes.some((line) => line.includes(`${name}.`)) ||
      includeStatements.some(({ optional }) => !optional);
    const isMissing = ['c', 'S', 'rs', 'o', 'o_shipped'].every(
      (extension) => findEntry(facts, `${base}.${extension}`) === 'absent',
    );
    return isMissing && !mayBeMade
      ? [`${base}.c does not exist: unless something creates it before the build, ${name} does not build.`]
      : [];
  });
}

/** Of many sentences about the lines of a file, the first, and how many there are. */
function shortened(sentences: readonly string[]): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const sentence of sentences) {
    const about = sentence.replace(/:\d+ /, ' ');
    groups.set(about, [...(groups.get(about) ?? []), sentence]);
  }
  return [...groups.values()].map(([first = '', ...others]) =>
    others.length === 0 ? first : `${first} The same goes for ${others.length} more of its lines.`,
  );
}

/** The Makefile at the top of a kernel's source contains its version. */
function isKernelTree(facts: SourceFacts): boolean {
  const names = new Set(findMakefile(facts, '')?.variables.map(({ name }) => name));
  return names.has('VERSION') && names.has('PATCHLEVEL') && findEntry(facts, 'Kbuild') !== 'absent';
}

function none(message: string): NoProposal {
  return { kind: 'none', message };
}

function eachOnce(all: readonly KbuildModule[]): {
  readonly modules: readonly KbuildModule[];
  readonly doubles: readonly KbuildModule[];
} {
  const modules = new Map<string, KbuildModule>();
  const doubles: KbuildModule[] = [];
  for (const module of all) {
    const known = modules.get(module.name);
    if (!known) modules.set(module.name, module);
    else if (known.folder !== module.folder) doubles.push(module);
  }
  return { modules: [...modules.values()], doubles };
}

/**
 * A folder NAME-VERSION is how dkms finds a source in /usr/src, and how releases are unpacked; the MODULE_VERSION of a source is often older.
 */
function versionOf(facts: SourceFacts, gitTags: readonly string[], notes: string[]): string {
  const written = [...new Set(facts.moduleVersions.map(({ version }) => version))];
  const [version] = written;
  const ofModule =
    written.length === 1 && version !== undefined && plainName.test(version) && /\d/.test(version)
      ? version
      : undefined;
  const ofFolder = versionOfFolder.exec(facts.folderName)?.[1];
  if (ofModule !== undefined) {
    if (ofFolder === undefined || ofModule.replace(/^[vV]/, '') === ofFolder) return ofModule;
    notes.push(
      `PACKAGE_VERSION is ${ofFolder}, as in the name of the folder; ${facts.moduleVersions[0]?.path} says MODULE_VERSION("${ofModule}").`,
    );
    return ofFolder;
  }
  const several = written.length > 1 ? `The sources have different versions (${written.join(', ')}). ` : '';
  const tagged = newestOf(gitTags);
  if (tagged !== undefined) {
    notes.push(`${several}PACKAGE_VERSION is that of the newest tag in git, ${tagged.tag}.`);
    return tagged.version;
  }
  if (ofFolder !== undefined) return ofFolder;
  notes.push(
    `${several}No version was found (MODULE_VERSION, a tag in git, the folder's name), so PACKAGE_VERSION is 1.0 for now.`,
  );
  return '1.0';
}

function newestOf(tags: readonly string[]): { readonly tag: string; readonly version: string } | undefined {
  const versions = tags.flatMap((tag) => {
    const [, version] = /^(?:[A-Za-z][\w.]*[-_])?v?(\d+(?:\.\d+)+)$/.exec(tag) ?? [];
    return version === undefined ? [] : [{ tag, version }];
  });
  return versions.sort((a, b) => compareVersions(versionNumbers(b.version), versionNumbers(a.version)))[0];
}

/** The folder's name without its version, or the module's name if the folder's is generic. */
function nameOf(
  { folderName }: SourceFacts,
  version: string,
  modules: readonly KbuildModule[],
  notes: string[],
): string {
  const bare = (folderName.endsWith(`-${version}`) ? folderName.slice(0, -version.length - 1) : folderName)
    .replace(versionOfFolder, '')
    .replace(/-(?:master|main)$/, '');
  if (plainName.test(bare) && !genericNames.test(bare)) return bare;
  const name = modules[0]?.name ?? bare;
  notes.push(`The folder is called ${folderName}, so PACKAGE_NAME is the name of the module, ${name}.`);
  return name;
}
