import type { Script } from '../syntax/script.ts';
import { Interpreter } from './interpreter.ts';
import {
  type Assignment,
  type Decisions,
  Fuel,
  type Limits,
  Machine,
  type PathEnd,
  PathEnded,
  usualLimits,
} from './machine.ts';
import type { Outside } from './outside.ts';
import { type InitialValue, type Variable, Variables } from './variables.ts';

/** What bash ends up with on one way through the file. */
export interface EvaluatedPath {
  /** How it ended before its time; `undefined`: bash read all that it could read. */
  readonly end: PathEnd | undefined;
  /** Set when this path may as well lose everything. */
  readonly mayBeLost:
    | { readonly reason: string; readonly span: { readonly start: number; readonly end: number } }
    | undefined;
  /** A variable by its name; of a path that ended it says nothing. */
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
}

/** More paths than this are merged into unknown values. */
const mostPaths = 128;

/** Paths are followed apart only as long as all of them together stay quick. */
const stepsForSeparatePaths = 200_000;

export interface EvaluationOptions {
  readonly limits?: Limits;
  /** Where there are too many paths, only those that differ in one of these variables stay apart. Default: all. */
  readonly matters?: (name: string) => boolean;
  /** The machine beside the file. Default: nothing is known of it. */
  readonly outside?: Outside;
}

/** Evaluates a script without running anything; never throws, and ends within its limits whatever the text is. */
export function evaluate(
  script: Script,
  initial: (name: string) => InitialValue,
  options: EvaluationOptions = {},
): Evaluation {
  const limits = options.limits ?? usualLimits;
  const fuel = new Fuel(limits.steps);
  const probe = new RecordedDecisions(mostPaths, () => true);
  const { outside = {} } = options;
  const first = run(script, initial, probe, fuel, limits, outside);
  if (!probe.wasAsked) return { paths: [first] };
  const cost = limits.steps - fuel.left;
  const affordable = Math.min(mostPaths, Math.max(1, Math.floor(stepsForSeparatePaths / cost)));
  const { matters } = options;
  const follow = (decisions: RecordedDecisions, paths: EvaluatedPath[], mayBeMerged: boolean) => {
    while ((paths.length === 0 || decisions.advance()) && (mayBeMerged || !decisions.wasRefused)) {
      decisions.rewind();
      paths.push(run(script, initial, decisions, fuel, limits, outside));
    }
    return { paths, complete: !decisions.wasRefused };
  };
  const everything = () => true;
  const isFirst = !probe.wasRefused && probe.possible <= affordable;
  if (isFirst) probe.most = affordable;
  if (!matters)
    return follow(
      isFirst ? probe : new RecordedDecisions(affordable, everything),
      isFirst ? [first] : [],
      true,
    );
  const all = isFirst ? follow(probe, [first], false) : undefined;
  return all?.complete ? all : follow(new RecordedDecisions(affordable, matters), [], true);
}

function run(
  script: Script,
  initial: (name: string) => InitialValue,
  decisions: Decisions,
  fuel: Fuel,
  limits: Limits,
  outside: Outside,
): EvaluatedPath {
  const variables = new Variables(initial);
  const machine = new Machine(variables, decisions, fuel, limits, outside);
  let end: PathEnd | undefined;
  try {
    if (script.text.includes('\0')) {
      machine.giveUp('the file is not a text: it holds NUL bytes', {
        start: script.text.indexOf('\0'),
        end: script.text.indexOf('\0') + 1,
      });
    }
    new Interpreter(machine, script).runScript();
  } catch (error) {
    if (!(error instanceof PathEnded)) throw error;
    end = error.end;
  }
  return {
    end,
    mayBeLost: machine.mayBeLost,
    variable: (name) => variables.get(name),
    everythingUnknown: variables.everythingUnknown !== undefined,
    names: [...variables.names],
    assignments: machine.assignments,
  };
}

/** Goes through all combinations of decisions, the last one changing fastest. */
class RecordedDecisions implements Decisions {
  readonly matters: (name: string) => boolean;
  /** More ways than this are not followed apart. */
  most: number;
  readonly #taken: { choice: number; readonly count: number }[] = [];
  #next = 0;
  #possible = 1;
  #refused = false;

  constructor(most: number, matters: (name: string) => boolean) {
    this.most = most;
    this.matters = matters;
  }

  get wasAsked(): boolean {
    return this.#taken.length > 0 || this.#refused;
  }

  /** How many ways there are, as far as is known. */
  get possible(): number {
    return this.#possible;
  }

  /** A decision had to be merged, since there were too many. */
  get wasRefused(): boolean {
    return this.#refused;
  }

  choose(count: number): number | undefined {
    const taken = this.#taken[this.#next];
    if (taken) {
      this.#next++;
      return taken.choice;
    }
    if (this.#possible * count > this.most) {
      this.#refused = true;
      return undefined;
    }
    this.#possible *= count;
    this.#taken.push({ choice: 0, count });
    this.#next++;
    return 0;
  }

  rewind(): void {
    this.#next = 0;
  }

  /** Moves on to the next combination; false when all have been seen. */
  advance(): boolean {
    for (let last = this.#taken.at(-1); last; last = this.#taken.at(-1)) {
      if (++last.choice < last.count) return true;
      this.#taken.pop();
      this.#possible /= last.count;
    }
    return false;
  }
}
