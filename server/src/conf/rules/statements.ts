import type { Conf } from '../conf.ts';
import type { Directive } from '../directives/directive.ts';
import { findDirective } from '../directives/directives.ts';
import type { DirectiveElement } from '../reading/reading.ts';
import {
  type AssignmentWord,
  type Command,
  isArrayLiteral,
  type List,
  type Pipeline,
  type SimpleCommand,
  type Word,
} from '../syntax/script.ts';

/** One simple command of the file: assignments, a command, or both. */
export interface Statement {
  readonly command: SimpleCommand;
  /** Whether bash certainly reaches it: it is in no branch, loop, function or subshell. */
  readonly certain: boolean;
  /** Whether it runs in a subshell, so that neither its assignments nor an `exit` affect the file. */
  readonly apart: boolean;
  /** Whether it is in a function, of which it is not known whether and how it is called. */
  readonly inFunction: boolean;
  /** Whether a surrounding command redirects its output. */
  readonly redirected: boolean;
}

/** An assignment, with its statement. */
export interface StatementAssignment {
  readonly assignment: AssignmentWord;
  readonly statement: Statement;
}

/** An assignment to a variable that dkms has, or had once. */
export interface DirectiveAssignment extends StatementAssignment {
  readonly directive: Directive;
}

/** The longest argument that Linux passes to a program. */
const longestWord = 131_072;

/** The statements of a file, for rules that look at words instead of values; collected once per check. */
export class Statements {
  /** In text order. */
  readonly all: readonly Statement[];
  /** Those that run a command, and are not just assignments; most files have few. */
  readonly commands: readonly Statement[];
  readonly #conf: Conf;
  readonly #assignments: StatementAssignment[] = [];
  readonly #toDirectives: DirectiveAssignment[] = [];
  readonly #toOthers: StatementAssignment[] = [];
  #values: ReadonlyMap<number, Word> | undefined;
  #withExpansions: readonly DirectiveAssignment[] | undefined;

  constructor(conf: Conf) {
    this.#conf = conf;
    this.all = inTextOrder(collect(conf.script.lines));
    this.commands = this.all.filter(({ command }) => command.words.length > 0);
    for (const statement of this.all) {
      if (statement.command.words.length > 0) continue;
      for (const assignment of statement.command.assignments) this.#add(assignment, statement);
    }
  }

