import type {
  AndOr,
  Command,
  CommandPart,
  List,
  Pipeline,
  Redirect,
  Script,
  Word,
} from '../syntax/script.ts';
import { parseDocument, parseScript } from '../syntax/script-parser.ts';
import type { Span } from '../text.ts';
import { ArithmeticError } from './arithmetic.ts';
import { evaluateTest, statusOf } from './conditions.ts';
import { type Effects, hasEffects, mergeEffects } from './effects.ts';
import { excerpt } from './excerpt.ts';
import type { Execution, Flow } from './execution.ts';
import { Expander } from './expansion.ts';
import { runFork } from './fork.ts';
import { compileGlob } from './glob.ts';
import { applyRedirect } from './redirection.ts';
import { type Input, isKnown, joinAll, type ShellState, type Status } from './shell-state.ts';
import { runSimple } from './simple-commands.ts';
import { withoutTrailing } from './text-changes.ts';
import { known } from './value.ts';
import type { PathValue } from './variables.ts';

/** Runs the commands of one text on one path, as far as they concern variables. No program is ever started. */
export class Interpreter implements Execution {
  readonly shell: ShellState;
  readonly expander: Expander;
  readonly #script: Script;

  /** The text that the spans of the commands refer to. */
  get text(): string {
    return this.#script.text;
  }

  constructor(shell: ShellState, script: Script) {
    this.shell = shell;
    this.#script = script;
    this.expander = new Expander(shell, script.text, (part) => this.#substitute(part));
  }

  /** Runs everything that bash reads of the text. Throws PathEnded. */
  runScript(): Flow {
    for (const line of this.#script.lines) {
      const flow = this.runList(line);
      if (flow) return flow;
    }
    this.runStop();
    return undefined;
  }

  /** Handles the place where bash stops reading the text. */
  runStop(): void {
    const { stop } = this.#script;
    if (stop?.kind === 'unsupported') {
      this.shell.giveUp(stop.message, { start: stop.offset, end: stop.offset });
    }
    if (stop?.inSubstitution)
      this.shell.giveUp('the effect of the mistake in this substitution depends on the version of bash', {
        start: stop.offset,
        end: stop.offset,
      });
    if (stop) this.shell.status = 2;
  }

  /** Runs the text of `eval` or of a sourced file; all its effects are attributed to `place`. */
  runText(text: string, place: Span): Flow {
    const { shell } = this;
    if (++shell.callDepth > shell.limits.callDepth) shell.giveUp('commands are nested too deeply', place);
    shell.spend(place, readingUnits(text));
    const outer = shell.place;
    shell.place ??= { start: place.start, end: place.end };
    const flow = new Interpreter(shell, parseScript(text)).runScript();
    shell.place = outer;
    shell.callDepth--;
    return flow;
  }

  runList(list: List): Flow {
    for (const andOr of list) {
      const flow = this.#runAndOr(andOr);
      if (flow) return flow;
    }
    return undefined;
  }

  #runAndOr({ first, rest, background }: AndOr): Flow {
    const { shell } = this;
    if (background) {
      shell.skipped('what runs in the background is not evaluated', first);
      shell.filesMayHaveChanged = true;
      shell.status = 0;
      return undefined;
    }
    let flow = this.#runPipeline(first);
    for (const { operator, pipeline } of rest) {
      if (flow) return flow;
      const wanted = wants(operator, shell.status);
      if (wanted === false) continue;
      if (wanted === true) {
        flow = this.#runPipeline(pipeline);
        continue;
      }
      const effects = shell.effects.ofPipeline(pipeline, shell.functions, shell.workAt(pipeline));
      if (!hasEffects(effects)) {
        shell.filesMayHaveChanged = true;
        shell.skipped('whether this runs is not known', pipeline);
        continue;
      }
      const choice = shell.choose(2, effects);
      if (choice === 0) flow = this.#runPipeline(pipeline);
      else if (choice === 1) shell.status = operator === '&&' ? 'nonzero' : 0;
      else this.#applyUncertain(effects, pipeline, 'whether this runs is not known');
    }
    return flow;
  }

