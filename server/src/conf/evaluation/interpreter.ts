import type {
  AndOr,
  Command,
  List,
  Pipeline,
  Redirect,
  Script,
  SimpleCommand,
  Word,
} from '../syntax/script.ts';
import { readScript } from '../syntax/script-reader.ts';
import type { Span } from '../text.ts';
import { ArithmeticError } from './arithmetic.ts';
import { classifyCommand } from './builtin-names.ts';
import { runBuiltin } from './builtins.ts';
import { evaluateTest, statusOf } from './conditions.ts';
import { effectsOfCommand, effectsOfList, effectsOfPipeline, hasEffects, plainText } from './effects.ts';
import { Expander } from './expansion.ts';
import { compileGlob } from './glob.ts';
import { type Effects, isKnown, type Machine, type Status } from './machine.ts';
import type { PathValue } from './variables.ts';

/** How a command hands over to the next one; `undefined`: as usual. */
export type Flow =
  | { readonly kind: 'break' | 'continue'; readonly levels: number }
  | { readonly kind: 'return' }
  | undefined;

/** Runs the commands of one text on one path, as far as they concern variables. No program is ever started. */
export class Interpreter {
  readonly machine: Machine;
  readonly expander: Expander;
  readonly #script: Script;

  constructor(machine: Machine, script: Script) {
    this.machine = machine;
    this.#script = script;
    this.expander = new Expander(machine, script.text);
  }

  /** Everything that bash reads of the text. Throws PathEnded. */
  runScript(): Flow {
    for (const line of this.#script.lines) {
      const flow = this.runList(line);
      if (flow) return flow;
    }
    const { stop } = this.#script;
    if (stop?.kind === 'unsupported') {
      this.machine.giveUp(stop.message, { start: stop.offset, end: stop.offset });
    }
    if (stop) this.machine.status = 2;
    return undefined;
  }

  /** Text that `eval` or a sourced file brings in; all that it does counts as done at `place`. */
  runText(text: string, place: Span): Flow {
    const { machine } = this;
    if (++machine.callDepth > machine.limits.callDepth)
      machine.giveUp('commands call each other too deep', place);
    machine.spend(place, 1 + (text.length >> 4));
    const outer = machine.place;
    machine.place ??= place;
    const flow = new Interpreter(machine, readScript(text)).runScript();
    machine.place = outer;
    machine.callDepth--;
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
    const { machine } = this;
    if (background) {
      machine.status = 0;
      return undefined;
    }
    let flow = this.#runPipeline(first);
    for (const { operator, pipeline } of rest) {
      if (flow) return flow;
      const wanted = this.#wants(operator, machine.status);
      if (wanted === false) continue;
      if (wanted === true) {
        flow = this.#runPipeline(pipeline);
        continue;
      }
      const effects = effectsOfPipeline(pipeline, machine.functions);
      if (!hasEffects(effects)) {
        machine.status = undefined;
        continue;
      }
      const choice = machine.choose(2, effects);
      if (choice === 0) flow = this.#runPipeline(pipeline);
      else if (choice === 1) machine.status = operator === '&&' ? 'nonzero' : 0;
      else this.#havoc(effects, pipeline, 'whether this runs is not known');
    }
    return flow;
  }