  #add(assignment: AssignmentWord, statement: Statement): void {
    const directive = findDirective(assignment.name);
    if (directive) {
      const written = { assignment, statement, directive };
      this.#assignments.push(written);
      this.#toDirectives.push(written);
    } else {
      const written = { assignment, statement };
      this.#assignments.push(written);
      this.#toOthers.push(written);
    }
  }

  /** The values by the offsets at which they begin. */
  #valuesByStart(): ReadonlyMap<number, Word> {
    const values = new Map<number, Word>();
    for (const { assignment } of this.#assignments) {
      const { append, value } = assignment;
      // The text after `+=` is not the whole value.
      if (append) continue;
      if (!isArrayLiteral(value)) values.set(value.start, value);
      else for (const item of value.items) if (!item.append) values.set(item.value.start, item.value);
    }
    return values;
  }

  /** Every assignment, including those that apply to one command only. */
  *written(): Iterable<StatementAssignment> {
    for (const statement of this.all)
      for (const assignment of statement.command.assignments) yield { assignment, statement };
  }

  /** Every assignment that persists: not those that apply to one command only, nor arguments of `declare`. */
  assignments(): readonly StatementAssignment[] {
    return this.#assignments;
  }

  /** Those among `assignments` whose variable dkms has, or had once. */
  toDirectives(): readonly DirectiveAssignment[] {
    return this.#toDirectives;
  }

  /** Those among `toDirectives` whose value is one word in which something is expanded: few of most files. */
  toDirectivesWithExpansions(): readonly DirectiveAssignment[] {
    this.#withExpansions ??= this.#toDirectives.filter(
      ({ assignment: { value } }) =>
        !isArrayLiteral(value) && value.parts.some(({ kind }) => kind !== 'text'),
    );
    return this.#withExpansions;
  }

  /** Those among `assignments` whose variable dkms never had. */
  toOthers(): readonly StatementAssignment[] {
    return this.#toOthers;
  }

  /**
   * The word that gave an element its value; `undefined` if the value was composed of several words or comes from elsewhere, and for a word
   * that is too long for any program's arguments.
   */
  wordOf(element: DirectiveElement): Word | undefined {
    const { valueSpan } = element;
    this.#values ??= this.#valuesByStart();
    const word = valueSpan && this.#values.get(valueSpan.start);
    return word && word.end === valueSpan?.end && word.end - word.start <= longestWord ? word : undefined;
  }

  /**
   * A word without its quotes, with expansions and substitutions as written: `make KVER=${kernelver}`. It is the command that dkms runs,
   * with these parts in place of texts that are known only then.
   */
  writtenText(word: Word): string {
    return word.parts
      .map((part) => (part.kind === 'text' ? part.text : this.#conf.text.slice(part.start, part.end)))
      .join('');
  }
}

function inTextOrder(statements: Statement[]): readonly Statement[] {
  // They are, unless something stands in a branch, a loop or a function.
  for (let at = 1; at < statements.length; at++)
    if ((statements[at - 1]?.command.start ?? 0) > (statements[at]?.command.start ?? 0))
      return statements.sort((a, b) => a.command.start - b.command.start);
  return statements;
}

type StatementContext = Omit<Statement, 'command'>;

type Compound = Exclude<Command, SimpleCommand>;

/** Uses an explicit stack, since files may be nested deeper than the call stack allows. */
function collect(lines: readonly List[]): Statement[] {
  const found: Statement[] = [];
  const pending: { readonly command: Compound; readonly context: StatementContext }[] = [];
  const add = (command: Command, context: StatementContext) => {
    if (command.kind !== 'simple') pending.push({ command, context });
    else {
      const { certain, apart, inFunction, redirected } = context;
      found.push({ command, certain, apart, inFunction, redirected });
    }
  };
  const addPipeline = (
    { commands }: Pipeline,
    background: boolean,
    context: StatementContext,
    isFirst: boolean,
  ) => {
    const alone = commands.length === 1 && !background;
    // In most files, all commands are in the same surroundings.
    const own =
      alone && (isFirst || !context.certain)
        ? context
        : { ...context, certain: context.certain && isFirst && alone, apart: context.apart || !alone };
    for (const command of commands) add(command, own);
  };
  const addList = (list: List, context: StatementContext) => {
    for (const { first, rest, background } of list) {
      addPipeline(first, background, context, true);
      for (const { pipeline } of rest) addPipeline(pipeline, background, context, false);
    }
  };
  const top: StatementContext = { certain: true, apart: false, inFunction: false, redirected: false };
  for (const line of lines) addList(line, top);
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { command } = next;
    const inside = { ...next.context, redirected: next.context.redirected || command.redirects.length > 0 };
    const branch = { ...inside, certain: false };
    switch (command.kind) {
      case 'if':
        for (const { condition, body } of command.clauses) {
          addList(condition, branch);
          addList(body, branch);
        }
        if (command.otherwise) addList(command.otherwise, branch);
        break;
      case 'case':
        for (const { body } of command.arms) addList(body, branch);
        break;
      case 'for':
      case 'select':
      case 'counted-for':
        addList(command.body, branch);
        break;
      case 'while':
      case 'until':
        addList(command.condition, branch);
        addList(command.body, branch);
        break;
      case 'group':
        addList(command.body, inside);
        break;
      case 'subshell':
        addList(command.body, { ...branch, apart: true });
        break;
      case 'function':
        add(command.body, { ...branch, inFunction: true });
        break;
      case 'coprocess':
        add(command.body, { ...branch, apart: true });
        break;
      case 'test':
      case 'arithmetic':
        break;
      default:
        command satisfies never;
    }
  }
  return found;
}
