import type { List, Script } from '../syntax/script.ts';
import { KnownEffects } from './effects.ts';
import type { HostFacts } from './host-facts.ts';
import { Interpreter } from './interpreter.ts';
import {
  type Assignment,
  type Checkpoint,
  type Decisions,
  type Limits,
  type PathEnd,
  PathEnded,
  ShellState,
  usualLimits,
  WorkBudget,
} from './shell-state.ts';
import type { UnknownValue } from './value.ts';
import { type InitialValue, type Variable, Variables } from './variables.ts';

/** What bash ends up with on one path through the file. */
export interface EvaluatedPath {
  /** How the path ended early; `undefined` when bash read all that it could read. */
  readonly end: PathEnd | undefined;
  /** Set when this path may also lose every directive. */
  readonly mayBeLost:
    | { readonly reason: string; readonly span: { readonly start: number; readonly end: number } }
    | undefined;
  /** Set when all that is known rests on the assumption that text which was not read does not end the shell. */
  readonly assumed: UnknownValue | undefined;
  /** A variable by its name; it says nothing about a path that ended early. */
  readonly variable: (name: string) => Variable;
  /** Any variable may have been assigned to, so that `names` does not tell which ones were. */
  readonly everythingUnknown: boolean;
  /** Names of all variables that were looked at or assigned to. */
  readonly names: readonly string[];
  /** In the order in which they happened. */
  readonly assignments: readonly Assignment[];
}

/** All ways through a file: one, unless a condition cannot be decided. */
export interface Evaluation {
  readonly paths: readonly EvaluatedPath[];
  /** What it has cost, in units of Work. */
  readonly work: number;
  /** How much more work would have led to the same paths; 0 where the limits influenced them. */
  readonly spare: number;
  /** Names of the variables that anything depended on; if others held something else, all the rest would stay as it is. */
  readonly looked: ReadonlySet<string>;
}

/** More paths than this are merged into unknown values. */
const mostPaths = 128;

/** All paths are followed separately if this much work suffices for all but the first. */
const workForAllPaths = 100_000;

/** Otherwise as many as this much work suffices for, if each costs what the first one did. */
const workForSomePaths = 200_000;

export interface EvaluationOptions {
  readonly limits?: Limits;
  /** If there are too many paths, only those that differ in one of these variables stay separate. Default: all. */
  readonly matters?: (name: string) => boolean;
  /** What is known about the machine. Default: nothing. */
  readonly hostFacts?: HostFacts;
}

/** Evaluates a script without running anything; never throws, and ends within its limits whatever the text is. */
export function evaluate(
  script: Script,
  initial: (name: string) => InitialValue,
  options: EvaluationOptions = {},
): Evaluation {
  const { limits = usualLimits, hostFacts = {}, matters = everything } = options;
  const most = limits.work + script.text.length;
  const fuel = new WorkBudget(most);
  const probe = new RecordedDecisions(mostPaths, everything);
  const effects = new KnownEffects();
  const looked = new Set<string>();
  const machineOf = (decisions: Decisions, own: WorkBudget) =>
    new ShellState(new Variables(initial, looked), decisions, own, limits, hostFacts, false, effects);
  const first = new Paths(script, probe, machineOf(probe, fuel));
  first.follow();
  const cost = most - fuel.left;
  if (!probe.wasAsked) return { paths: first.found, work: cost, spare: Math.max(0, fuel.left), looked };
  const more = new WorkBudget(workForAllPaths);
  if (!probe.wasRefused) {
    // The first path covered the whole file; the others continue from where they diverge from it.
    if (first.followAll(more, 'unless too many'))
      return {
        paths: first.found,
        work: cost + workForAllPaths - more.left,
        spare: Math.max(0, Math.min(fuel.left, more.left)),
        looked,
      };
  }
  const pathsOf = (count: number, own: WorkBudget) => {
    const decisions = new RecordedDecisions(count, matters);
    const paths = new Paths(script, decisions, machineOf(decisions, own));
    paths.follow();
    return paths;
  };
  const enough = new WorkBudget(cost + workForAllPaths);
  const many = pathsOf(mostPaths, enough);
  const spent = () => most - fuel.left + workForAllPaths - more.left + cost + workForAllPaths - enough.left;
  if (many.followAll(enough, 'unless too long')) {
    // If following all of them separately was too much work, then with less work the paths could have been others.
    const spare = more.left < 0 ? 0 : Math.max(0, Math.min(fuel.left, enough.left));
    return { paths: many.found, work: spent(), spare, looked };
  }
  const some = pathsOf(Math.min(mostPaths, Math.max(1, Math.floor(workForSomePaths / cost))), fuel);
  some.followAll(fuel, 'always');
  return { paths: some.found, work: spent(), spare: 0, looked };
}

function everything(): boolean {
  return true;
}

/** The state of the shell before a line of the script, after this many decisions. */
interface Fork {
  readonly line: number;
  readonly decided: number;
  readonly state: Checkpoint;
}

/** The paths through a script, one after the other; each continues from the last line before which it diverges from the previous one. */
class Paths {
  readonly found: EvaluatedPath[] = [];
  readonly #script: Script;
  readonly #decisions: RecordedDecisions;
  readonly #forks: Fork[] = [];
  #shell: ShellState;

