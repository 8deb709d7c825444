import {
  fileExists,
  findEntry,
  findMakefile,
  type MakefileFacts,
  type MakefileRule,
  mayBeGenerated,
  type SourceFacts,
  type TargetVariable,
} from '../rules/source-facts.ts';
import { writtenCommands } from '../syntax/command-words.ts';
import { withIncludes } from './included-makefiles.ts';
import { KernelOrigins } from './kernel-origins.ts';
import { assignmentOf, parseMakeCommand, unquoted } from './make-command.ts';
import {
  changesMake,
  defaultGoals,
  ignoresErrors,
  isPatternOf,
  isPhony,
  isSpecial,
  mixesColons,
  prerequisitesOf,
  recipesOf,
  variablesOf,
} from './make-rules.ts';
import { MakeValues } from './make-values.ts';
import { compilesUserProgram } from './user-program.ts';
import type { InstallStep, KbuildCall, MakeWalk, MissingPart, VisitedMakefile } from './walk-results.ts';
import {
  calledFolder,
  createsNoFile,
  folderText,
  hasMark,
  isMake,
  isOutside,
  isUnknown,
  marks,
  mayBeTarget,
  onlyPlainPrograms,
  pathFrom,
  pathIn,
  runsAll,
  splitGroups,
  unrolled,
  withFolders,
  withoutQuoted,
  wordsOf,
} from './walked-text.ts';

/** A command line, and how dkms starts it. */
export interface MakeStart {
  /** Shell text, with marks for what is known only when it runs. */
  readonly text: string;
  /** Whether dkms adds KERNELRELEASE, as it does after a leading bare `make`. */
  readonly addsKernelRelease: boolean;
  readonly environment: ReadonlyMap<string, string>;
}

/** Limits on the nesting and the number of make calls that are followed; no real driver reaches them. */
const mostDepth = 8;
const mostCalls = 200;

/**
 * Follows a command line through the Makefiles of a source: which of their recipes run, which variables they pass on, where they call
 * Kbuild and for which kernel. Runs nothing and guesses nothing: what is unknown becomes a mark in a text, or makes the walk incomplete.
 */
export function walkMake(start: MakeStart, facts: SourceFacts): MakeWalk {
  const walker = new Walker(facts);
  walker.runLine(start.text, {
    ...{ folder: '', environment: start.environment, commandLine: new Map(), depth: 0 },
    ...(start.addsKernelRelease && { kernelRelease: marks.kernel }),
  });
  return walker;
}

interface CallSite {
  /** The folder that commands run in; `undefined` if unknown. */
  readonly folder: string | undefined;
  readonly environment: ReadonlyMap<string, string>;
  /** The variables on the command line of an outer make, which make passes to every make below it. */
  readonly commandLine: ReadonlyMap<string, string>;
  readonly depth: number;
  readonly kernelRelease?: string;
  /** The build continues if this fails, or it may not run at all. */
  readonly mayFail?: boolean;
  /** Whether a test may decide if it runs. */
  readonly maySkip?: boolean;
  readonly from?: { readonly makefile: MakefileFacts; readonly line: number; readonly target: string };
}

class Walker implements MakeWalk {
  readonly kbuild: KbuildCall[] = [];
  readonly installs: InstallStep[] = [];
  readonly missing: MissingPart[] = [];
  readonly visited: VisitedMakefile[] = [];
  readonly origins = new KernelOrigins();
  complete = true;
  mayMakeFiles = false;
  mayMakeSources = false;
  readonly ofGit = new Set<string>();
  readonly #facts: SourceFacts;
  #calls = 0;

  constructor(facts: SourceFacts) {
    this.#facts = facts;
  }

