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

/** The final state of bash on one path through the file. */
export interface EvaluatedPath {
  /** How the path ended early; `undefined` when bash read all that it could read. */
  readonly end: PathEnd | undefined;
  /** Set when this path may also lose every directive. */
  readonly mayBeLost:
    | { readonly reason: string; readonly span: { readonly start: number; readonly end: number } }
    | undefined;
  /** Set if everything known relies on the assumption that text which could not be read does not end the shell. */
  readonly assumed: UnknownValue | undefined;
  /** Looks up a variable; meaningless for a path that ended early. */
  readonly variable: (name: string) => Variable;
  /** Set if any variable may have been assigned to, so that `names` is not complete. */
  readonly everythingUnknown: boolean;
  /** Names of all variables that were looked at or assigned to. */
  readonly names: readonly string[];
  /** In the order in which they happened. */
  readonly assignments: readonly Assignment[];
}

/** All paths through a file: one, unless there are conditions that can't be decided. */
export interface Evaluation {
  readonly paths: readonly EvaluatedPath[];
  /** The cost, in units of Work. */
  readonly work: number;
  /** How much more work would have led to the same paths; 0 where the limits influenced them. */
  readonly spare: number;
  /** Names of the variables on which the result depends; different initial values of any others would not change it. */
  readonly variablesRead: ReadonlySet<string>;
}

/** If there are more paths than this, they are merged into unknown values. */
const mostPaths = 128;

/** All paths are followed separately if all but the first take no more work than this. */
const workForAllPaths = 100_000;

/** Otherwise, as many as take this much work, assuming that each costs as much as the first. */
const workForSomePaths = 200_000;

export interface EvaluationOptions {
  readonly limits?: Limits;
  /** If there are too many paths, only differences in these variables are followed separately. Default: all. */
  readonly matters?: (name: string) => boolean;
  /** What is known about the machine. Default: nothing. */
  readonly hostFacts?: HostFacts;
}

/** Evaluates a script without running anything. Never throws, and stays within its limits whatever the text. */
export function evaluate(
  script: Script,
  initial: (name: string) => InitialValue,
  options: EvaluationOptions = {},
): Evaluation {
  const { limits = usualLimits, hostFacts = {}, matters = everything } = options;
  const most = limits.work + script.text.length;
  const budget = new WorkBudget(most);
  const probe = new RecordedDecisions(mostPaths, everything);
  const effects = new KnownEffects();
  const variablesRead = new Set<string>();
  const shellWith = (decisions: Decisions, own: WorkBudget) =>
    new ShellState(new Variables(initial, variablesRead), decisions, own, limits, hostFacts, false, effects);
  const first = new Paths(script, probe, shellWith(probe, budget));
  first.follow();
  const cost = most - budget.left;
  if (!probe.wasAsked)
    return { paths: first.found, work: cost, spare: Math.max(0, budget.left), variablesRead };
  const more = new WorkBudget(workForAllPaths);
  if (!probe.wasRefused) {
    // The first path covered the whole file; each other path continues from where it diverges.
    if (first.followAll(more, 'unless too many'))
      return {
        paths: first.found,
        work: cost + workForAllPaths - more.left,
        spare: Math.max(0, Math.min(budget.left, more.left)),
        variablesRead,
      };
  }
  const pathsOf = (count: number, own: WorkBudget) => {
    const decisions = new RecordedDecisions(count, matters);
    const paths = new Paths(script, decisions, shellWith(decisions, own));
    paths.follow();
    return paths;
  };
  const enough = new WorkBudget(cost + workForAllPaths);
  const many = pathsOf(mostPaths, enough);
  const spent = () => most - budget.left + workForAllPaths - more.left + cost + workForAllPaths - enough.left;
  if (many.followAll(enough, 'unless too long')) {
    // If there was too much work to follow all paths separately, a smaller budget might have led to different paths.
    const spare = more.left < 0 ? 0 : Math.max(0, Math.min(budget.left, enough.left));
    return { paths: many.found, work: spent(), spare, variablesRead };
  }
  const some = pathsOf(Math.min(mostPaths, Math.max(1, Math.floor(workForSomePaths / cost))), budget);
  some.followAll(budget, 'always');
  return { paths: some.found, work: spent(), spare: 0, variablesRead };
}

function everything(): boolean {
  return true;
}

/** The state of the shell before a line of the script, when `decided` decisions have been taken. */
interface ForkPoint {
  readonly line: number;
  readonly decided: number;
  readonly state: Checkpoint;
}

/** The paths through a script, one after the other; each continues from the last line before which it diverges from the previous one. */
class Paths {
  readonly found: EvaluatedPath[] = [];
  readonly #script: Script;
  readonly #decisions: RecordedDecisions;
  readonly #forks: ForkPoint[] = [];
  #shell: ShellState;

  constructor(script: Script, decisions: RecordedDecisions, shell: ShellState) {
    this.#script = script;
    this.#decisions = decisions;
    this.#shell = shell;
    this.#forks.push({ line: 0, decided: 0, state: shell.checkpoint() });
  }

  /** Follows all remaining paths; false if that would be too much work, or if some had to be merged. */
  followAll(budget: WorkBudget, how: 'always' | 'unless too long' | 'unless too many'): boolean {
    while (this.#decisions.advance()) {
      while ((this.#forks.at(-1)?.decided ?? 0) > this.#decisions.last) this.#forks.pop();
      const fork = this.#forks.at(-1);
      if (!fork) return false;
      this.#decisions.rewind(fork.decided);
      this.#shell = this.#shell.resume(fork.state, budget);
      this.follow(fork.line);
      if (how === 'always') continue;
      if (budget.left < 0 || (how === 'unless too many' && this.#decisions.wasRefused)) return false;
    }
    return true;
  }

  /** Follows one path, starting at a line. */
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
      // Most lines of most files need no checkpoint.
      if (!mayDecide(line) || forks.at(-1)?.line === at) {
        if (interpreter.runList(line)) return;
        continue;
      }
      const { decided, parted: forkCount } = this.#decisions;
      forks.push({ line: at, decided, state: shell.checkpoint() });
      const flow = interpreter.runList(line);
      if (this.#decisions.parted === forkCount) {
        const fork = forks.pop();
        if (fork) shell.rejoin(fork.state);
      }
      if (flow) return;
    }
    interpreter.runStop();
  }
}

/** Whether a line is more than assignments. Assignments cause decisions only in unusual ways, such as `${NAME:?}`. */
function mayDecide(line: List): boolean {
  for (const { first, rest, background } of line) {
    const [command] = first.commands;
    if (background || rest.length > 0 || first.commands.length > 1) return true;
    if (command?.kind !== 'simple' || command.words.length > 0) return true;
  }
  return false;
}

/** Enumerates all combinations of decisions, varying the last one fastest. */
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

  /** Whether the alternatives of a decision had to be merged because there were too many paths. */
  get wasRefused(): boolean {
    return this.#refused;
  }

  /** How many decisions the current path has taken so far. */
  get decided(): number {
    return this.#next;
  }

  /** How often paths have diverged so far, counted over all paths. */
  get parted(): number {
    return this.#parted;
  }

  /** The index of the decision that the current path takes differently from the one before. */
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

  /** Continues from the point at which this many decisions had been taken. */
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
