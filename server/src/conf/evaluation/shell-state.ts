import type { Command } from '../syntax/script.ts';
import type { Span } from '../text.ts';
import { type Effects, KnownEffects } from './effects.ts';
import type { FileFact, HostFacts } from './host-facts.ts';
import { type KnownValue, known, type UnknownValue, unknown } from './value.ts';
import {
  elementOf,
  hasDoubtfulElements,
  indexOfKey,
  largestIndex,
  type PathValue,
  setElement,
  type Variable,
  type VariableElement,
  type Variables,
} from './variables.ts';
import type { Work } from './work.ts';

/** One assignment that was carried out. Assigning a list counts as one assignment for each element. */
export interface Assignment {
  readonly name: string;
  /** `undefined`: the subscript is not known. */
  readonly index: number | undefined;
  /** What the element holds afterwards. */
  readonly value: PathValue;
  readonly append: boolean;
  /** Name, operator and value. */
  readonly span: Span;
  /** The name without its subscript. */
  readonly nameSpan: Span;
  readonly valueSpan: Span;
}

/** Thrown to end a path from any depth. */
export class PathEnded extends Error {
  readonly end: PathEnd;

  constructor(end: PathEnd) {
    super(end.kind === 'lost' ? end.reason : end.why.reason);
    this.end = end;
  }
}

export type PathEnd =
  /** The shell that reads the file ends before it could tell dkms anything: every directive is lost. */
  | { readonly kind: 'lost'; readonly reason: string; readonly span: Span; readonly status?: Status }
  /** Evaluation gave up; nothing is known of the path. */
  | { readonly kind: 'unknown'; readonly why: UnknownValue };

/** Limits that keep evaluation of any text within time and memory. */
export interface Limits {
  /** The work that all paths together may take, in addition to one unit for each character of the file. */
  readonly work: number;
  readonly textLength: number;
  readonly callDepth: number;
}

export const usualLimits: Limits = { work: 400_000, textLength: 1_000_000, callDepth: 60 };

/** Work that all paths of one evaluation share. */
export class WorkBudget {
  #left: number;

  constructor(work: number) {
    this.#left = work;
  }

  get left(): number {
    return this.#left;
  }

  spend(work: number): boolean {
    // Work beyond the limit is refused, so no more than 1 can be overspent.
    this.#left = Math.max(-1, this.#left - work);
    return this.#left >= 0;
  }
}

/** Decides, for one path, the conditions that can't be evaluated. */
export interface Decisions {
  /** One of `count` alternatives; `undefined` when no more paths are wanted and the alternatives must be merged. */
  choose(count: number): number | undefined;
  /** Whether a difference in these variables is worth a path of its own. */
  readonly matters: (name: string) => boolean;
}

/** The exit status of a command: `nonzero` if nothing more is known of it, `undefined` if nothing is known. */
export type Status = number | 'nonzero' | undefined;

/** The rest of standard input, shared by all commands that read it; `undefined` if not known. */
export interface Input {
  rest: string | undefined;
  /** Why it is not known. */
  readonly why?: UnknownValue;
}

/** What has been printed so far to a stream that something reads. */
export type Output = PathValue[];

/** The state of a shell between two commands of its file. */
export interface Checkpoint {
  readonly variables: Variables;
  readonly functions: Map<string, Command>;
  /** The assignments of the path; only the first `assigned` ones belong to the checkpoint. */
  readonly assignments: readonly Assignment[];
  readonly assigned: number;
  readonly input: Input;
  readonly rest: Pick<
    ShellState,
    | 'status'
    | 'positional'
    | 'nounset'
    | 'mayBeLost'
    | 'assumed'
    | 'pipefail'
    | 'substituted'
    | 'filesMayHaveChanged'
  >;
}

/** The cost of one command, or of one iteration of a loop, in addition to its words. */
const unitsOfCommand = 4;

const unitsOfAssignment = 2;

/** Handling text once costs one unit for this many characters, as a power of 2. */
export const costShift = 4;

