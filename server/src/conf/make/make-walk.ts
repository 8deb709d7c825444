import {
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
import { assignmentOf, parseMakeCommand, unquoted } from './make-command.ts';
import {
  changesMake,
  defaultGoals,
  ignoresErrors,
  mixesColons,
  recipesOf,
  variablesOf,
} from './make-rules.ts';
import { KernelOrigins, MakeValues } from './make-values.ts';
import {
  folderText,
  hasMark,
  isOutside,
  marks,
  pathFrom,
  runsAll,
  withFolders,
  wordsOf,
} from './walked-text.ts';

/** A call of Kbuild: make in a kernel's folder, on the modules of a folder of the source. */
export interface KbuildCall {
  /** The folder of `-C`, with marks (see walked-text.ts). */
  readonly kernel: string;
  /** The folder of the modules relative to that of the conf; `undefined` if unknown. */
  readonly folder: string | undefined;
  /** The variable that names the folder. */
  readonly by: 'M' | 'SUBDIRS' | 'KBUILD_EXTMOD';
  readonly goals: readonly string[];
  readonly given: ReadonlyMap<string, string>;
  /** The Makefile and its line that makes the call; absent if the command itself makes it. */
  readonly from?: { readonly makefile: MakefileFacts; readonly line: number };
}

/** A command that installs modules into the system, bypassing dkms. */
export interface InstallStep {
  /** The program, such as `depmod`, or the goal of make, such as `modules_install`. */
  readonly program: string;
  readonly makefile: MakefileFacts;
  readonly line: number;
  readonly target: string;
}

/** What the command would stop at: `name` is what does not exist, or the script that is not executable. */
export interface MissingPart {
  readonly kind: 'folder' | 'makefile' | 'target' | 'script' | 'run-bit';
  readonly name: string;
  /** Where it is missing. */
  readonly in: string;
  readonly makefile?: MakefileFacts;
}

/** A Makefile that the walk went through, with its goals. */
export interface VisitedMakefile {
  readonly makefile: MakefileFacts;
  readonly values: MakeValues;
}

/** What a command line does, as far as the Makefiles show. */
export interface MakeWalk {
  readonly kbuild: readonly KbuildCall[];
  readonly installs: readonly InstallStep[];
  readonly missing: readonly MissingPart[];
  readonly visited: readonly VisitedMakefile[];
  readonly origins: KernelOrigins;
  /** Whether the walk followed everything that the command runs, so that there is no other call of Kbuild. */
  readonly complete: boolean;
  /** Whether a program runs that may create files, so that what is missing now may exist later. */
  readonly mayMakeFiles: boolean;
}

/** A command line, and how dkms starts it. */
export interface MakeStart {
  /** Shell text, with marks for what is known only when it runs. */
  readonly text: string;
  /** dkms adds KERNELRELEASE after a leading bare `make`. */
  readonly addsKernelRelease: boolean;
  readonly environment: ReadonlyMap<string, string>;
}

/** Programs that create no file that a build needs. */
const harmless =
  /^(?:echo|printf|true|false|:|test|\[|rm|cd|export|set|sync|strip|depmod|modprobe|insmod|rmmod|exit)$/;

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
  readonly #facts: SourceFacts;
  #calls = 0;

  constructor(facts: SourceFacts) {
    this.#facts = facts;
  }

  /** Follows a line as a shell would run it. */
  runLine(text: string, site: CallSite): void {
    if (/\b(?:for|while|until|case|if)\b.*\b(?:do|in|then)\b/.test(text)) {
      this.complete = false;
      return;
    }
    let { folder, environment } = site;
    // What comes after a test may not run.
    const tested = /(?:^|[\s(!;&|])(?:test|\[{1,2})\s/.test(text);
    // Another command hides the failure of one before `|` and `||`.
    const isLost = (site.mayFail ?? false) || text.includes('|') || tested;
    if (tested || !runsAll(text)) this.complete = false;
    const last = writtenCommands(text.replace(/^.*[;\n]/s, '')).length;
    if (/>\s*(?!\/dev\/)[^&\s]/.test(text)) this.mayMakeFiles = true;
    // Commands in parentheses run in a subshell, whose folder the others do not share.
    const pieces = text.split(/(?:(?<=^|[;&|])\s*)\(([^()]*)\)/);
    for (const [part, piece] of pieces.entries()) {
      // The shell continues after a failed command before `;`.
      const later = pieces.slice(part + 1).join('');
      if (part % 2 === 1) {
        const mayFail = isLost || /[;\n]/.test(later);
        this.runLine(piece, { ...site, folder, environment, mayFail });
        continue;
      }
      const commands = writtenCommands(piece);
      for (const [at, words] of commands.entries()) {
        const mayFail = isLost || commands.length - at > last || /[;\n]/.test(later);
        const first = words.findIndex((word) => !/^\w+=/.test(word) && word !== 'env' && word !== 'exec');
        if (first < 0) continue;
        const assigned = words.slice(0, first).flatMap(assignmentOf);
        const [program = '', ...rest] = words.slice(first).map(unquoted);
        if (program === 'cd') folder = rest.length === 1 ? pathFrom(folder, rest[0] ?? '') : undefined;
        else if (program === 'export') environment = new Map([...environment, ...rest.flatMap(assignmentOf)]);
        else if (/^(?:g?make|(?:\/usr)?\/bin\/make)$/.test(program)) {
          const { kernelRelease, ...others } = site;
          this.#make(rest, {
            ...{ ...others, folder, mayFail, environment: new Map([...environment, ...assigned]) },
            ...(part + at === 0 && kernelRelease !== undefined && { kernelRelease }),
          });
        } else this.#otherProgram(program, rest, { ...site, mayFail });
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
        ...{ kernel: command.folder, folder: pathFrom(site.folder, own.get(by) ?? ''), by },
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
      new MakeValues({ makefile: one, folder, given: site.commandLine, origins, environment });
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
    if (rules.some(({ certain }) => !certain) || mixesColons(rules)) this.complete = false;
    const wanted = goals.length > 0 ? goals : defaultGoals(rules, values.value('.DEFAULT_GOAL'));
    const done = new Set<string>();
    const ofTargets = makefile.targetVariables
      .filter(({ conditions }) => values.hold(conditions) !== false)
      .map((variable) => ({ variable, names: wordsOf(values.expand(variable.targets)) }));
    const run = (target: string, isGoal: boolean, outer: readonly TargetVariable[]): void => {
      if (done.has(target) || done.size > mostCalls) return;
      done.add(target);
      const made = rules.filter(({ names }) => names.includes(target));
      if (made.length === 0) {
        if (isGoal) this.#unknownTarget(target, makefile, folder, rules, site);
        // No written rule makes this file: make stops at it, or an implicit rule makes it, which may run anything.
        else if (hasMark(target) || findEntry(this.#facts, pathIn(folder, target)) === 'absent')
          this.complete = false;
        return;
      }
      const own = [...outer, ...variablesOf(target, ofTargets)];
      const here = values.withTargetVariables(own);
      const isIgnored = ignoresErrors(
        target,
        rules.map(({ rule, names }) => ({
          names,
          prerequisites: wordsOf(values.expand(rule.prerequisites)),
        })),
      );
      for (const { rule } of made)
        for (const name of wordsOf(values.expand(rule.prerequisites.replace('|', ' '))))
          run(name, false, own);
      for (const { rule } of recipesOf(made))
        for (const line of rule.recipe) {
          const holds = values.hold(line.conditions);
          if (holds === false) continue;
          if (holds === undefined) this.complete = false;
          const text = here.expand(line.text, { '@': target, '(@)': target });
          this.runLine(withFolders(text, folder), {
            ...{ folder, environment: here.exported(), commandLine: site.commandLine },
            ...{
              depth: site.depth + 1,
              mayFail: site.mayFail === true || line.mayFail === true || isIgnored,
            },
            from: { makefile, line: line.line, target },
          });
        }
    };
    if (wanted.length === 0) this.#unknownTarget('', makefile, folder, rules, site);
    for (const goal of wanted) run(goal, true, []);
    if (values.isRecursive) this.complete = false;
  }

  #unknownTarget(
    name: string,
    makefile: MakefileFacts,
    folder: string,
    rules: readonly { readonly rule: MakefileRule; readonly names: readonly string[] }[],
    site: CallSite,
  ): void {
    if (name !== '' && findEntry(this.#facts, pathIn(folder, name)) !== 'absent') return;
    // A target that is only declared has nothing to run.
    if (
      rules.some(({ rule, names }) => names.includes('.PHONY') && wordsOf(rule.prerequisites).includes(name))
    )
      return;
    // make knows by itself how to make hello and hello.o from hello.c.
    const stem = `${name.replace(/^.*\/|\.\w+$/g, '')}.`;
    const beside = this.#facts.folders.get(folder)?.keys() ?? [];
    const mayBeMade =
      makefile.includes.length > 0 ||
      makefile.uses.has('eval') ||
      rules.some(({ names }) =>
        names.some((one) => one.includes('%') || one === '.DEFAULT' || hasMark(one) || /[*?[]/.test(one)),
      ) ||
      hasMark(name) ||
      (name !== '' && (name.includes('/') || [...beside].some((one) => one.startsWith(stem))));
    if (mayBeMade) this.complete = false;
    else this.#miss({ kind: 'target', name, in: folder, makefile }, site);
  }

  #miss(part: MissingPart, { mayFail }: CallSite): void {
    // Which commands the failure skips depends on the level that ignores it.
    if (mayFail) this.complete = false;
    else this.missing.push(part);
  }

  #otherProgram(program: string, words: readonly string[], site: CallSite): void {
    const copies = /^(?:cp|mv|install|ln)$/.test(program);
    const intoModules = words.some((word) => /^\/(?:usr\/)?lib\/modules\//.test(word));
    if (/^(?:depmod|modprobe|insmod)$/.test(program) || (copies && intoModules))
      this.#installs(program, site);
    if (!site.from) this.#script(program, site);
    if (!harmless.test(program)) this.mayMakeFiles = true;
    // A script may do anything, such as call make, and so may a program that runs another one.
    const runsNothing = /^(?:echo|printf|:|true|false)$/.test(program);
    if (!runsNothing && [program, ...words].some((word) => /(?:^|[\s/])make$/.test(word)))
      this.complete = false;
    if (/\.sh$|^\.\/|^(?:ba|da)?sh$/.test(program) || hasMark(program)) this.complete = false;
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

function pathIn(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