  #runPipeline({ commands, negated, start, end }: Pipeline): Flow {
    const { shell } = this;
    const [command] = commands;
    let flow: Flow;
    if (command && commands.length === 1) flow = this.runCommand(command);
    else {
      shell.spend({ start, end });
      this.#runParts(commands);
    }
    if (negated && shell.status !== undefined) shell.status = shell.status === 0 ? 1 : 0;
    return flow;
  }

  /** Runs the commands of a pipeline, each in a subshell whose assignments are lost. */
  #runParts(commands: readonly Command[]): void {
    const { shell } = this;
    let input: Input = shell.input;
    for (const [i, command] of commands.entries()) {
      const fork = shell.fork();
      const printed: PathValue[] = [];
      fork.input = input;
      if (i < commands.length - 1) fork.output = printed;
      shell.status = runFork(shell, fork, command, () =>
        new Interpreter(fork, this.#script).runCommand(command),
      );
      const text = joinAll(printed);
      input = isKnown(text) ? { rest: text.text } : { rest: undefined, why: text };
    }
    // With pipefail, the status is that of the last command to fail, which may be one killed by SIGPIPE.
    if (shell.pipefail) shell.status = undefined;
  }

  /** What the commands of a substitution print, without trailing newlines. */
  #substitute(part: CommandPart): PathValue {
    const { shell } = this;
    if (part.process)
      return shell.unknown('the name of the file that stands for `<(…)` is known only when it runs', part);
    const text = this.printedBy(part);
    if (isKnown(text)) return known(withoutTrailing(text.text, '\n'));
    const { prefix = '', suffix = '' } = text;
    const { start, end } = shell.place ?? part;
    return {
      ...text,
      prefix: withoutTrailing(prefix, '\n'),
      suffix: withoutTrailing(suffix, '\n'),
      span: { start, end },
    };
  }

  expandDocument(text: string, place: Span): PathValue {
    const { shell } = this;
    shell.spend(place, readingUnits(text));
    const word = parseDocument(text);
    if (!word) return shell.unknown('the text of this here-document is not evaluated', place);
    const outer = shell.place;
    shell.place ??= { start: place.start, end: place.end };
    const script = { text, lines: [], isPlain: [], stop: undefined };
    const value = new Interpreter(shell, script).expander.valueOf(word);
    shell.place = outer;
    return value;
  }

  /** All that the commands of a substitution print. */
  printedBy(part: CommandPart): PathValue {
    const { shell } = this;
    const { body } = part;
    shell.spend(part, 20 + (typeof body === 'string' ? readingUnits(body) : 0));
    shell.substituted = { status: undefined };
    const before = shell.status;
    shell.status = undefined;
    const script = typeof body === 'string' ? parseScript(body) : undefined;
    if (body === undefined || script?.stop) {
      return shell.unknown(
        `the output of \`${excerpt(this.#script.text, part)}\` is known only when it runs`,
        part,
      );
    }
    const fork = shell.fork();
    fork.status = before;
    const printed: PathValue[] = [];
    fork.output = printed;
    if (script) fork.place ??= { start: part.start, end: part.end };
    if (++fork.callDepth > shell.limits.callDepth) shell.giveUp('commands are nested too deeply', part);
    const status = runFork(shell, fork, part, () => {
      const interpreter = new Interpreter(fork, script ?? this.#script);
      const file = fileToPrint(script ? (script.lines[0] ?? []) : (body as List));
      if (file) interpreter.printFile(file);
      else if (script) interpreter.runScript();
      else interpreter.runList(body as List);
    });
    // A `$?` later in the same word already refers to the substitution.
    shell.substituted = { status };
    shell.status = status;
    return shell.bounded(joinAll(printed), part);
  }

  /** `$(< file)` */
  printFile(redirect: Redirect): void {
    const { shell } = this;
    if (!applyRedirect(redirect, this)) {
      shell.status = 1;
      return;
    }
    shell.status = 0;
    const { rest, why } = shell.input;
    if (rest === undefined)
      shell.print(why ?? shell.unknown('the content of the file is not known', redirect), redirect);
    else shell.print(known(rest), redirect);
  }

  /** A command with its redirections. */
  runCommand(command: Command): Flow {
    const { shell } = this;
    shell.spend(command);
    if (command.redirects.length === 0) return this.#runBare(command);
    const { input, output, errors } = shell;
    try {
      for (const redirect of command.redirects) {
        const opened = applyRedirect(redirect, this);
        if (opened === true) continue;
        const effects = shell.effects.ofCommand(command, shell.functions, shell.workAt(command));
        const choice = opened === false ? 1 : hasEffects(effects) ? shell.choose(2, effects) : 0;
        if (choice === 1) {
          shell.status = 1;
          return undefined;
        }
        if (choice === undefined) {
          this.#applyUncertain(effects, command, 'whether the file can be opened is not known');
          return undefined;
        }
        if (!hasEffects(effects)) {
          // Whether it runs makes a difference only to its output and status.
          const flow = this.#runBare(command);
          shell.skipped('whether the file can be opened is not known', command);
          return flow;
        }
      }
      return this.#runBare(command);
    } finally {
      shell.input = input;
      shell.output = output;
      shell.errors = errors;
    }
  }

  #runBare(command: Command): Flow {
    const { shell } = this;
    switch (command.kind) {
      case 'simple':
        return runSimple(command, this);
      case 'group':
        return this.runList(command.body);
      case 'subshell': {
        const fork = shell.fork();
        shell.status = runFork(shell, fork, command, () =>
          new Interpreter(fork, this.#script).runList(command.body),
        );
        return undefined;
      }
      case 'coprocess':
        shell.filesMayHaveChanged = true;
        shell.skipped('what runs at the same time as the file is not evaluated', command);
        return undefined;
      case 'function':
        shell.setFunction(command.name, command.body, command);
        shell.status = 0;
        return undefined;
      case 'if':
        return this.#runIf(command);
      case 'case':
        return this.#runCase(command);
      case 'for':
        return this.#runFor(command);
      case 'select':
        return this.#runUncertainLoop(command);
      case 'while':
      case 'until':
        return this.#runWhile(command);
      case 'counted-for':
        return this.#runCountedFor(command);
      case 'test':
        shell.status = statusOf(evaluateTest(command.expression, this.expander));
        return undefined;
      case 'arithmetic':
        shell.status = this.calculated(command.expression);
        return undefined;
      default:
        return command satisfies never;
    }
  }

  /** The status of `((…))`; an invalid expression only makes it false. */
  calculated(expression: Word): Status {
    try {
      const value = this.expander.arithmetic(expression);
      return value === undefined ? undefined : value !== 0n ? 0 : 1;
    } catch (error) {
      if (!(error instanceof ArithmeticError)) throw error;
      return 1;
    }
  }

  /**
   * Applies the effects of commands that may run any number of times, or never: every variable to which they could assign becomes unknown.
   */
  #applyUncertain(effects: Effects, span: Span, reason: string): void {
    const { shell } = this;
    if (effects.leaves) shell.giveUp(reason, span);
    if (effects.exits) shell.mayBeLost ??= { reason, span: shell.place ?? span };
    if (effects.anything) shell.runUnread(reason, span);
    for (const name of effects.names) shell.variables.makeUnknown(name, reason, shell.place ?? span);
    shell.filesMayHaveChanged = true;
    shell.skipped(reason, span);
  }

  #runIf({ clauses, otherwise, start, end }: Extract<Command, { kind: 'if' }>): Flow {
    const { shell } = this;
    for (const [i, { condition, body }] of clauses.entries()) {
      const flow = this.runList(condition);
      if (flow) return flow;
      if (shell.status === 0) return this.runList(body);
      if (shell.status !== undefined) continue;
      const work = shell.workAt({ start, end });
      const lists = [body, ...clauses.slice(i + 1).flatMap((later) => [later.condition, later.body])];
      if (otherwise) lists.push(otherwise);
      const effects = mergeEffects(lists.map((list) => shell.effects.ofList(list, shell.functions, work)));
      if (!hasEffects(effects)) {
        shell.filesMayHaveChanged = true;
        shell.skipped('which branch of this `if` runs is not known', { start, end });
        return undefined;
      }
      const choice = shell.choose(2, effects);
      if (choice === 0) return this.runList(body);
      if (choice === undefined) {
        this.#applyUncertain(effects, { start, end }, 'which branch of this `if` runs is not known');
        return undefined;
      }
    }
    if (otherwise) return this.runList(otherwise);
    shell.status = 0;
    return undefined;
  }

  #runCase({ word, arms, start, end }: Extract<Command, { kind: 'case' }>): Flow {
    const { shell } = this;
    const value = this.expander.valueOf(word);
    const possible: number[] = [];
    let certain = false;
    for (const [i, { patterns }] of arms.entries()) {
      let matches: boolean | undefined = false;
      for (const pattern of patterns) {
        const found = this.#matches(value, pattern);
        if (found === true) matches = true;
        if (found === undefined && matches === false) matches = undefined;
      }
      if (matches === false) continue;
      possible.push(i);
      certain = matches === true;
      if (certain) break;
    }
    if (!certain) possible.push(arms.length);
    const [only] = possible;
    if (possible.length === 1 && only !== undefined) return this.#runArms(value, arms, only);
    const effects = shell.effects.ofLists(
      arms,
      arms.map(({ body }) => body),
      shell.functions,
      shell.workAt({ start, end }),
    );
    if (!hasEffects(effects)) {
      shell.filesMayHaveChanged = true;
      shell.skipped('which branch of this `case` runs is not known', { start, end });
      return undefined;
    }
    const choice = shell.choose(possible.length, effects);
    if (choice !== undefined) return this.#runArms(value, arms, possible[choice] ?? arms.length);
    this.#applyUncertain(effects, { start, end }, 'which branch of this `case` runs is not known');
    return undefined;
  }

  #runArms(value: PathValue, arms: Extract<Command, { kind: 'case' }>['arms'], first: number): Flow {
    let falls = true;
    // If no branch runs, the status is 0; a branch starts with the status from before.
    if ((arms[first]?.body.length ?? 0) === 0) this.shell.status = 0;
    for (let i = first; i < arms.length; i++) {
      const arm = arms[i];
      if (!arm) break;
      if (!falls && !arm.patterns.some((pattern) => this.#matches(value, pattern) === true)) continue;
      const flow = this.runList(arm.body);
      if (flow || arm.ending === ';;') return flow;
      if (arm.ending === ';;&' && value.kind === 'unknown') {
        this.shell.giveUp(
          'which branch of this `case` runs next is not known',
          arm.patterns[0] ?? { start: 0, end: 0 },
        );
      }
      falls = arm.ending === ';&';
    }
    return undefined;
  }

  #matches(value: PathValue, pattern: Word): boolean | undefined {
    const source = this.expander.patternOf(pattern);
    if (isKnown(source) && source.text === '*') return true;
    if (!isKnown(value) || !isKnown(source)) return undefined;
    return compileGlob(source.text, this.shell.workAt(pattern))?.matchesWhole(value.text);
  }

  #runFor(command: Extract<Command, { kind: 'for' | 'select' }>): Flow {
    const { shell } = this;
    const { words, name, body } = command;
    const fields = words
      ? this.expander.fieldsOfAll(words)
      : shell.positional && { kind: 'fields' as const, values: shell.positional };
    if (!fields || fields.kind === 'unknown') return this.#runUncertainLoop(command);
    if (fields.values.length === 0) shell.status = 0;
    const { start, end } = command;
    const where = {
      append: false,
      span: { start, end },
      nameSpan: { start, end },
      valueSpan: { start, end },
    };
    return this.#loop(fields.values, (value) => {
      shell.spend(command);
      shell.assign(name, undefined, value, where);
      return this.runList(body);
    });
  }

  /** Runs iterations until there are no more or one leaves the loop. */
  #loop<T>(turns: Iterable<T>, run: (turn: T) => Flow): Flow {
    const { shell } = this;
    shell.loopDepth++;
    try {
      for (const turn of turns) {
        const flow = run(turn);
        if (!flow) continue;
        if (flow.kind === 'return') return flow;
        if (flow.levels > 1 && shell.loopDepth > 1) return { ...flow, levels: flow.levels - 1 };
        if (flow.kind === 'break') return undefined;
      }
      return undefined;
    } finally {
      shell.loopDepth--;
    }
  }

  #runUncertainLoop(command: Command): Flow {
    const { shell } = this;
    const effects = shell.effects.ofCommand(command, shell.functions, shell.workAt(command));
    const reason = 'how often this loop runs is not known';
    if (!effects.leaves) {
      this.#applyUncertain(effects, command, reason);
      return undefined;
    }
    // It may end the function or the file after any number of iterations.
    const choice = effects.breaks ? undefined : shell.choose(2, effects);
    if (choice === undefined) shell.giveUp(reason, command);
    this.#applyUncertain({ ...effects, leaves: false }, command, reason);
    return choice === 0 ? { kind: 'return' } : undefined;
  }

  #runWhile(command: Extract<Command, { kind: 'while' | 'until' }>): Flow {
    const { shell } = this;
    let uncertain = false;
    let left: Flow;
    // The status of the loop is that of its last iteration, not of the condition that ended it.
    let bodyStatus: Status = 0;
    const { condition } = command;
    function* turns(run: () => Flow): Generator<number> {
      for (let turn = 0; ; turn++) {
        shell.spend(command);
        left = run();
        if (left) return;
        uncertain = shell.status === undefined;
        if (uncertain || (shell.status === 0) !== (command.kind === 'while')) return;
        yield turn;
      }
    }
    const flow = this.#loop(
      turns(() => this.runList(condition)),
      () => {
        const flow = this.runList(command.body);
        bodyStatus = shell.status;
        return flow;
      },
    );
    if (flow) return flow;
    if (left?.kind === 'return') return left;
    if (uncertain) return this.#runUncertainLoop(command);
    shell.status = bodyStatus;
    return undefined;
  }

  #runCountedFor(command: Extract<Command, { kind: 'counted-for' }>): Flow {
    const { shell } = this;
    const truthOf = (word: Word): Status => (word.parts.length === 0 ? 0 : this.calculated(word));
    truthOf(command.first);
    let uncertain = false;
    function* turns(): Generator<number> {
      for (let turn = 0; ; turn++) {
        shell.spend(command);
        if (turn > 0) truthOf(command.step);
        const truth = truthOf(command.condition);
        uncertain = truth === undefined;
        if (truth !== 0) return;
        yield turn;
      }
    }
    let bodyStatus: Status = 0;
    const flow = this.#loop(turns(), () => {
      const turnFlow = this.runList(command.body);
      bodyStatus = shell.status;
      return turnFlow;
    });
    if (flow) return flow;
    if (uncertain) return this.#runUncertainLoop(command);
    shell.status = bodyStatus;
    return undefined;
  }
}

/** The cost, in units of Work, of parsing a text as bash. */
function readingUnits(text: string): number {
  return 20 + text.length * 4;
}

/** Whether the command after the operator runs. */
function wants(operator: '&&' | '||', status: Status): boolean | undefined {
  if (status === undefined) return undefined;
  return (status === 0) === (operator === '&&');
}

/** The redirection of `$(< file)`, which prints the file. */
function fileToPrint(body: List): Redirect | undefined {
  const [only, ...more] = body;
  const [command] = only?.first.commands ?? [];
  if (!only || more.length > 0 || only.rest.length > 0 || only.first.commands.length !== 1) return undefined;
  if (command?.kind !== 'simple' || command.words.length > 0 || command.assignments.length > 0)
    return undefined;
  const [redirect, ...others] = command.redirects;
  return others.length === 0 && redirect?.operator === '<' ? redirect : undefined;
}