  constructor(script: Script, decisions: RecordedDecisions, shell: ShellState) {
    this.#script = script;
    this.#decisions = decisions;
    this.#shell = shell;
    this.#forks.push({ line: 0, decided: 0, state: shell.checkpoint() });
  }

  /** All remaining paths; false if that would be too much work, or some had to be merged. */
  followAll(fuel: WorkBudget, how: 'always' | 'unless too long' | 'unless too many'): boolean {
    while (this.#decisions.advance()) {
      while ((this.#forks.at(-1)?.decided ?? 0) > this.#decisions.last) this.#forks.pop();
      const fork = this.#forks.at(-1);
      if (!fork) return false;
      this.#decisions.rewind(fork.decided);
      this.#shell = this.#shell.resume(fork.state, fuel);
      this.follow(fork.line);
      if (how === 'always') continue;
      if (fuel.left < 0 || (how === 'unless too many' && this.#decisions.wasRefused)) return false;
    }
    return true;
  }

  /** One path, from a line on. */
  follow(from = 0): void {
    const shell = this.#shell;
    let end: PathEnd | undefined;
    try {
      const nul = this.#script.text.indexOf('\0');
      if (nul >= 0)
        shell.giveUp('the file is not a text file (it contains NUL bytes)', { start: nul, end: nul + 1 });
      this.#runLines(shell, from);
    } catch (error) {
      if (!(error instanceof PathEnded)) throw error;
      end = error.end;
    }
    const { variables } = shell;
    this.found.push({
      end,
      mayBeLost: shell.mayBeLost,
      assumed: shell.assumed,
      variable: (name) => variables.withoutLooking(name),
      everythingUnknown: variables.everythingUnknown !== undefined,
      names: [...variables.names],
      assignments: shell.assignments,
    });
  }

  #runLines(shell: ShellState, from: number): void {
    const { lines } = this.#script;
    const interpreter = new Interpreter(shell, this.#script);
    for (let at = from; at < lines.length; at++) {
      const line = lines[at] as List;
      const forks = this.#forks;
      // Most lines of most files are like this, and need no checkpoint.
      if (!mayDecide(line) || forks.at(-1)?.line === at) {
        if (interpreter.runList(line)) return;
        continue;
      }
      const { decided, parted } = this.#decisions;
      forks.push({ line: at, decided, state: shell.checkpoint() });
      const flow = interpreter.runList(line);
      if (this.#decisions.parted === parted) {
        const fork = forks.pop();
        if (fork) shell.rejoin(fork.state);
      }
      if (flow) return;
    }
    interpreter.runStop();
  }
}

/** Whether a line is more than assignments, which decide about paths only in unusual ways, such as `${NAME:?}`. */
function mayDecide(line: List): boolean {
  for (const { first, rest, background } of line) {
    const [command] = first.commands;
    if (background || rest.length > 0 || first.commands.length > 1) return true;
    if (command?.kind !== 'simple' || command.words.length > 0) return true;
  }
  return false;
}

/** Goes through all combinations of decisions, the last one changing fastest. */
class RecordedDecisions implements Decisions {
  readonly matters: (name: string) => boolean;
  /** More alternatives than this are not followed separately. */
  readonly most: number;
  /** `choice` is `undefined` if the alternatives are merged. */
  readonly #taken: { choice: number | undefined; readonly count: number }[] = [];
  #next = 0;
  #possible = 1;
  #refused = false;
  #parted = 0;

  constructor(most: number, matters: (name: string) => boolean) {
    this.most = most;
    this.matters = matters;
  }

  get wasAsked(): boolean {
    return this.#taken.length > 0;
  }

  /** A decision had to be merged, since there were too many. */
  get wasRefused(): boolean {
    return this.#refused;
  }

  /** How many decisions the path has met so far. */
  get decided(): number {
    return this.#next;
  }

  /** How often paths have diverged so far, counted over all paths. */
  get parted(): number {
    return this.#parted;
  }

  /** The decision that is now taken differently. */
  get last(): number {
    return this.#taken.length - 1;
  }

  choose(count: number): number | undefined {
    const taken = this.#taken[this.#next];
    if (taken) {
      this.#next++;
      if (taken.choice !== undefined) this.#parted++;
      return taken.choice;
    }
    const isRefused = this.#possible * count > this.most;
    if (isRefused) this.#refused = true;
    else {
      this.#possible *= count;
      this.#parted++;
    }
    this.#taken.push(isRefused ? { choice: undefined, count: 1 } : { choice: 0, count });
    this.#next++;
    return isRefused ? undefined : 0;
  }

  /** The path begins again after this many decisions. */
  rewind(decided: number): void {
    this.#next = decided;
  }

  /** Moves on to the next combination; false when all have been seen. */
  advance(): boolean {
    for (let last = this.#taken.at(-1); last; last = this.#taken.at(-1)) {
      if (last.choice !== undefined && ++last.choice < last.count) return true;
      this.#taken.pop();
      this.#possible /= last.count;
    }
    return false;
  }
}
