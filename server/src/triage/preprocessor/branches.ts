import { evaluateCondition, logicalAnd, type MacroFacts } from './condition.ts';

/** Whether a line is compiled; `undefined` if that depends on something unknown. */
export type LineActivity = boolean | undefined;

/** One `#if`, `#ifdef`, `#ifndef`, `#elif` or `#else` with the lines that it controls. */
export interface Branch {
  /** 0-based line of the directive. */
  readonly line0: number;
  /** The line after the last one it controls: that of the next `#elif`, `#else` or `#endif`. */
  readonly end0: number;
  readonly directive: 'if' | 'ifdef' | 'ifndef' | 'elif' | 'else';
  /** The expression or name after the directive, on one line and without comments. */
  readonly condition: string;
  /** 0-based lines of the directives of the same group, this one among them. */
  readonly group: readonly number[];
}

/** The preprocessor conditions of a C file. */
export interface Branches {
  readonly branches: readonly Branch[];
  readonly lineCount: number;
  /** Names that the file itself defines or undefines, with the lines, in order. */
  readonly defines: readonly MacroLine[];
}

/** A `#define`, or an `#undef`. */
export interface MacroLine {
  readonly line0: number;
  readonly name: string;
  readonly defined: boolean;
  /** Of a macro without parameters. */
  readonly value?: string;
}

interface Directive {
  readonly line0: number;
  readonly end0: number;
  readonly word: string;
  readonly rest: string;
}

/** Finds the conditions of a file. Total: ignores an extra `#endif`, and ends an unclosed `#if` with the file. */
export function findBranches(text: string): Branches {
  const { directives, lineCount } = findDirectives(text);
  const branches: Branch[] = [];
  const defines: MacroLine[] = [];
  const open: { members: { branch: Omit<Branch, 'end0' | 'group'>; line0: number }[] }[] = [];
  const close = (group: (typeof open)[number], line0: number) => {
    const lines = group.members.map((member) => member.line0);
    group.members.forEach(({ branch }, at) => {
      branches.push({ ...branch, end0: group.members[at + 1]?.line0 ?? line0, group: lines });
    });
  };
  for (const { line0, word, rest } of directives) {
    const group = open.at(-1);
    switch (word) {
      case 'if':
      case 'ifdef':
      case 'ifndef':
        open.push({ members: [{ line0, branch: { line0, directive: word, condition: rest } }] });
        break;
      case 'elif':
      case 'else':
        group?.members.push({ line0, branch: { line0, directive: word, condition: rest } });
        break;
      case 'endif':
        if (group) close(group, line0);
        open.pop();
        break;
      case 'define': {
        const [, name, parameters, value] = /^(\w+)(\([^)]*\))?\s*(.*)$/.exec(rest) ?? [];
        if (name)
          defines.push({ line0, name, defined: true, ...(!parameters && value !== undefined && { value }) });
        break;
      }
      case 'undef':
        defines.push({ line0, name: rest.trim(), defined: false });
        break;
      default:
        // `#include`, `#pragma` and other directives control no lines.
        break;
    }
  }
  for (const group of open) close(group, lineCount);
  return { branches: branches.sort((a, b) => a.line0 - b.line0), lineCount, defines };
}

