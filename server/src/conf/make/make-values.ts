import {
  type MakefileCondition,
  type MakefileFacts,
  type MakefileVariable,
  orderOf,
  type TargetVariable,
} from '../rules/source-facts.ts';
import type { KernelOrigin, KernelOrigins } from './kernel-origins.ts';
import { closingOf, comparedTexts } from './make-brackets.ts';
import {
  argumentsOf,
  callFunction,
  existingFiles,
  type FileExists,
  shellOutput,
  substituted,
} from './make-functions.ts';
import { originOf } from './make-origin.ts';
import { hasMark, isCertainlyFull, isSame, marks, wordsOf } from './walked-text.ts';

const running = /\$\(shell\s+uname\s+-r\s*\)|\$\$\(uname\s+-r\s*\)|`uname\s+-r`/g;
const fixed =
  /(\/lib\/modules\/|\/usr\/src\/(?:linux-headers-|linux-|kernels\/))(\d+\.\d+[\w.+~-]*)(?=\/|$|\s)/g;
const release = /^\d+\.\d+[\w.+~-]*$/;
/** In characters; no real Makefile has a longer value, and a longer one is not expanded. */
const longest = 10_000;
const deepest = 20;
/** How many texts one make expands; further ones are unknown. */
const mostExpansions = 20_000;

/** What the makes of one walk share while values are expanded. */
interface Progress {
  recursion: boolean;
  expansions: number;
}

/** The function or the recipe whose text is being expanded; absent if none is. */
interface Within {
  readonly bound?: ReadonlyMap<string, string>;
  readonly unbound?: MakeValues;
  readonly asked?: Iterable<string>;
  readonly depth?: number;
}

/** The programs that make names by itself. Source: "Variables Used by Implicit Rules", GNU make 4.3. */
const builtInPrograms: ReadonlyMap<string, string> = new Map([
  ['AR', 'ar'],
  ['CC', 'cc'],
  ['CXX', 'g++'],
  ['RM', 'rm -f'],
]);

/** The variables of one make: those of its Makefile, of its command line, and of the environment. */
export class MakeValues {
  readonly #makefile: MakefileFacts;
  /** The Makefile before includes were merged; a `KernelOrigin` refers to it. */
  readonly #origin: MakefileFacts;
  readonly #given: ReadonlyMap<string, string>;
  readonly #environment: ReadonlyMap<string, string>;
  readonly #origins: KernelOrigins;
  readonly #folder: string;
  readonly #known = new Map<string, string>();
  /** The variables before a line, by its position in the order in which make reads lines; shared by all of them. */
  readonly #before: Map<number, MakeValues>;
  /** The position before which these are the variables; infinite for those of the whole Makefile. */
  readonly #end: number;
  /** The variables that are being expanded, to detect recursion. */
  readonly #asked = new Set<string>();
  /** Those being expanded around this function. */
  readonly #expanding: ReadonlySet<string>;
  readonly #progress: Progress;
  readonly #exists: FileExists | undefined;
  /** The variables of a function or a recipe that is being expanded: `1` of `call`, that of `foreach`, `@`. */
  readonly #bound: ReadonlyMap<string, string>;
  /** The same variables without the bound ones. */
  readonly #unbound: MakeValues;
  #depth = 0;

  /** `folder` is make's working folder, relative to that of the conf; the values of `given` and `environment` are already expanded. */
  constructor(
    make: Within & {
      readonly makefile: MakefileFacts;
      readonly folder: string;
      readonly given: ReadonlyMap<string, string>;
      readonly environment: ReadonlyMap<string, string>;
      readonly origins: KernelOrigins;
      readonly exists?: FileExists | undefined;
      readonly origin?: MakefileFacts;
      readonly progress?: Progress;
      readonly before?: Map<number, MakeValues>;
      readonly end?: number;
    },
  ) {
    this.#before = make.before ?? new Map();
    this.#end = make.end ?? Number.POSITIVE_INFINITY;
    this.#expanding = new Set(make.asked);
    this.#progress = make.progress ?? { recursion: false, expansions: 0 };
    this.#exists = make.exists;
    this.#bound = make.bound ?? new Map();
    this.#unbound = make.unbound ?? this;
    this.#depth = make.depth ?? 0;
    this.#makefile = make.makefile;
    this.#origin = make.origin ?? make.makefile;
    this.#given = make.given;
    this.#environment = make.environment;
    this.#origins = make.origins;
    this.#folder = make.folder;
  }