  /** Follows a line as a shell would run it. */
  runLine(text: string, site: CallSite): void {
    const bare = withoutQuoted(text);
    if (site.from?.target.startsWith('.git/')) this.ofGit.add(site.from.target);
    if (/\b(?:for|while|until|case|if)\b.*\b(?:do|in|then)\b/.test(bare)) {
      // Whichever of its commands run, none calls make, unless a script does.
      this.#mayMakeFiles(site);
      if (!onlyPlainPrograms(text)) this.complete = false;
      return;
    }
    let { folder, environment } = site;
    // Commands after a test may not run.
    const tested = /(?:^|[\s(!;&|])(?:test|\[{1,2})\s/.test(bare);
    // Another command hides the failure of one before `|` and `||`.
    const isLost = (site.mayFail ?? false) || bare.includes('|') || tested;
    const maySkip = tested || !runsAll(bare);
    if (maySkip && !onlyPlainPrograms(text)) this.complete = false;
    const last = writtenCommands(text.slice(bare.search(/[^;\n]*$/))).length;
    if (/>\s*(?!\/dev\/)[^&\s]/.test(bare)) this.#mayMakeFiles(site);
    // Commands in parentheses run in a subshell, whose folder the others do not share.
    const pieces = splitGroups(text, bare);
    for (const [part, piece] of pieces.entries()) {
      // The shell continues after a failed command before `;`.
      const later = pieces.slice(part + 1).join('');
      if (part % 2 === 1) {
        const mayFail = isLost || /[;\n]/.test(later);
        this.runLine(piece, { ...site, folder, environment, mayFail, maySkip });
        continue;
      }
      const commands = writtenCommands(piece);
      for (const [at, words] of commands.entries()) {
        const mayFail = isLost || commands.length - at > last || /[;\n]/.test(later);
        let first = words.findIndex((word) => !/^\w+=/.test(word) && word !== 'env' && word !== 'exec');
        if (first < 0) continue;
        // A recipe often begins with a variable that is empty, or whole commands: `$(warn) $(MAKE) …`.
        const mayHaveMore = isUnknown(words[first]) && isMake(unquoted(words[first + 1] ?? ''));
        if (mayHaveMore) [first, this.complete] = [first + 1, false];
        const assigned = words.slice(0, first).flatMap(assignmentOf);
        const [program = '', ...rest] = words.slice(first).map(unquoted);
        if (program === 'cd') {
          folder = rest.length === 1 ? pathFrom(folder, rest[0] ?? '') : undefined;
          // If `cd` fails, commands after `;` run in the old folder.
          if (folder !== undefined && findEntry(this.#facts, folder) === 'absent') this.complete = false;
        } else if (program === 'export')
          environment = new Map([...environment, ...rest.flatMap(assignmentOf)]);
        else if (isMake(program)) {
          const { kernelRelease, ...others } = site;
          this.#make(rest, {
            ...{ ...others, folder, mayFail, environment: new Map([...environment, ...assigned]) },
            ...(part + at === 0 && kernelRelease !== undefined && { kernelRelease }),
          });
        } else this.#otherProgram(program, rest, { ...site, mayFail, maySkip });
      }
    }
  }

  #make(words: readonly string[], site: CallSite): void {
    if (site.depth >= mostDepth || ++this.#calls > mostCalls) {
      this.complete = false;
      return;
    }
    const command = parseMakeCommand(words);
    if (!command || command.environmentWins) {
      this.complete = false;
      return;
    }
    const own = new Map([
      ...(site.kernelRelease === undefined ? [] : [['KERNELRELEASE', site.kernelRelease] as const]),
      ...command.given,
    ]);
    const given = new Map([...site.commandLine, ...own]);
    const by = (['M', 'KBUILD_EXTMOD', 'SUBDIRS'] as const).find((name) => own.has(name));
    // If the call names a folder of modules, a `-C` outside the source or unknown is a kernel's folder.
    if (by && (isOutside(command.folder) || command.folder.includes(marks.unknown))) {
      // A bare release is not a kernel's folder.
      if (!/^\/|\uE000/.test(command.folder)) this.complete = false;
      this.kbuild.push({
        ...{ kernel: command.folder, by },
        ...calledFolder(site.folder, own.get(by) ?? ''),
        ...{ goals: command.goals, given },
        ...(site.from && { from: site.from }),
      });
      for (const goal of command.goals) if (goal === 'modules_install') this.#installs(goal, site);
      return;
    }
    const folder = pathFrom(site.folder, command.folder);
    if (folder === undefined) {
      this.complete = false;
      return;
    }
    const below = { ...site, mayFail: (site.mayFail ?? false) || command.keepsGoing };
    const makefile = this.#findMakefile(folder, command.file, below);
    if (makefile) this.#runMakefile(makefile, folder, command.goals, { ...below, commandLine: given });
  }

  #findMakefile(folder: string, file: string | undefined, site: CallSite): MakefileFacts | undefined {
    if (findEntry(this.#facts, folder) === 'absent') {
      this.#miss({ kind: 'folder', name: folder, in: '' }, site);
      return undefined;
    }
    if (file === undefined) {
      const makefile = findMakefile(this.#facts, folder);
      const isMissing =
        // An empty folder is a submodule of git that has not been fetched.
        (this.#facts.folders.get(folder)?.size ?? 0) > 0 &&
        ['GNUmakefile', 'makefile', 'Makefile'].every(
          (name) => findEntry(this.#facts, pathIn(folder, name)) === 'absent',
        );
      if (isMissing && mayBeGenerated(this.#facts, pathIn(folder, 'Makefile'))) this.complete = false;
      else if (isMissing) this.#miss({ kind: 'makefile', name: 'Makefile', in: folder }, site);
      else if (!makefile) this.complete = false;
      return makefile;
    }
    const path = pathFrom(folder, file);
    if (path !== undefined && findEntry(this.#facts, path) === 'absent') {
      this.#miss({ kind: 'makefile', name: file, in: folder }, site);
      return undefined;
    }
    const makefile = this.#facts.makefiles.find((one) => one.path === path);
    if (!makefile) this.complete = false;
    return makefile;
  }

  #runMakefile(own: MakefileFacts, folder: string, goals: readonly string[], site: CallSite): void {
    const environment = new Map([
      ...site.environment,
      ['MAKECMDGOALS', goals.join(' ')],
      // The shell that starts make sets PWD.
      ['PWD', site.folder === undefined ? marks.unknown : folderText(site.folder)],
    ]);
    const valuesOf = (one: MakefileFacts, origins: KernelOrigins) =>
      new MakeValues({
        ...{ makefile: one, folder, given: site.commandLine, origins, environment },
        exists: (path) => fileExists(this.#facts, path),
      });
    const { makefile, isWhole } = withIncludes(own, folder, this.#facts, (one) =>
      valuesOf(one, new KernelOrigins()),
    );
    if (!isWhole) this.complete = false;
    const values = valuesOf(makefile, this.origins);
    values.readAll();
    this.visited.push({ makefile, values });
    if (makefile.uses.has('eval') || changesMake(makefile)) this.complete = false;
    const rules = makefile.targets.flatMap((rule) => {
      const holds = values.hold(rule.conditions);
      return holds === false
        ? []
        : [{ rule, certain: holds === true, names: wordsOf(values.expand(rule.names)) }];
    });
    if (mixesColons(rules) || rules.some((rule) => !rule.certain && isSpecial(rule))) this.complete = false;
    const wanted = goals.length > 0 ? goals : defaultGoals(rules, values.value('.DEFAULT_GOAL'));
    // A rule that may not be there may be the first one.
    const firstOnes = rules.slice(0, rules.findIndex(({ names }) => names.includes(wanted[0] ?? '')) + 1);
    if (goals.length === 0 && firstOnes.some(({ certain }) => !certain)) this.complete = false;
    const done = new Set<string>();
    const ofTargets = makefile.targetVariables
      .filter(({ conditions }) => values.hold(conditions) !== false)
      .map((variable) => ({ variable, names: wordsOf(values.expand(variable.targets)) }));
    const run = (target: string, outer: readonly TargetVariable[], neededBy?: string): void => {
      if (done.has(target) || done.size > mostCalls) return;
      done.add(target);
      const made = rules.filter(({ names }) => names.includes(target));
      if (
        made.some(({ certain }) => !certain) ||
        rules.some(({ names }) => names.some((name) => mayBeTarget(name, target)))
      )
        this.complete = false;
      if (made.length === 0) {
        this.#unknownTarget({ name: target, neededBy }, makefile, folder, rules, site);
        return;
      }
      // Without a recipe of its own, a target that is no more than a name to make gets that of a pattern.
      if (!isPhony(target, rules) && !made.some(({ rule }) => rule.recipe.length > 0))
        if (rules.some(({ names }) => names.some((name) => isPatternOf(target, name)))) this.complete = false;
      const own = [...outer, ...variablesOf(target, ofTargets)];
      const here = values.withTargetVariables(own);
      const isIgnored = ignoresErrors(
        target,
        rules.map(({ rule, names }) => ({
          names,
          prerequisites: wordsOf(values.expand(rule.prerequisites)),
        })),
      );
      const inRecipe = here.withBound({ '@': target });
      const mayFail = site.mayFail === true || isIgnored;
      for (const { rule } of made)
        for (const name of prerequisitesOf(values.expand(rule.prerequisites), target)) {
          if (name === undefined) this.complete = false;
          else run(name, own, target);
        }
      for (const { rule } of recipesOf(made))
        for (const line of rule.recipe) {
          const holds = values.hold(line.conditions);
          if (holds === false) continue;
          if (holds === undefined) this.complete = false;
          // A variable of several lines expands to as many commands, each with its own `-` and `@`.
          for (const text of inRecipe.expand(line.text).split('\n')) {
            const [before = ''] = /^[\s@+-]*/.exec(text) ?? [];
            this.runLine(withFolders(unrolled(text.slice(before.length)), folder), {
              ...{ folder, environment: here.exported(), commandLine: site.commandLine },
              ...{
                depth: site.depth + 1,
                mayFail: mayFail || line.mayFail === true || before.includes('-'),
              },
              from: { makefile, line: line.line, target },
            });
          }
        }
    };
    if (wanted.length === 0) this.#unknownTarget({ name: '' }, makefile, folder, rules, site);
    for (const goal of wanted) run(goal, []);
    if (values.isRecursive) this.complete = false;
  }

  #unknownTarget(
    { name, neededBy }: { readonly name: string; readonly neededBy?: string | undefined },
    makefile: MakefileFacts,
    folder: string,
    rules: readonly { readonly rule: MakefileRule; readonly names: readonly string[] }[],
    site: CallSite,
  ): void {
    if (name !== '' && !hasMark(name) && findEntry(this.#facts, pathIn(folder, name)) !== 'absent') return;
    // A target that is only declared has nothing to run.
    if (isPhony(name, rules)) return;
    // make knows by itself how to make hello and hello.o from hello.c.
    const stem = `${name.replace(/^.*\/|\.\w+$/g, '')}.`;
    const beside = this.#facts.folders.get(folder)?.keys() ?? [];
    const mayBeMade =
      makefile.includes.length > 0 ||
      makefile.uses.has('eval') ||
      makefile.variables.some((one) => one.name === 'VPATH') ||
      rules.some(({ names }) =>
        names.some(
          (one) =>
            isPatternOf(name, one) || one === '.DEFAULT' || mayBeTarget(one, name) || /[*?[]/.test(one),
        ),
      ) ||
      hasMark(name) ||
      (name !== '' && (name.includes('/') || [...beside].some((one) => one.startsWith(stem))));
    if (mayBeMade) this.complete = false;
    else
      this.#miss(
        { kind: 'target', name, in: folder, makefile, ...(neededBy !== undefined && { neededBy }) },
        site,
      );
  }

  #miss(part: MissingPart, { mayFail }: CallSite): void {
    // Which commands a failure skips depends on the level that ignores it.
    if (mayFail) this.complete = false;
    else this.missing.push(part);
  }

  #otherProgram(program: string, words: readonly string[], site: CallSite): void {
    const copies = /^(?:cp|mv|install|ln)$/.test(program);
    const intoModules = words.some((word) => /^\/(?:usr\/)?lib\/modules\//.test(word));
    if (!site.maySkip && (/^(?:depmod|modprobe|insmod)$/.test(program) || (copies && intoModules)))
      this.#installs(program, site);
    if (!site.from) this.#script(program, site);
    if (!createsNoFile.test(program)) this.#mayMakeFiles(site, [program, ...words]);
    // A script may do anything, such as call make, and so may a program that runs another one.
    const runsNothing = /^(?:echo|printf|:|true|false)$/.test(program);
    if (!runsNothing && [program, ...words].some((word) => /(?:^|[\s/])make$/.test(word)))
      this.complete = false;
    if (/\.sh$|^\.\/|^(?:ba|da)?sh$/.test(program) || hasMark(program)) this.complete = false;
  }

  /** Notes a program that may make files: these words, or any. */
  #mayMakeFiles({ from }: CallSite, words: readonly string[] = []): void {
    this.mayMakeFiles = true;
    // What is for the history of git, such as its hooks, is not for the modules.
    if (!from?.target.startsWith('.git/') && !compilesUserProgram(words, this.#facts))
      this.mayMakeSources = true;
  }

  /** Checks a script that the command names by its path. */
  #script(program: string, site: CallSite): void {
    const { folder } = site;
    const path = /^[\w.@+-]*\//.test(program) ? pathFrom(folder, program) : undefined;
    const entry = path === undefined ? undefined : findEntry(this.#facts, path);
    if (path === undefined || entry === undefined) return;
    if (entry === 'absent' && mayBeGenerated(this.#facts, path)) this.complete = false;
    else if (entry === 'absent') this.#miss({ kind: 'script', name: path, in: '' }, site);
    else if (entry.kind === 'file' && !entry.executable)
      this.#miss({ kind: 'run-bit', name: path, in: '' }, site);
  }

  #installs(program: string, { from }: CallSite): void {
    if (from) this.installs.push({ program, ...from });
  }
}