/** The state of the shell on one path. */
export class ShellState {
  variables: Variables;
  readonly decisions: Decisions;
  readonly limits: Limits;
  assignments: Assignment[] = [];
  #functions = new Map<string, Command>();
  /** Set while the functions are those of the parent shell, which are copied before they are changed. */
  #sharesFunctions = false;
  readonly #budget: WorkBudget;
  status: Status = 0;
  /** `$1` …; `undefined` if not known: outside functions they are those of the dkms function that sources the file. */
  positional: readonly PathValue[] | undefined;
  nounset = false;
  callDepth = 0;
  loopDepth = 0;
  /** Set when the path may lose every directive. */
  mayBeLost: { readonly reason: string; readonly span: Span } | undefined;
  /**
   * Set after text ran that could not be read, such as a sourced file. It could have ended the shell; everything after it is known on the
   * assumption that it did not.
   */
  assumed: UnknownValue | undefined;
  readonly hostFacts: HostFacts;
  /** The standard streams; `undefined`: nothing reads what is printed. dkms discards what a dkms.conf prints. */
  input: Input = { rest: undefined };
  output: Output | undefined;
  errors: Output | undefined;
  /** `set -o pipefail` */
  pipefail = false;
  /** The status of the command's last command substitution; `undefined` if it had none. */
  substituted: { readonly status: Status } | undefined;
  /** Set after a program ran that may have changed files, so that facts about files may no longer hold. */
  filesMayHaveChanged = false;
  /** Set for a subshell: when it ends, the shell that reads the file goes on. */
  readonly isFork: boolean;
  /** Shared by all paths of one evaluation. */
  readonly effects: KnownEffects;

  constructor(
    variables: Variables,
    decisions: Decisions,
    budget: WorkBudget,
    limits: Limits,
    hostFacts: HostFacts = {},
    isFork = false,
    effects = new KnownEffects(),
  ) {
    this.variables = variables;
    this.decisions = decisions;
    this.#budget = budget;
    this.limits = limits;
    this.hostFacts = hostFacts;
    this.isFork = isFork;
    this.effects = effects;
  }