/** The preprocessor's lines, with continued lines joined and comments removed. */
function findDirectives(text: string): {
  readonly directives: readonly Directive[];
  readonly lineCount: number;
} {
  const directives: Directive[] = [];
  const lines = withoutComments(text).split('\n');
  for (let line0 = 0; line0 < lines.length; line0++) {
    const start = line0;
    let line = lines[line0] ?? '';
    if (!/^[ \t]*#/.test(line)) continue;
    while (/\\[ \t\r]*$/.test(line) && line0 + 1 < lines.length)
      line = `${line.replace(/\\[ \t\r]*$/, ' ')}${lines[++line0] ?? ''}`;
    const match = /^[ \t]*#[ \t]*(\w+)[ \t]*(.*?)[ \t\r]*$/.exec(line);
    if (match) directives.push({ line0: start, end0: line0 + 1, word: match[1] ?? '', rest: match[2] ?? '' });
  }
  return { directives, lineCount: lines.length };
}

/** Comments become blanks, line ends stay. Strings are left alone. */
function withoutComments(text: string): string {
  return text.replace(
    /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g,
    (match) => (match.startsWith('/') ? match.replace(/[^\n]/g, ' ') : match),
  );
}

/** Which lines of a file are compiled under these facts, by 0-based line. A macro of the file itself is known if its line's state is. */
export function activeLines(file: Branches, facts: MacroFacts): readonly LineActivity[] {
  const own = new OwnMacros(file, facts);
  const active: LineActivity[] = new Array<LineActivity>(file.lineCount).fill(true);
  const values = new Map<number, LineActivity>();
  // Outer branches come first, since a directive precedes everything that it controls, and a `#define` precedes its uses.
  for (const branch of file.branches) {
    for (let line0 = own.next; line0 < branch.line0; line0++) own.pass(line0, active[line0]);
    const condition = isIncludeGuard(branch, file) || branchCondition(branch, own);
    const before = branch.group.filter((line0) => line0 < branch.line0).map((line0) => values.get(line0));
    values.set(branch.line0, condition);
    const taken: LineActivity = before.includes(true)
      ? false
      : condition === false
        ? false
        : before.includes(undefined)
          ? undefined
          : condition;
    for (let line0 = branch.line0 + 1; line0 < branch.end0; line0++)
      active[line0] = logicalAnd(active[line0], taken);
  }
  return active;
}

/** Whether `#ifndef X`, `#define X` surround a whole header: the compiler reads it when X is not defined yet. */
function isIncludeGuard(
  { directive, condition, line0, end0 }: Branch,
  { branches, defines }: Branches,
): boolean {
  if (directive !== 'ifndef' || branches[0]?.line0 !== line0) return false;
  const isLast = branches.every((other) => other.end0 <= end0);
  return isLast && defines[0]?.name === condition.trim() && defines[0].line0 <= line0 + 2;
}

function branchCondition({ directive, condition }: Branch, facts: MacroFacts): LineActivity {
  if (directive === 'else') return true;
  if (directive === 'ifdef' || directive === 'ifndef') {
    const defined = facts.isDefined(/^\w+/.exec(condition)?.[0] ?? '');
    return defined === undefined ? undefined : defined === (directive === 'ifdef');
  }
  const value = evaluateCondition(condition, facts);
  return value === undefined ? undefined : value !== 0;
}

/** The given facts, overridden by the macros that the file has defined up to a line. */
class OwnMacros implements MacroFacts {
  next = 0;
  readonly #facts: MacroFacts;
  readonly #at = new Map<number, MacroLine>();
  readonly #known = new Map<string, { readonly defined: LineActivity; readonly value?: string }>();

  constructor(file: Branches, facts: MacroFacts) {
    this.#facts = facts;
    for (const define of file.defines) this.#at.set(define.line0, define);
  }

  /** Advances past a line, given whether it is compiled. */
  pass(line0: number, active: LineActivity): void {
    this.next = line0 + 1;
    const define = this.#at.get(line0);
    if (!define || active === false) return;
    if (active === undefined) this.#known.set(define.name, { defined: undefined });
    else this.#known.set(define.name, define);
  }

  isDefined(name: string): boolean | undefined {
    const own = this.#known.get(name);
    return own ? own.defined : this.#facts.isDefined(name);
  }

  valueOf(name: string): number | undefined {
    const own = this.#known.get(name);
    if (!own) return this.#facts.valueOf(name);
    return own.value === undefined || own.value.includes(name)
      ? undefined
      : evaluateCondition(own.value, this);
  }

  hasHeader(path: string): boolean | undefined {
    return this.#facts.hasHeader(path);
  }
}