  /** Whether a requested variable refers to itself, at which make stops. */
  get isRecursive(): boolean {
    return this.#progress.recursion;
  }

  /** The folder of this make, as a text with marks. */
  get folderText(): string {
    return this.#folder === '' ? marks.source : `${marks.source}/${this.#folder}`;
  }

  /** The value of a variable; empty for one that nothing sets. */
  value(name: string): string {
    const bound = this.#bound.get(name);
    if (bound !== undefined) return bound;
    const known = this.#known.get(name);
    if (known !== undefined) {
      if (this.#asked.has(name)) this.#progress.recursion = true;
      return known;
    }
    if (this.#expanding.has(name)) this.#progress.recursion = true;
    if (this.#depth >= deepest || this.#expanding.has(name)) return marks.unknown;
    // A variable that is requested while it is being expanded refers to itself.
    this.#known.set(name, marks.unknown);
    this.#asked.add(name);
    this.#depth++;
    const value = this.#find(name);
    this.#depth--;
    this.#asked.delete(name);
    this.#known.set(name, value);
    return value;
  }

  /** A text with its references replaced. */
  expand(text: string, variable?: MakefileVariable): string {
    const origin = (kernel: KernelOrigin['kernel']) =>
      this.#origins.mark({ kernel, makefile: this.#origin, ...(variable && { variable }) });
    const marked = text
      .replace(running, () => origin('running'))
      .replace(fixed, (_, folder: string, named: string) => `${folder}${origin({ release: named })}`);
    const result = this.#replace(marked);
    return result.length > longest ? marks.unknown : result;
  }

  /**
   * Expands everything that make expands when it reads the Makefile, whatever it then builds: a variable that refers to itself there stops
   * make.
   */
  readAll(): void {
    for (const { name, operator, conditions } of this.#makefile.variables)
      if (this.hold(conditions) !== false && operator.startsWith(':')) this.value(name);
  }

  /** Whether all conditions hold; `undefined` if unknown. */
  hold(conditions: readonly MakefileCondition[]): boolean | undefined {
    let result: boolean | undefined = true;
    for (const condition of conditions) {
      const one = this.#holds(condition);
      if (one === false) return false;
      if (one === undefined) result = undefined;
    }
    return result;
  }

  /** The variables with some more while a function or a recipe is expanded, such as `@`; whatever it refers to sees them, too. */
  withBound(more: Readonly<Record<string, string>>, called?: string): MakeValues {
    // A function may call itself recursively.
    const asked = [...this.#expanding, ...this.#asked].filter((name) => name !== called);
    return this.#with({
      bound: new Map([...this.#bound, ...Object.entries(more)]),
      ...{ unbound: this.#unbound, depth: this.#depth + 1, asked },
    });
  }

  #with(
    changed: Within & {
      readonly makefile?: MakefileFacts;
      readonly before?: Map<number, MakeValues>;
      readonly end?: number;
    },
  ): MakeValues {
    return new MakeValues({
      ...{ makefile: this.#makefile, folder: this.#folder, origins: this.#origins, origin: this.#origin },
      ...{ given: this.#given, environment: this.#environment, exists: this.#exists },
      ...{ progress: this.#progress, ...changed },
    });
  }

  /** The variables as they are when make reads a line: conditions and `:=` do not see later assignments. */
  #inFrontOf(order: number): MakeValues {
    if (this.#unbound !== this) return this.#unbound.#inFrontOf(order);
    const end = Math.min(order, this.#end);
    const known = end === this.#end ? this : this.#before.get(end);
    if (known) return known;
    const all = this.#makefile.variables;
    const variables = all.filter((one) => orderOf(one) < end);
    const values =
      variables.length === all.length
        ? this
        : this.#with({ makefile: { ...this.#makefile, variables }, before: this.#before, end });
    this.#before.set(end, values);
    return values;
  }

  /** The environment of the programs that this make runs. */
  exported(): ReadonlyMap<string, string> {
    const { exports, variables } = this.#makefile;
    const names = new Set<string>();
    // make exports a variable that it got from the environment or its command line with the value from the Makefile.
    for (const { name, operator, override } of variables)
      if (operator !== 'undefine' && (this.#environment.has(name) || (override && this.#given.has(name))))
        names.add(name);
    for (const { name, conditions } of exports) {
      if (this.hold(conditions) === false) continue;
      if (name === '*') for (const variable of variables) names.add(variable.name);
      else for (const one of wordsOf(this.expand(name))) names.add(one);
    }
    return new Map([...this.#environment, ...[...names].map((name) => [name, this.value(name)] as const)]);
  }

  /**
   * The variables for a target: `own` are its target-specific variables and those of the targets that need it, the outermost first.
   * Values are unknown if they depend on the order of the assignments.
   */
  withTargetVariables(own: readonly TargetVariable[]): MakeValues {
    if (own.length === 0) return this;
    const { variables, exports } = this.#makefile;
    const isPlain = ({ name, operator, value, ...one }: TargetVariable, at = orderOf(one)) =>
      operator === '=' ||
      (operator === '+='
        ? variables.every((one) => one.name !== name || orderOf(one) < at)
        : operator.startsWith(':') && !own.some((other) => value.includes(other.name)));
    const added = own.map((one) => (isPlain(one) ? one : { ...one, operator: 'unknown' }));
    return this.#with({
      makefile: {
        ...this.#makefile,
        variables: [...variables, ...added],
        exports: [...exports, ...own.filter(({ isExported }) => isExported)],
      },
    });
  }

  #find(name: string): string {
    const assigned = this.#makefile.variables.filter((one) => one.name === name);
    const given = this.#given.get(name);
    if (given !== undefined && !assigned.some(({ override }) => override)) return given;
    if (name === 'CURDIR') return this.folderText;
    if (name === 'MAKE') return 'make';
    const fromOutside = given ?? this.#environment.get(name) ?? builtInPrograms.get(name);
    let value = fromOutside;
    for (const variable of assigned) {
      const holds = this.hold(variable.conditions);
      if (holds === false) continue;
      const before = value;
      value = this.#assign(variable, value);
      if (holds === undefined && value !== before) value = marks.unknown;
    }
    return value ?? '';
  }

  #assign(variable: MakefileVariable, before: string | undefined): string | undefined {
    const { operator, value } = variable;
    if (operator === 'undefine') return undefined;
    if (operator === 'unknown' || operator.startsWith('define ')) {
      // Expanded only to detect a variable that refers to itself.
      this.#replace(value);
      return marks.unknown;
    }
    if (operator === '?=' && before !== undefined) return before;
    if (operator === '!=') {
      return /^uname\s+-r$/.test(value.trim()) ? this.expand('$(shell uname -r)', variable) : marks.unknown;
    }
    // make drops blanks before a value and keeps those after it, such as one before a comment.
    const whole = value.trimStart();
    const bare = whole.trimEnd();
    const values = operator.startsWith(':') ? this.#inFrontOf(orderOf(variable)) : this;
    const text = release.test(bare)
      ? `${this.#origins.mark({ kernel: { release: bare }, makefile: this.#origin, variable })}${whole.slice(bare.length)}`
      : values.expand(whole, variable);
    return operator === '+=' && before ? `${before} ${text}` : text;
  }

  #replace(text: string): string {
    if (++this.#progress.expansions > mostExpansions) return marks.unknown;
    let result = '';
    for (let at = 0; at < text.length; at++) {
      const character = text[at] ?? '';
      if (character !== '$') {
        result += character;
        continue;
      }
      const next = text[at + 1] ?? '';
      if (next === '$') {
        result += '$';
        at++;
      } else if (next === '(' || next === '{') {
        const end = closingOf(text, at + 1);
        if (end === undefined) return marks.unknown;
        result += this.#reference(text.slice(at + 2, end));
        at = end;
      } else {
        result += this.#bound.get(next) ?? (/\w/.test(next) ? this.value(next) : marks.unknown);
        at++;
      }
      if (result.length > longest) return marks.unknown;
    }
    return result;
  }

  #reference(inside: string): string {
    const call = /^([a-z-]+)\s+(.*)$/s.exec(inside);
    if (call?.[1]) return this.#call(call[1], call[2] ?? '');
    const changed = /^([\w.-]+):([^=]*)=(.*)$/s.exec(inside);
    if (changed?.[1])
      return substituted(
        this.value(changed[1]),
        this.#replace(changed[2] ?? ''),
        this.#replace(changed[3] ?? ''),
      );
    const name = inside.includes('$') ? this.#replace(inside) : inside;
    return this.#bound.get(name) ?? (/^[\w.-]+$/.test(name) ? this.value(name) : marks.unknown);
  }

  #call(name: string, argument: string): string {
    const text = () => this.#replace(argument).trim();
    let known: string | undefined;
    switch (name) {
      case 'info':
      case 'warning':
        return '';
      case 'shell':
        return shellOutput(text(), this.folderText);
      case 'strip':
        return wordsOf(text()).join(' ');
      case 'call':
        return this.#callOwn(argument);
      case 'foreach':
        return this.#forEach(argument);
      case 'origin':
        return this.#bound.has(text())
          ? 'automatic'
          : originOf(text(), {
              assigned: this.#makefile.variables.filter((one) => one.name === text()),
              ...{ hold: (one) => this.hold(one), given: this.#given, environment: this.#environment },
            });
      case 'wildcard':
        return existingFiles(text(), this.#folder, this.#exists);
      case 'abspath':
      case 'realpath':
        return wordsOf(text())
          .map((word) => (/^[/\uE000-\uF8FF]/.test(word) ? word : `${this.folderText}/${word}`))
          .join(' ');
      case 'or':
      case 'and':
        return this.#firstThat(name === 'or', argument);
      case 'if': {
        const [test = '', yes = '', no = ''] = argumentsOf(argument, 3);
        const tested = this.#replace(test.trim());
        if (tested === '') return this.#replace(no);
        return isCertainlyFull(tested) ? this.#replace(yes) : marks.unknown;
      }
      default:
        // `$(dir $(abspath $(lastword $(MAKEFILE_LIST))))` is how Makefiles find their own folder.
        if (name === 'dir' && /MAKEFILE_LIST/.test(argument)) return `${this.folderText}/`;
        known = callFunction(name, argument, (text) => this.#replace(text));
        if (known !== undefined) return known;
        // Whatever the function is, make stops at a variable in it that refers back to this one.
        for (const { 1: used } of argument.matchAll(/\$[({]([\w.-]+)[)}]/g)) if (used) this.value(used);
        return marks.unknown;
    }
  }

  /** For `or` and `and`: the first argument that is full or empty, respectively, else the last one. */
  #firstThat(full: boolean, argument: string): string {
    let last = '';
    for (const part of argumentsOf(argument, Number.POSITIVE_INFINITY)) {
      last = this.#replace(part.trim());
      if (last !== '' && !isCertainlyFull(last)) return marks.unknown;
      if ((last !== '') === full) return last;
    }
    return last;
  }

  /** `$(call name,a,b)`: the variable, with `$1`, `$2` … in whatever it refers to. */
  #callOwn(argument: string): string {
    const [name = '', ...given] = argumentsOf(argument, Number.POSITIVE_INFINITY).map((part) =>
      this.#replace(part),
    );
    if (hasMark(name) || this.#depth >= deepest) return marks.unknown;
    // Arguments that are not given are empty, also in a call within a call.
    const numbered = Array.from({ length: Math.max(9, given.length) }, (_, at) => [
      `${at + 1}`,
      given[at] ?? '',
    ]);
    const called = name.trim();
    return this.withBound({ ...Object.fromEntries(numbered), 0: called }, called).value(called);
  }

  #forEach(argument: string): string {
    const [variable = '', list = '', text = ''] = argumentsOf(argument, 3);
    const [name, words] = [this.#replace(variable).trim(), this.#replace(list)];
    if (hasMark(name) || words.includes(marks.unknown) || this.#depth >= deepest) return marks.unknown;
    return wordsOf(words)
      .map((word) => this.withBound({ [name]: word }).#replace(text))
      .join(' ');
  }

  #holds(condition: MakefileCondition): boolean | undefined {
    const { text, negated, after } = condition;
    const values = this.#inFrontOf(orderOf(condition));
    const earlier = after.map((one) => values.#test(one));
    if (earlier.includes(true)) return false;
    const own = values.#test(text);
    if (own === undefined || earlier.includes(undefined)) return own === negated ? false : undefined;
    return own !== negated;
  }

  #test(text: string): boolean | undefined {
    const defined = /^if(n?)def\s+(\S+)$/.exec(text);
    if (defined?.[2]) {
      const value = this.value(this.#replace(defined[2]));
      const isSet = value === '' ? false : isCertainlyFull(value) ? true : undefined;
      return isSet === undefined ? undefined : isSet === (defined[1] === '');
    }
    const pair = comparedTexts(text);
    if (!pair) return undefined;
    const [a, b] = pair.map((one) => this.#origins.written(this.#replace(one)));
    const same = a === undefined || b === undefined ? undefined : isSame(a, b);
    return same === undefined ? undefined : same === /^ifeq\b/.test(text);
  }
}
