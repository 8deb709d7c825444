import {
  type ArrayLiteral,
  type AssignmentWord,
  type Command,
  isArrayLiteral,
  type List,
  type Pipeline,
  plainText,
  type Redirect,
  type TestExpression,
  type Word,
} from '../syntax/script.ts';
import { parseDocument } from '../syntax/script-parser.ts';
import { builtinEffect } from './builtin-names.ts';
import type { Work } from './work.ts';

/** The possible effects of commands on the shell, whatever their words expand to. */
export interface Effects {
  /** Variables that they may assign to. */
  readonly names: ReadonlySet<string>;
  /** They may assign to any variable. */
  readonly anything: boolean;
  /** They may end the shell. */
  readonly exits: boolean;
  /** They may end the function, the file or a loop around them. */
  readonly leaves: boolean;
  /** They may end a loop around them (a case of `leaves`). */
  readonly breaks: boolean;
}

export function hasEffects(effects: Effects): boolean {
  return effects.names.size > 0 || effects.anything || effects.exits || effects.leaves;
}

/** The effects of commands, and the work of determining them. */
interface Found {
  readonly effects: Effects;
  readonly units: number;
}

/**
 * Determines effects from the commands alone, without running them. All paths of an evaluation ask about the same commands, so each answer
 * is kept.
 */
export class KnownEffects {
  /** Valid while the file has defined no function, since effects depend on the functions. */
  readonly #found = new WeakMap<object, Found>();

  /** `functions` are those that the file has defined so far. */
  ofList(list: List, functions: ReadonlyMap<string, Command>, work: Work): Effects {
    return this.#find(list, functions, work, (finder) => finder.visitList(list));
  }

  /** The combined effects of several lists, cached under `what`. */
  ofLists(
    what: object,
    lists: readonly List[],
    functions: ReadonlyMap<string, Command>,
    work: Work,
  ): Effects {
    return this.#find(what, functions, work, (finder) => {
      for (const list of lists) finder.visitList(list);
    });
  }

  ofPipeline(pipeline: Pipeline, functions: ReadonlyMap<string, Command>, work: Work): Effects {
    return this.#find(pipeline, functions, work, (finder) => finder.visitPipeline(pipeline));
  }

  ofCommand(command: Command, functions: ReadonlyMap<string, Command>, work: Work): Effects {
    return this.#find(command, functions, work, (finder) => finder.visitCommand(command));
  }

  /** A cached answer is charged as if it were computed now: the cost of a path must not depend on the other paths. */
  #find(
    what: object,
    functions: ReadonlyMap<string, Command>,
    work: Work,
    visit: (finder: EffectFinder) => void,
  ): Effects {
    const known = functions.size === 0 ? this.#found.get(what) : undefined;
    if (known) {
      work.spend(known.units);
      return known.effects;
    }
    let units = 0;
    const counted: Work = {
      spend(more) {
        units += more;
        work.spend(more);
      },
    };
    const finder = new EffectFinder(functions, counted);
    visit(finder);
    if (functions.size === 0) this.#found.set(what, { effects: finder.effects, units });
    return finder.effects;
  }
}

/** The effects of several groups of commands together. */
export function mergeEffects(all: readonly Effects[]): Effects {
  const [only] = all;
  if (only && all.length === 1) return only;
  return {
    names: new Set(all.flatMap(({ names }) => [...names])),
    anything: all.some(({ anything }) => anything),
    exits: all.some(({ exits }) => exits),
    leaves: all.some(({ leaves }) => leaves),
    breaks: all.some(({ breaks }) => breaks),
  };
}

/** Effects while they are being collected. */
interface FoundEffects {
  readonly names: Set<string>;
  anything: boolean;
  exits: boolean;
  leaves: boolean;
  breaks: boolean;
}