  #wants(operator: '&&' | '||', status: Status): boolean | undefined {
    if (status === undefined) return undefined;
    return (status === 0) === (operator === '&&');
  }

  #runPipeline({ commands, negated, start, end }: Pipeline): Flow {
    const { machine } = this;
    const [command] = commands;
    let flow: Flow;
    if (command && commands.length === 1) flow = this.#runCommand(command);
    else {
      // Every part runs in a shell of its own: what it assigns is gone when it ends.
      machine.spend({ start, end });
      machine.status = undefined;
    }
    if (negated && machine.status !== undefined) machine.status = machine.status === 0 ? 1 : 0;
    return flow;
  }

  #runCommand(command: Command): Flow {
    const { machine } = this;
    machine.spend(command);
    if (command.redirects.some((redirect) => this.#mayFail(redirect))) {
      const effects = effectsOfCommand(command, machine.functions);
      if (hasEffects(effects)) {
        const choice = machine.choose(2, effects);
        if (choice === 1) {
          machine.status = 1;
          return undefined;
        }
        if (choice === undefined) {
          this.#havoc(effects, command, 'whether the file can be opened is not known');
          return undefined;
        }
      }
    }
    switch (command.kind) {
      case 'simple':
        return this.#runSimple(command);
      case 'group':
        return this.runList(command.body);
      case 'subshell':
      case 'coprocess':
        machine.status = undefined;
        return undefined;
      case 'function':
        machine.functions.set(command.name, command.body);
        machine.status = 0;
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
        machine.status = statusOf(evaluateTest(command.expression, this.expander));
        return undefined;
      case 'arithmetic':
        machine.status = this.calculated(command.expression);
        return undefined;
    }
  }

  /** The status of `((…))`: a mistake in it only makes it false. */
  calculated(expression: Word): Status {
    try {
      const value = this.expander.arithmetic(expression);
      return value === undefined ? undefined : value !== 0n ? 0 : 1;
    } catch (error) {
      if (!(error instanceof ArithmeticError)) throw error;
      return 1;
    }
  }

  #mayFail({ operator, target }: Redirect): boolean {
    if (!target || operator === '<<<') return false;
    const text = plainText(target);
    if (text === '/dev/null' || text === '/dev/stderr' || text === '/dev/stdout') return false;
    return !(operator.endsWith('&') && text !== undefined && /^(?:[12]|-)$/.test(text));
  }

  /** Commands of which it is not known whether or how often they run: what they could assign to becomes unknown. */
  #havoc(effects: Effects, span: Span, reason: string): void {
    const { machine } = this;
    if (effects.leaves) machine.giveUp(reason, span);
    if (effects.exits) machine.mayBeLost ??= { reason, span: machine.place ?? span };
    if (effects.anything) machine.variables.makeEverythingUnknown(reason, machine.place ?? span);
    for (const name of effects.names) machine.variables.makeUnknown(name, reason, machine.place ?? span);
    machine.status = undefined;
  }

  #runIf({ clauses, otherwise, start, end }: Extract<Command, { kind: 'if' }>): Flow {
    const { machine } = this;
    for (const [i, { condition, body }] of clauses.entries()) {
      const flow = this.runList(condition);
      if (flow) return flow;
      if (machine.status === 0) return this.runList(body);
      if (machine.status !== undefined) continue;
      const effects = effectsOfList(body, machine.functions);
      for (const later of clauses.slice(i + 1)) {
        addEffects(effects, effectsOfList(later.condition, machine.functions));
        addEffects(effects, effectsOfList(later.body, machine.functions));
      }
      if (otherwise) addEffects(effects, effectsOfList(otherwise, machine.functions));
      if (!hasEffects(effects)) {
        machine.status = undefined;
        return undefined;
      }
      const choice = machine.choose(2, effects);
      if (choice === 0) return this.runList(body);
      if (choice === undefined) {
        this.#havoc(effects, { start, end }, 'which branch of this `if` runs is not known');
        return undefined;
      }
    }
    if (otherwise) return this.runList(otherwise);
    machine.status = 0;
    return undefined;
  }

  #runCase({ word, arms, start, end }: Extract<Command, { kind: 'case' }>): Flow {
    const { machine } = this;
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
    const effects = effectsOfList(
      arms.flatMap(({ body }) => body),
      machine.functions,
    );
    if (!hasEffects(effects)) {
      machine.status = undefined;
      return undefined;
    }
    const choice = machine.choose(possible.length, effects);
    if (choice !== undefined) return this.#runArms(value, arms, possible[choice] ?? arms.length);
    this.#havoc(effects, { start, end }, 'which branch of this `case` runs is not known');
    return undefined;
  }

  #runArms(value: PathValue, arms: Extract<Command, { kind: 'case' }>['arms'], first: number): Flow {
    let falls = true;
    // Without a branch that runs, the status is 0; a branch begins with the status from before.
    if ((arms[first]?.body.length ?? 0) === 0) this.machine.status = 0;
    for (let i = first; i < arms.length; i++) {
      const arm = arms[i];
      if (!arm) break;
      if (!falls && !arm.patterns.some((pattern) => this.#matches(value, pattern) === true)) continue;
      const flow = this.runList(arm.body);
      if (flow || arm.ending === ';;') return flow;
      if (arm.ending === ';;&' && value.kind === 'unknown') {
        this.machine.giveUp(
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
    return compileGlob(source.text)?.matchesWhole(value.text);
  }

  #runFor(command: Extract<Command, { kind: 'for' | 'select' }>): Flow {
    const { machine } = this;
    const { words, name, body } = command;
    const fields = words
      ? this.expander.fieldsOfAll(words)
      : machine.positional && { kind: 'fields' as const, values: machine.positional };
    if (!fields || fields.kind === 'unknown') return this.#runUncertainLoop(command);
    if (fields.values.length === 0) machine.status = 0;
    const { start, end } = command;
    const where = {
      append: false,
      span: { start, end },
      nameSpan: { start, end },
      valueSpan: { start, end },
    };
    return this.#loop(fields.values, (value) => {
      machine.spend(command);
      machine.assign(name, undefined, value, where);
      return this.runList(body);
    });
  }

  /** Runs turns until they end or leave the loop. */
  #loop<T>(turns: Iterable<T>, run: (turn: T) => Flow): Flow {
    const { machine } = this;
    machine.loopDepth++;
    try {
      for (const turn of turns) {
        const flow = run(turn);
        if (!flow) continue;
        if (flow.kind === 'return') return flow;
        if (flow.levels > 1 && machine.loopDepth > 1) return { ...flow, levels: flow.levels - 1 };
        if (flow.kind === 'break') return undefined;
      }
      return undefined;
    } finally {
      machine.loopDepth--;
    }
  }

  #runUncertainLoop(command: Command): Flow {
    const effects = effectsOfCommand(command, this.machine.functions);
    // `break` and `continue` stay inside; `return` in such a loop would leave the file at an unknown time.
    if (effects.leaves) this.machine.giveUp('how often this loop runs is not known', command);
    this.#havoc(effects, command, 'how often this loop runs is not known');
    return undefined;
  }

  #runWhile(command: Extract<Command, { kind: 'while' | 'until' }>): Flow {
    const { machine } = this;
    let uncertain = false;
    let left: Flow;
    // The status of the loop is that of its last turn, not of the condition that ended it.
    let bodyStatus: Status = 0;
    const { condition } = command;
    function* turns(run: () => Flow): Generator<number> {
      for (let turn = 0; ; turn++) {
        machine.spend(command);
        left = run();
        if (left) return;
        uncertain = machine.status === undefined;
        if (uncertain || (machine.status === 0) !== (command.kind === 'while')) return;
        yield turn;
      }
    }
    const flow = this.#loop(
      turns(() => this.runList(condition)),
      () => {
        const flow = this.runList(command.body);
        bodyStatus = machine.status;
        return flow;
      },
    );
    if (flow) return flow;
    if (left?.kind === 'return') return left;
    if (uncertain) return this.#runUncertainLoop(command);
    machine.status = bodyStatus;
    return undefined;
  }

  #runCountedFor(command: Extract<Command, { kind: 'counted-for' }>): Flow {
    const { machine } = this;
    const truthOf = (word: Word): Status => (word.parts.length === 0 ? 0 : this.calculated(word));
    truthOf(command.first);
    let uncertain = false;
    function* turns(): Generator<number> {
      for (let turn = 0; ; turn++) {
        machine.spend(command);
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
      bodyStatus = machine.status;
      return turnFlow;
    });
    if (flow) return flow;
    if (uncertain) return this.#runUncertainLoop(command);
    machine.status = bodyStatus;
    return undefined;
  }

  #runSimple(command: SimpleCommand): Flow {
    const { machine, expander } = this;
    const { assignments, words } = command;
    const [first] = words;
    if (!first || 'name' in first) {
      const substitutes = assignments.some(({ value }) => 'parts' in value && hasSubstitution(value));
      for (const assignment of assignments) expander.assign(assignment);
      machine.status = substitutes ? undefined : 0;
      return undefined;
    }
    const name = plainText(first);
    if (name === undefined) return this.#runComputed(command, first);
    return this.#runNamed(name, command);
  }

  /** The command's name is itself an expansion. */
  #runComputed(command: SimpleCommand, first: Word): Flow {
    const { machine, expander } = this;
    const fields = expander.fieldsOf(first);
    const [head, ...more] = fields.kind === 'fields' ? fields.values : [];
    if (fields.kind === 'fields' && !head && command.words.length === 1) {
      for (const assignment of command.assignments) expander.assign(assignment);
      machine.status = undefined;
      return undefined;
    }
    if (!head || !isKnown(head) || more.length > 0 || classifyCommand(head.text) !== 'program') {
      machine.variables.makeEverythingUnknown(
        'which command runs here is not known',
        machine.place ?? command,
      );
      machine.mayBeLost ??= {
        reason: 'which command runs here is not known',
        span: machine.place ?? command,
      };
      machine.status = undefined;
      return undefined;
    }
    return this.#runNamed(head.text, command);
  }

  #runNamed(name: string, command: SimpleCommand): Flow {
    const { machine, expander } = this;
    const definition = machine.functions.get(name);
    if (definition) return this.#callFunction(definition, command);
    // Assignments in front of a command last only while it runs; what their values do on the way lasts.
    for (const { value } of command.assignments) if ('parts' in value) expander.valueOf(value, 'assignment');
    switch (classifyCommand(name)) {
      case 'builtin':
        return runBuiltin(name, command, this);
      case 'dies':
        return machine.lose('`die` ends the shell that reads the file', command);
      case 'dkms':
        machine.variables.makeEverythingUnknown(
          `\`${name}\` is a function of dkms itself`,
          machine.place ?? command,
        );
        machine.status = undefined;
        return undefined;
      case 'prints':
      case 'program':
        for (const word of command.words.slice(1)) if (!('name' in word)) expander.fieldsOf(word);
        machine.status = undefined;
        return undefined;
    }
  }

  #callFunction(definition: Command, command: SimpleCommand): Flow {
    const { machine, expander } = this;
    const args = expander.fieldsOfAll(
      command.words.slice(1).filter((word): word is Word => !('name' in word)),
    );
    const forgetPrefixes = () => {
      for (const { name } of command.assignments) {
        machine.variables.makeUnknown(
          name,
          'it is set only while this function runs',
          machine.place ?? command,
        );
      }
    };
    forgetPrefixes();
    if (++machine.callDepth > machine.limits.callDepth)
      machine.giveUp('functions call each other too deep', command);
    const outer = { positional: machine.positional, loopDepth: machine.loopDepth };
    machine.positional = args.kind === 'fields' ? args.values : undefined;
    machine.loopDepth = 0;
    machine.variables.enterFunction();
    this.#runCommand(definition);
    machine.variables.leaveFunction();
    machine.positional = outer.positional;
    machine.loopDepth = outer.loopDepth;
    machine.callDepth--;
    forgetPrefixes();
    return undefined;
  }
}

function addEffects(to: Effects, from: Effects): void {
  for (const name of from.names) to.names.add(name);
  to.anything ||= from.anything;
  to.exits ||= from.exits;
  to.leaves ||= from.leaves;
}

function hasSubstitution({ parts }: Word): boolean {
  return parts.some(
    (part) => part.kind === 'command' || (part.kind === 'parameter' && part.operation !== undefined),
  );
}