  /**
   * A subshell (`( )`, a command substitution, a command of a pipeline): it begins as a copy of this shell and changes nothing here. It
   * follows a single path, so whatever in it depends on something unknown is unknown.
   */
  fork(): ShellState {
    const decisions: Decisions = { choose: () => undefined, matters: () => true };
    const variables = this.variables.fork();
    const { limits, hostFacts, effects } = this;
    const fork = new ShellState(variables, decisions, this.#budget, limits, hostFacts, true, effects);
    fork.#functions = this.#functions;
    fork.#sharesFunctions = true;
    this.#sharesFunctions = true;
    fork.status = this.status;
    fork.positional = this.positional;
    fork.nounset = this.nounset;
    fork.callDepth = this.callDepth;
    fork.loopDepth = this.loopDepth;
    fork.place = this.place;
    fork.input = this.input;
    fork.output = this.output;
    fork.errors = this.errors;
    fork.pipefail = this.pipefail;
    fork.filesMayHaveChanged = this.filesMayHaveChanged;
    return fork;
  }

  /**
   * Saves the state between two commands of the file, so that `resume` can continue from it any number of times. Until `rejoin` merges them
   * back into those of the checkpoint, this shell has separate variables.
   */
  checkpoint(): Checkpoint {
    const { variables } = this;
    this.variables = variables.fork();
    this.#sharesFunctions = true;
    const { status, positional, nounset, mayBeLost, assumed } = this;
    const { pipefail, substituted, filesMayHaveChanged } = this;
    return {
      ...{ variables, functions: this.#functions, assignments: this.assignments },
      assigned: this.assignments.length,
      input: { ...this.input },
      rest: {
        ...{ status, positional, nounset, mayBeLost, assumed },
        ...{ pipefail, substituted, filesMayHaveChanged },
      },
    };
  }

  /** Gives up a checkpoint: nothing will resume from it. */
  rejoin(checkpoint: Checkpoint): void {
    checkpoint.variables.rejoin(this.variables);
    this.variables = checkpoint.variables;
  }

  /** A state that continues from a checkpoint, with other decisions. */
  resume(checkpoint: Checkpoint, budget: WorkBudget): ShellState {
    const { variables, functions, assignments, assigned, input, rest } = checkpoint;
    const { decisions, limits, hostFacts, effects } = this;
    const shell = new ShellState(variables.fork(), decisions, budget, limits, hostFacts, false, effects);
    shell.#functions = functions;
    shell.#sharesFunctions = true;
    shell.assignments = assignments.slice(0, assigned);
    shell.input = { ...input };
    return Object.assign(shell, rest);
  }

  /** The functions that the file has defined so far. */
  get functions(): ReadonlyMap<string, Command> {
    return this.#functions;
  }

  /** Defines a function, or removes it. */
  setFunction(name: string, body: Command | undefined, span: Span): void {
    if (this.#sharesFunctions) {
      this.spend(span, this.#functions.size);
      this.#functions = new Map(this.#functions);
      this.#sharesFunctions = false;
    }
    if (body) this.#functions.set(name, body);
    else this.#functions.delete(name);
  }

  print(value: PathValue, span: Span): void {
    this.spend(span, 1 + (lengthOf(value) >> costShift));
    this.output?.push(value);
  }

  /** Records output that is not known and may be empty. */
  printUnknown(reason: string, span: Span): void {
    this.output?.push(this.unknown(reason, span));
  }

  /** Records that commands were skipped or are not modelled: neither what they print nor what they read is known. */
  skipped(reason: string, span: Span): void {
    this.status = undefined;
    this.printUnknown(reason, span);
    this.complain(span);
    this.input.rest = undefined;
  }

  /** Records a message on standard error. */
  complain(span: Span): void {
    this.errors?.push(this.unknown('messages on standard error are not evaluated', span));
  }

  /** What lies at a path; `undefined` when that is not known. */
  fileAt(path: string): FileFact | undefined {
    if (!path.startsWith('/') || this.filesMayHaveChanged) return undefined;
    return this.hostFacts.file?.(path);
  }

  /**
   * Set while text runs that is not part of the file (the argument of `eval`, a sourced file): the span to which everything in it is
   * attributed.
   */
  place: Span | undefined;

  unknown(reason: string, span: Span): UnknownValue {
    return unknown(reason, this.place ?? span);
  }

  /** Spends work; ends the path when there is none left. */
  spend(span: Span, work = unitsOfCommand): void {
    if (!this.#budget.spend(work)) this.giveUp('evaluating the rest of the file would take too long', span);
  }

  /** The same as `spend`, for code that knows no spans: all its work is attributed to this one. */
  workAt(span: Span): Work {
    return { spend: (units) => this.spend(span, units) };
  }

  /** Ends the path because bash ends the shell here. */
  endShell(reason: string, span: Span, status?: Status): never {
    const { start, end } = this.place ?? span;
    throw new PathEnded({
      kind: 'lost',
      reason,
      span: { start, end },
      ...(status !== undefined && { status }),
    });
  }

  giveUp(reason: string, span: Span): never {
    throw new PathEnded({ kind: 'unknown', why: this.unknown(reason, span) });
  }

  /** Records that text ran which could not be read: any variable may have changed, and the shell is assumed to continue. */
  runUnread(reason: string, span: Span): void {
    const place = this.place ?? span;
    this.variables.makeEverythingUnknown(reason, place);
    this.assumed ??= unknown(reason, { start: place.start, end: place.end });
    this.filesMayHaveChanged = true;
    this.skipped(reason, span);
  }

  /** Which of several alternatives with different effects to take; `undefined` when they are to be merged. */
  choose(count: number, effects: Effects): number | undefined {
    const { names, anything, exits, leaves } = effects;
    if (!anything && !exits && !leaves && !this.#doesMatter(names)) return undefined;
    return this.decisions.choose(count);
  }

  #doesMatter(names: ReadonlySet<string>): boolean {
    for (const name of names) if (this.decisions.matters(name)) return true;
    return false;
  }

  /** Records that bash may end the shell here, depending on something unknown. */
  mayEndShell(reason: string, span: Span): void {
    const choice = this.decisions.choose(2);
    if (choice === 1) this.endShell(reason, span);
    if (choice === undefined) this.mayBeLost ??= { reason, span: this.place ?? span };
  }

  /** The value, or an unknown one if the text has become too long. */
  bounded(value: PathValue, span: Span): PathValue {
    this.spend(span, 1 + (lengthOf(value) >> costShift));
    if (value.kind === 'unknown') return value;
    return value.text.length <= this.limits.textLength
      ? value
      : this.unknown('the text becomes too long', span);
  }

  /** `name[index]=value`, or `+=`. The index is counted from the end when it is negative. */
  assign(
    name: string,
    index: number | undefined,
    value: PathValue,
    where: Omit<Assignment, 'name' | 'index' | 'value'>,
  ): void {
    this.spend(where.span, unitsOfAssignment);
    const variable = this.assignable(name, where.span);
    const at =
      index !== undefined
        ? this.#absolute(variable, index, where.span)
        : variable.keys
          ? indexOfKey(variable, '0')
          : 0;
    if (variable.keys) this.spend(where.span, variable.keys.size);
    const old = where.append ? elementOf(this.variables.get(name), at) : undefined;
    const stored = this.bounded(
      where.append && old ? join(old.presence === 'maybe' ? maybeUnset(old.value) : old.value, value) : value,
      where.valueSpan,
    );
    const kept = variable.transforms
      ? this.unknown(`the declaration of \`${name}\` changes what is assigned to it`, where.span)
      : variable.change
        ? this.#changed(variable.change, value, old, stored, where.span)
        : stored;
    if (index !== undefined) variable.isArray = true;
    setElement(variable, at, { value: kept, presence: 'always', assignment: this.assignments.length });
    // Object spread would take several times as long, and this runs for each assignment of a file.
    const { append, span, nameSpan, valueSpan } = where;
    this.#record({ append, span, nameSpan, valueSpan, name, index: at, value: kept });
  }

  /** The value that a variable declared with -i, -l or -u stores. */
  #changed(
    change: NonNullable<Variable['change']>,
    value: PathValue,
    old: VariableElement | undefined,
    stored: PathValue,
    span: Span,
  ): PathValue {
    if (change !== 'integer') {
      if (!isKnown(stored) || !/^[\0-\x7f]*$/.test(stored.text))
        return this.unknown('the case of this text is not known', span);
      return known(change === 'lower' ? stored.text.toLowerCase() : stored.text.toUpperCase());
    }
    // Only plain numbers and sums of them are evaluated.
    const number = /^-?(?:0|[1-9]\d{0,15})$/;
    const before = old ? old.value : known('0');
    if (!isKnown(value) || !isKnown(before) || old?.presence === 'maybe')
      return this.unknown('the number is not known', span);
    const [left, right] = [before.text || '0', value.text || '0'];
    if (!number.test(left) || !number.test(right))
      return this.giveUp('the arithmetic in this assignment is not evaluated', span);
    return known(String(BigInt(left) + BigInt(right)));
  }

  /** An assignment to an element whose subscript is not known: any element may have changed. */
  assignSomewhere(
    name: string,
    why: UnknownValue,
    where: Omit<Assignment, 'name' | 'index' | 'value'>,
  ): void {
    this.assignable(name, where.span);
    this.variables.makeOpen(name, why);
    this.#record({ ...where, name, index: undefined, value: why });
  }

  #record(assignment: Assignment): void {
    this.assignments.push(this.place ? movedTo(this.place, assignment) : assignment);
  }

  /** Looks up a variable for an assignment; ends the path if it is read-only. */
  assignable(name: string, span: Span): Variable {
    const variable = this.variables.withoutLooking(name);
    if (variable.readonly)
      this.endShell(`\`${name}\` is read-only, and assigning to it ends the shell`, span);
    return variable;
  }

  #absolute(variable: Variable, index: number, span: Span): number {
    if (index >= 0) return index;
    if (variable.open || hasDoubtfulElements(variable)) {
      this.giveUp('a negative subscript counts from the end of the array, which is not known', span);
    }
    const absolute = largestIndex(variable) + 1 + index;
    if (absolute < 0) this.endShell('the subscript is out of range, which ends the shell', span);
    return absolute;
  }
}

function lengthOf(value: PathValue): number {
  return value.kind === 'known'
    ? value.text.length
    : (value.prefix?.length ?? 0) + (value.suffix?.length ?? 0);
}

function movedTo(place: Span, assignment: Assignment): Assignment {
  return { ...assignment, span: place, nameSpan: place, valueSpan: place };
}

function maybeUnset(value: PathValue): UnknownValue {
  return value.kind === 'unknown' ? value : unknown('whether it was set before is not known');
}

/** How many characters of the known prefix and suffix of an unknown text are kept; more would decide nothing. */
const longestEnd = 1_000;

const shellSyntax = /["`\\$]/;

/** Joins texts. The result is unknown as soon as one of them is, but keeps the known prefix and suffix. */
export function join(...values: readonly PathValue[]): PathValue {
  return joinAll(values);
}

/** The same for a list, which may have more items than a call can take as arguments. */
export function joinAll(values: Iterable<PathValue>): PathValue {
  let text = '';
  let gap: UnknownValue | undefined;
  for (const value of values) {
    if (value.kind === 'known') {
      text += value.text;
      continue;
    }
    const before = text + (value.prefix ?? '');
    text = value.suffix ?? '';
    const hidden = gap ? before : before.slice(longestEnd);
    const hidesSyntax = gap?.hidesSyntax || value.hidesSyntax || shellSyntax.test(hidden);
    gap = {
      ...(gap ?? { ...value, prefix: before.slice(0, longestEnd) }),
      ...(hidesSyntax && { hidesSyntax }),
    };
  }
  if (!gap) return known(text);
  const kept = text.slice(-longestEnd);
  const hidesSyntax = gap.hidesSyntax || shellSyntax.test(text.slice(0, text.length - kept.length));
  return { ...gap, suffix: kept, ...(hidesSyntax && { hidesSyntax }) };
}

/** Marks an unknown value that may contain one of these values as hiding shell syntax, if one does. */
export function mayHold(why: UnknownValue, values: readonly (PathValue | undefined)[]): UnknownValue {
  const syntax = values.some(
    (value) => value && (isKnown(value) ? shellSyntax.test(value.text) : mayHoldSyntax(value)),
  );
  return syntax ? { ...why, hidesSyntax: true } : why;
}

function mayHoldSyntax({ prefix = '', suffix = '', hidesSyntax }: UnknownValue): boolean {
  return hidesSyntax === true || shellSyntax.test(prefix + suffix);
}

export function isKnown(value: PathValue): value is KnownValue {
  return value.kind === 'known';
}