class EffectFinder {
  readonly effects: FoundEffects = {
    names: new Set(),
    anything: false,
    exits: false,
    leaves: false,
    breaks: false,
  };
  readonly #functions: ReadonlyMap<string, Command>;
  readonly #visited = new Set<string>();
  /** How many loops of the current function surround the command being visited. */
  #loops = 0;
  #isInFunction = false;

  readonly #work: Work;

  constructor(functions: ReadonlyMap<string, Command>, work: Work) {
    this.#functions = functions;
    this.#work = work;
  }

  visitList(list: List): void {
    for (const { first, rest, background } of list) {
      if (background) continue;
      this.visitPipeline(first);
      for (const { pipeline } of rest) this.visitPipeline(pipeline);
    }
  }

  /** The commands of a pipeline of two or more each run in a subshell and change nothing here. */
  visitPipeline({ commands }: Pipeline): void {
    const [command] = commands;
    if (command && commands.length === 1) this.visitCommand(command);
  }

  visitCommand(command: Command): void {
    // Each word is visited once, by patterns that scan it once.
    this.#work.spend(2 + ((command.end - command.start) >> 5));
    for (const redirect of command.redirects) this.#visitRedirect(redirect);
    switch (command.kind) {
      case 'simple':
        this.#visitSimple(command);
        return;
      case 'if':
        for (const { condition, body } of command.clauses) {
          this.visitList(condition);
          this.visitList(body);
        }
        if (command.otherwise) this.visitList(command.otherwise);
        return;
      case 'case':
        this.#visitWord(command.word);
        for (const { body } of command.arms) this.visitList(body);
        return;
      case 'for':
      case 'select':
        this.effects.names.add(command.name);
        for (const word of command.words ?? []) this.#visitWord(word);
        this.#visitLoop(command.body);
        return;
      case 'counted-for':
        for (const word of [command.first, command.condition, command.step]) this.#visitArithmetic(word);
        this.#visitLoop(command.body);
        return;
      case 'while':
      case 'until':
        this.#visitLoop(command.condition);
        this.#visitLoop(command.body);
        return;
      case 'group':
        this.visitList(command.body);
        return;
      case 'function':
        // A definition that may not have happened makes every later call of the name uncertain.
        this.effects.anything = true;
        return;
      case 'test':
        this.#visitTest(command.expression);
        return;
      case 'arithmetic':
        this.#visitArithmetic(command.expression);
        return;
      case 'subshell':
      case 'coprocess':
        return;
      default:
        command satisfies never;
    }
  }

