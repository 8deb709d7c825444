import { walkMake } from '../../conf/make/make-walk.ts';
import type { KbuildCall, MakeWalk } from '../../conf/make/walk-results.ts';
import { marks } from '../../conf/make/walked-text.ts';
import {
  findEntry,
  findKbuild,
  findMakefile,
  type MakefileFacts,
  type SourceFacts,
} from '../../conf/rules/source-facts.ts';
import type { GeneratedHeader } from './generated-headers.ts';

/** How dkms can build the modules of a source. */
export interface ProposedMake {
  /** The value of MAKE between its quotes; absent if dkms's default command suffices. */
  readonly command?: string;
  /** The folders of modules on which kbuild is called, with the variables that it is given. */
  readonly calls: readonly Pick<KbuildCall, 'folder' | 'given'>[];
  /** What remains uncertain, a sentence each. */
  readonly uncertain: readonly string[];
}

/** The folder in which dkms builds. */
export const buildFolder = '${dkms_tree}/${PACKAGE_NAME}/${PACKAGE_VERSION}/build';
const kernelFolder = `/lib/modules/${marks.kernel}/build`;

/** Variables that dkms or the kernel sets for every build, and those that only change the output. */
const alwaysSet =
  /^(?:M|KBUILD_EXTMOD|SUBDIRS|KERNELRELEASE|ARCH|CROSS_COMPILE|CC|LD|LLVM|V|KBUILD_VERBOSE|W|C|O|KBUILD_OUTPUT|INSTALL_\w+)$/;

/** No driver's Makefile has more variables that could name its kernel. */
const mostTries = 60;

/** The usual names of such variables: KDIR, KSRC, KERNEL_SRC, KVER, KERNELRELEASE … */
const namesKernel =
  /^(?:k|kern|kernel|linux)_?(?:build|dir|objs?|path|rel|release|source|src|tree|ver|version)/i;

/** How a module without a dkms.conf is built. */
export interface ProposalOptions {
  /** By its own Makefile as the user would call it, even where calling kbuild has the same result. */
  readonly ownMakefile: boolean;
  /** The module's folder in the source that is copied, in which the command is to run; empty if they are the same. */
  readonly inside?: string;
}

/** Chooses the command: kbuild itself if the result is the same, the source's own Makefile if that does more or is asked for. */
export function proposeMake(
  facts: SourceFacts,
  { ownMakefile }: ProposalOptions,
  generatedHeaders: readonly GeneratedHeader[] = [],
): ProposedMake {
  const top = topOf(facts);
  const makefile = findMakefile(facts, top);
  const plain = top === '' ? 'make' : `make -C ${top}`;
  const walk = makefile && makefile.targets.length > 0 ? follow(facts, plain) : undefined;
  const start = [plain, ...[...(walk?.ofGit ?? [])].map((target) => `-o ${target}`)].join(' ');
  const calls = buildingCalls(walk);
  const known = calls.filter(({ folder }) => folder !== undefined);
  if (ownMakefile && walk && makefile) return byOwnMakefile(facts, makefile, walk, start, known);
  if (!walk || !makefile || known.length === 0) {
    const followed = !walk || !makefile ? [] : notFollowed(makefile, walk);
    const roots = rootVariables(facts, top);
    const words = roots.map((name) => `${name}=${buildFolder}`);
    return {
      ...((top !== '' || roots.length > 0) && { command: kbuildCommand(top, words) }),
      calls: [{ folder: top, given: new Map(roots.map((name) => [name, marks.source])) }],
      uncertain: [...notMade(generatedHeaders), ...followed],
    };
  }
  const direct = calls.some(({ isBeside }) => isBeside) ? undefined : directCommand(known);
  const reason =
    direct === undefined
      ? 'more than Kbuild'
      : generatedHeaders.length > 0
        ? 'headers'
        : ownWork(facts, makefile, walk);
  // If the Makefile moves the modules elsewhere, dkms would not find them.
  const moves = walk.visited.some((one) => one.makefile.recipes.some((line) => /\bmv\b.*\.ko\b/.test(line)));
  if (needOrder(facts, known) && !walk.mayMakeSources)
    return { command: eachCommand(known), calls: known, uncertain: notFollowed(makefile, walk) };
  const own =
    reason === undefined || moves
      ? undefined
      : ((generatedHeaders.length > 0 ? commandWithRelease(facts, walk, start) : undefined) ??
        ownCommand(facts, walk, start));
  if (own !== undefined) return { command: own, calls: known, uncertain: notFollowed(makefile, walk) };
  const why = moves
    ? 'puts the modules elsewhere, where dkms does not look'
    : 'does more than call Kbuild, and none of its variables is known to set the kernel';
  const uncertain = [
    ...notMade(generatedHeaders),
    ...notFollowed(makefile, walk),
    ...(reason !== undefined && walk.complete ? [`${makefile.path} ${why}: MAKE calls Kbuild alone.`] : []),
  ];
  const command = direct ?? eachCommand(known);
  return { ...(command !== '' && { command }), calls: known, uncertain };
}

/** The Makefile's first target, for the kernel that is asked for if a variable of the Makefile selects it. */
function byOwnMakefile(
  facts: SourceFacts,
  makefile: MakefileFacts,
  walk: MakeWalk,
  start: string,
  known: readonly KbuildCall[],
): ProposedMake {
  const command = ownCommand(facts, walk, start);
  const calls = known.length > 0 ? known : [{ folder: makefile.folder, given: new Map() }];
  if (command !== undefined) return { command, calls, uncertain: [] };
  return {
    ...{ command: withoutDkms(start), calls },
    uncertain: [
      `No variable of ${makefile.path} is known to set the kernel: it builds for the one that it chooses itself, usually the running one.`,
    ],
  };
}

/** A call of make to which dkms adds nothing, and which still has as many jobs. */
function withoutDkms(command: string): string {
  return `'make' -j$(nproc)${command.slice('make'.length)}`;
}

/** The command with symbols of the kernel's configuration set, so that it builds modules that depend on them. */
export function withSymbols(command: string | undefined, symbols: readonly string[]): string | undefined {
  if (symbols.length === 0) return command;
  return [command ?? kbuildCommand(''), ...symbols.map((symbol) => `${symbol}=m`)].join(' ');
}

function follow(facts: SourceFacts, text: string, addsKernelRelease = false): MakeWalk {
  return walkMake({ text, addsKernelRelease, environment: new Map() }, facts);
}

/** The calls of kbuild that build modules, not those that clean or install. */
function buildingCalls(walk: MakeWalk | undefined): readonly KbuildCall[] {
  return (walk?.kbuild ?? []).filter(
    ({ goals }) => goals.length === 0 || goals.some((goal) => /^(?:modules|all|default)$|\.ko$/.test(goal)),
  );
}

/** A sentence for each header that a call of Kbuild alone does not make. */
function notMade(headers: readonly GeneratedHeader[]): readonly string[] {
  return headers.map(
    ({ name, makefile }) => `${makefile} makes ${name}, but MAKE calls Kbuild alone: make it in PRE_BUILD.`,
  );
}

function notFollowed({ path }: MakefileFacts, walk: MakeWalk): readonly string[] {
  return walk.complete
    ? []
    : [
        `Not all that ${path} does could be followed. If it prepares something, do that in MAKE or PRE_BUILD.`,
      ];
}

/** A call of kbuild on each folder, one after the other, in the order of the Makefile: a later one may use symbols of an earlier one. */
function eachCommand(calls: readonly KbuildCall[]): string {
  const byFolder = new Map<string, KbuildCall[]>();
  for (const call of calls)
    byFolder.set(call.folder ?? '', [...(byFolder.get(call.folder ?? '') ?? []), call]);
  return [...byFolder].map(([folder, own]) => directCommand(own) || kbuildCommand(folder)).join(' && ');
}

/**
 * Whether modules of one folder use symbols of another one (KBUILD_EXTRA_SYMBOLS), and each is built by plain calls of kbuild. dkms gives
 * make many jobs: called by targets of their own, they would be built at the same time.
 */