  #visitRedirect({ target, document }: Redirect): void {
    if (target) this.#visitWord(target);
    if (!document?.text || document.isLiteral) return;
    this.#work.spend(document.text.length >> 2);
    const word = parseDocument(document.text);
    if (word) this.#visitWord(word);
    else this.effects.anything = true;
  }

  #visitLoop(list: List): void {
    this.#loops++;
    this.visitList(list);
    this.#loops--;
  }

  /** `return` ends the function; the loops around its call do not belong to it. */
  #visitFunction(body: Command): void {
    const [loops, isInFunction] = [this.#loops, this.#isInFunction];
    this.#loops = 0;
    this.#isInFunction = true;
    this.visitCommand(body);
    this.#loops = loops;
    this.#isInFunction = isInFunction;
  }

  /** Whether it ends only a loop or function that is itself among the commands being visited. */
  #staysInside(name: string, [levels]: readonly (Word | AssignmentWord)[]): boolean {
    if (name === 'return') return this.#isInFunction;
    return Number(levels ? plainText(levels) : '1') <= this.#loops;
  }

  #visitSimple({ assignments, words }: Extract<Command, { kind: 'simple' }>): void {
    for (const assignment of assignments) this.#visitAssignment(assignment, words.length === 0);
    const [first, ...args] = words;
    if (!first) return;
    for (const word of words) {
      if ('name' in word) this.#visitAssignment(word, true);
      else this.#visitWord(word);
    }
    const name = plainText(first);
    if (name === undefined) {
      this.effects.anything = true;
      return;
    }
    const definition = this.#functions.get(name);
    if (definition) {
      if (!this.#visited.has(name)) {
        this.#visited.add(name);
        this.#visitFunction(definition);
      }
      return;
    }
    const effect = builtinEffect(name);
    switch (effect) {
      case 'anything':
        this.effects.anything = true;
        return;
      case 'exit':
        this.effects.exits = true;
        return;
      case 'leave':
        if (this.#staysInside(name, args)) return;
        this.effects.leaves = true;
        this.effects.breaks ||= name !== 'return';
        return;
      case 'arguments':
        for (const word of args) {
          if ('name' in word) continue;
          const found = /^([A-Za-z_]\w*)/.exec(plainText(word) ?? '')?.[1];
          if (found) this.effects.names.add(found);
          else if (!plainText(word)?.startsWith('-')) this.effects.anything = true;
        }
        return;
      case 'none':
        return;
      default:
        effect satisfies never;
    }
  }

  #visitAssignment({ name, subscript, value }: AssignmentWord, persists: boolean): void {
    if (persists) this.effects.names.add(name);
    if (subscript) this.#visitArithmetic(subscript);
    // Counting from the end of an array that is too short ends the shell.
    if (subscript && plainText(subscript)?.startsWith('-')) this.effects.exits = true;
    if (isArrayLiteral(value)) this.#visitItems(value);
    else this.#visitWord(value);
  }

  #visitItems({ items }: ArrayLiteral): void {
    for (const { subscript, value } of items) {
      if (subscript) this.#visitArithmetic(subscript);
      this.#visitWord(value);
    }
  }

  #visitWord({ parts }: Word): void {
    for (const part of parts) {
      if (part.kind === 'arithmetic') this.#visitArithmetic(part.expression);
      if (part.kind === 'unreadable') this.effects.exits = true;
      if (part.kind !== 'parameter') continue;
      if (part.subscript) this.#visitArithmetic(part.subscript);
      const { operation } = part;
      if (operation?.kind !== 'default') continue;
      if (operation.operator.endsWith('=')) this.effects.names.add(part.name);
      if (operation.operator.endsWith('?')) this.effects.exits = true;
      this.#visitWord(operation.operand);
    }
  }

  #visitArithmetic(expression: Word): void {
    this.#visitWord(expression);
    const [part, ...more] = expression.parts;
    if (part?.kind === 'text' && more.length === 0 && /^\w*$/.test(part.text)) return;
    const text = expression.parts.map((part) => (part.kind === 'text' ? part.text : ' ')).join('');
    for (const name of assignedInArithmetic(text)) this.effects.names.add(name);
  }

  #visitTest(expression: TestExpression): void {
    switch (expression.kind) {
      case 'not':
        this.#visitTest(expression.operand);
        return;
      case 'and':
      case 'or':
        this.#visitTest(expression.left);
        this.#visitTest(expression.right);
        return;
      case 'unary':
        this.#visitWord(expression.operand);
        return;
      case 'binary':
        if (expression.operator === '=~') this.effects.names.add('BASH_REMATCH');
        this.#visitWord(expression.left);
        this.#visitWord(expression.right);
        return;
      case 'word':
        this.#visitWord(expression.word);
        return;
      default:
        expression satisfies never;
    }
  }
}

/** Names to which an arithmetic expression may assign, found without fully parsing it. */
function assignedInArithmetic(source: string): string[] {
  const names: string[] = [];
  const assigned =
    /([A-Za-z_]\w*)(?:\[[^\]]*\])?\s*(?:\+\+|--|[-+*/%&^|]?=(?!=)|<<=|>>=)|(?:\+\+|--)\s*([A-Za-z_]\w*)/g;
  for (const [, before, after] of source.matchAll(assigned)) names.push(before ?? after ?? '');
  return names;
}