function needOrder(facts: SourceFacts, calls: readonly KbuildCall[]): boolean {
  const folders = [...new Set(calls.map(({ folder = '' }) => folder))];
  const uses = folders.some((folder) =>
    [findKbuild(facts, folder), findMakefile(facts, folder)].some((one) =>
      one?.variables.some(({ name }) => name === 'KBUILD_EXTRA_SYMBOLS'),
    ),
  );
  return (
    folders.length > 1 &&
    uses &&
    folders.every((at) => directCommand(calls.filter(({ folder = '' }) => folder === at)) !== undefined)
  );
}

/** The folder in which make is started: the top one, or the only shallowest one with a Makefile that builds if the top has none. */
function topOf(facts: SourceFacts): string {
  if (findKbuild(facts, '') || findMakefile(facts, '')) return '';
  const folders = facts.makefiles
    .filter(
      ({ path, targets }) =>
        /(?:^|\/)(?:[Mm]akefile|GNUmakefile|Kbuild)$/.test(path) &&
        (targets.length > 0 || builds(facts, path)),
    )
    .map(({ folder }) => folder);
  const building = [...new Set(folders)].filter(
    (folder) =>
      buildingCalls(follow(facts, `make -C ${folder}`)).length > 0 ||
      builds(facts, findKbuild(facts, folder)?.path),
  );
  const depth = (folder: string) => folder.split('/').length;
  const least = Math.min(...building.map(depth));
  const [only, ...others] = building.filter((folder) => depth(folder) === least);
  return only !== undefined && others.length === 0 && /^[\w./+-]+$/.test(only) ? only : '';
}

/** Variables with which a Kbuild names the top of its source, and that nothing sets: it includes `$(NAME)/file`, and the file is there. */
function rootVariables(facts: SourceFacts, folder: string): readonly string[] {
  const kbuild = findKbuild(facts, folder);
  const set = new Set(kbuild?.variables.map(({ name }) => name));
  const named = (kbuild?.includeStatements ?? []).flatMap(({ names }) => {
    const [, name = '', file = ''] = /^\$[({](\w+)[)}]\/([\w./+-]+)$/.exec(names.trim()) ?? [];
    const isFree = name !== '' && !set.has(name) && !/^(?:src|obj|srctree|objtree|M|PWD|CURDIR)$/.test(name);
    return isFree && findEntry(facts, file) !== 'absent' && findEntry(facts, file) !== undefined
      ? [name]
      : [];
  });
  return [...new Set(named)];
}

/** Whether a file has a list of modules. */
function builds({ makefiles }: SourceFacts, path: string | undefined): boolean {
  const found = makefiles.find((one) => one.path === path);
  return found?.variables.some(({ name }) => /^obj-/.test(name)) ?? false;
}

/** The Makefile's call of kbuild, if it is one call with plain values; `''` if dkms's default command is that call. */
function directCommand(calls: readonly KbuildCall[]): string | undefined {
  const [first] = calls;
  if (!first || calls.some(({ folder }) => folder !== first.folder)) return undefined;
  const words = new Set<string>();
  for (const { given } of calls)
    for (const [name, value] of given) {
      if (alwaysSet.test(name) || value === '') continue;
      const text = value.replaceAll(marks.source, buildFolder).replaceAll(marks.kernel, '${kernelver}');
      // dkms expands these characters safely; others, such as those that are special in a shell, may not arrive unchanged.
      if (!/^[\w./+=,:@${}-]+$/.test(text)) return undefined;
      words.add(`${name}=${text}`);
    }
  const { folder = '' } = first;
  return folder === '' && words.size === 0 ? '' : kbuildCommand(folder, [...words]);
}

/** The call of kbuild on a folder of the source, as dkms's default command calls it on the top. */
export function kbuildCommand(folder: string, words: readonly string[] = []): string {
  const target = `M=${buildFolder}${folder === '' ? '' : `/${folder}`}`;
  return ['make -C ${kernel_source_dir}', target, ...words].join(' ');
}

/** Work of a Makefile besides its call of kbuild that the modules may need. */
function ownWork(facts: SourceFacts, makefile: MakefileFacts, walk: MakeWalk): string | undefined {
  if (walk.installs.length > 0) return undefined;
  if (walk.mayMakeSources) return 'other programs';
  const called = findKbuild(facts, walk.kbuild[0]?.folder ?? '');
  if (!called || called.path === makefile.path) return undefined;
  const exported = makefile.exports.map(({ name }) => name);
  const names = exported.includes('*') ? makefile.variables.map(({ name }) => name) : exported;
  return names.some((name) => called.uses.has(name)) ? 'exported variables' : undefined;
}

/** The call of the source's own Makefile with a variable that selects the kernel, if following the Makefile confirms that it does. */
function ownCommand(facts: SourceFacts, walk: MakeWalk, start: string): string | undefined {
  const variables = walk.visited.flatMap(({ makefile }) => makefile.variables);
  const all = [...new Set(variables.filter(({ override }) => !override).map(({ name }) => name))];
  const names = [
    ...all.filter((name) => namesKernel.test(name)),
    ...all.filter((name) => !namesKernel.test(name)),
  ];
  const ways = [
    { value: kernelFolder, text: '${kernel_source_dir}' },
    { value: marks.kernel, text: '${kernelver}' },
  ];
  for (const { value, text } of ways)
    for (const name of names.slice(0, mostTries)) {
      const command = `${start} ${name}=${value}`;
      if (!buildsFor(facts, command, { addsKernelRelease: false, isWhole: walk.complete })) continue;
      // dkms adds KERNELRELEASE to an unquoted make, and some Makefiles take KERNELRELEASE as a sign that kbuild reads them.
      return buildsFor(facts, command, { addsKernelRelease: true, isWhole: walk.complete })
        ? `${start} ${name}=${text}`
        : `${withoutDkms(start)} ${name}=${text}`;
    }
  return undefined;
}

/**
 * The call of a Makefile that makes headers, with the only variable that holds the running kernel's release and names its folder: such a
 * Makefile looks for more of that kernel than the folder that it calls Kbuild in, such as its sources.
 */
function commandWithRelease(facts: SourceFacts, walk: MakeWalk, start: string): string | undefined {
  const variables = walk.visited.flatMap(({ makefile }) => makefile.variables);
  const asking = new Set(
    variables.filter(({ value }) => /\buname\s+-r\b/.test(value)).map(({ name }) => name),
  );
  const [name] = asking;
  if (name === undefined || asking.size > 1) return undefined;
  const references = [`/lib/modules/$(${name})`, `/lib/modules/\${${name}}`];
  if (!variables.some(({ value }) => references.some((one) => value.includes(one)))) return undefined;
  const leadsElsewhere = (text: string, addsKernelRelease: boolean) => {
    const calls = buildingCalls(follow(facts, text, addsKernelRelease));
    return (
      calls.length === 0 ||
      calls.some(
        ({ kernel, folder }) =>
          folder === undefined || (kernel !== kernelFolder && !kernel.includes(marks.unknown)),
      )
    );
  };
  if (leadsElsewhere(`${start} ${name}=${marks.kernel}`, false)) return undefined;
  return leadsElsewhere(`${start} ${name}=${marks.kernel}`, true)
    ? `${withoutDkms(start)} ${name}=\${kernelver}`
    : `${start} ${name}=\${kernelver}`;
}

function buildsFor(
  facts: SourceFacts,
  command: string,
  { addsKernelRelease, isWhole }: { readonly addsKernelRelease: boolean; readonly isWhole: boolean },
): boolean {
  const walk = follow(facts, command, addsKernelRelease);
  const calls = buildingCalls(walk);
  return (
    (walk.complete || !isWhole) &&
    walk.missing.length === 0 &&
    walk.installs.length === 0 &&
    calls.length > 0 &&
    calls.some(({ folder }) => folder !== undefined) &&
    calls.every(
      ({ kernel, folder, isBeside }) => kernel === kernelFolder && (folder !== undefined || isBeside),
    )
  );
}
