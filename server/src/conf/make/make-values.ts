import {
  type MakefileCondition,
  type MakefileFacts,
  type MakefileVariable,
  orderOf,
  type TargetVariable,
} from '../rules/source-facts.ts';
import { closingOf, comparedTexts } from './make-brackets.ts';
import { argumentsOf, callFunction, substituted } from './make-functions.ts';
import { marks, wordsOf } from './walked-text.ts';

/** The code point of the first mark for a kernel that a Makefile chooses by itself; see `KernelOrigins`. */
const firstOrigin = 0xe100;
const lastOrigin = 0xf8ff;

/** A kernel that a Makefile names by itself, and where it does so. */
export interface KernelOrigin {
  /** `running`: that of `uname -r`; else the release written in the Makefile. */
  readonly kernel: 'running' | { readonly release: string };
  readonly makefile: MakefileFacts;
  /** The variable whose value names the kernel; absent if a recipe names it. */
  readonly variable?: MakefileVariable;
}

/** The kernels found in one walk, each with its own mark. */
export class KernelOrigins {
  readonly #all: KernelOrigin[] = [];

  /** The mark of a kernel, or `marks.unknown` if there are too many kernels. */
  mark(origin: KernelOrigin): string {
    const known = this.#all.findIndex(
      (one) =>
        one.makefile === origin.makefile &&
        one.variable === origin.variable &&
        JSON.stringify(one.kernel) === JSON.stringify(origin.kernel),
    );
    const at = known < 0 ? this.#all.push(origin) - 1 : known;
    return firstOrigin + at > lastOrigin ? marks.unknown : String.fromCharCode(firstOrigin + at);
  }

  /** The kernels whose marks a text contains. */
  of(text: string): readonly KernelOrigin[] {
    return [...text].flatMap((character) => {
      const origin = this.#all[character.charCodeAt(0) - firstOrigin];
      return origin ? [origin] : [];
    });
  }
}

const running = /\$\(shell\s+uname\s+-r\s*\)|\$\$\(uname\s+-r\s*\)|`uname\s+-r`/g;
const fixed =
  /(\/lib\/modules\/|\/usr\/src\/(?:linux-headers-|linux-|kernels\/))(\d+\.\d+[\w.+~-]*)(?=\/|$|\s)/g;
const release = /^\d+\.\d+[\w.+~-]*$/;
/** Characters; no real Makefile has a longer value, and a longer one is not expanded. */
const longest = 10_000;
const deepest = 20;

/** The variables of one make: those of its Makefile, of its command line, and of the environment. */
export class MakeValues {
  readonly #makefile: MakefileFacts;
  /** The Makefile as it was read; a `KernelOrigin` names it. */
  readonly #origin: MakefileFacts;
  readonly #given: ReadonlyMap<string, string>;
  readonly #environment: ReadonlyMap<string, string>;
  readonly #origins: KernelOrigins;
  readonly #folder: string;
  readonly #known = new Map<string, string>();
  /** The variables as they are before a line, by its place in the order in which make reads lines. */
  readonly #before = new Map<number, MakeValues>();
  /** The variables that are being expanded, to detect recursion. */
  readonly #asked = new Set<string>();
  readonly #recursion: { found: boolean };
  #depth = 0;

  /** `folder` is make's working folder, relative to that of the conf; the values of `given` and `environment` are already expanded. */
  constructor(make: {
    readonly makefile: MakefileFacts;
    readonly folder: string;
    readonly given: ReadonlyMap<string, string>;
    readonly environment: ReadonlyMap<string, string>;
    readonly origins: KernelOrigins;
    readonly origin?: MakefileFacts;
    readonly recursion?: { found: boolean };
  }) {
    this.#recursion = make.recursion ?? { found: false };
    this.#makefile = make.makefile;
    this.#origin = make.origin ?? make.makefile;
    this.#given = make.given;
    this.#environment = make.environment;
    this.#origins = make.origins;
    this.#folder = make.folder;
  }

  /** Whether a requested variable refers to itself, at which make stops. */
  get isRecursive(): boolean {
    return this.#recursion.found;
  }

  /** The folder of this make, as a text with marks. */
  get folderText(): string {
    return this.#folder === '' ? marks.source : `${marks.source}/${this.#folder}`;
  }

  /** The value of a variable; empty for one that nothing sets. */
  value(name: string): string {
    const known = this.#known.get(name);
    if (known !== undefined) {
      if (this.#asked.has(name)) this.#recursion.found = true;
      return known;
    }
    if (this.#depth >= deepest) return marks.unknown;
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

  /** A text with its references replaced; `automatic` has the values of `$@` and the like in a recipe. */
  expand(
    text: string,
    automatic: Readonly<Record<string, string>> = {},
    variable?: MakefileVariable,
  ): string {
    const origin = (kernel: KernelOrigin['kernel']) =>
      this.#origins.mark({ kernel, makefile: this.#origin, ...(variable && { variable }) });
    const marked = text
      .replace(running, () => origin('running'))
      .replace(fixed, (_, folder: string, named: string) => `${folder}${origin({ release: named })}`);
    const result = this.#replace(marked, automatic);
    return result.length > longest ? marks.unknown : result;
  }

  /** Expands all that make expands when it reads the Makefile, whatever it then builds: a variable in it that refers to itself stops make. */
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

  /** The variables as they are when make reads a line: conditions and `:=` do not see later assignments. */
  #inFrontOf(order: number): MakeValues {
    const known = this.#before.get(order);
    if (known) return known;
    const all = this.#makefile.variables;
    const variables = all.filter((one) => orderOf(one) < order);
    const values =
      variables.length === all.length
        ? this
        : new MakeValues({
            ...{ makefile: { ...this.#makefile, variables }, folder: this.#folder, origins: this.#origins },
            ...{ given: this.#given, environment: this.#environment, origin: this.#origin },
            recursion: this.#recursion,
          });
    this.#before.set(order, values);
    return values;
  }

  /** The environment of the programs that this make runs. */
  exported(): ReadonlyMap<string, string> {
    const { exports, variables } = this.#makefile;
    const names = new Set<string>();
    // make exports a variable that it got from the environment with the value from the Makefile.
    for (const { name, operator } of variables)
      if (operator !== 'undefine' && this.#environment.has(name)) names.add(name);
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
    const added = own.map((one) => (isPlain(one) ? one : { ...one, operator: 'define' }));
    return new MakeValues({
      makefile: {
        ...this.#makefile,
        variables: [...variables, ...added],
        exports: [...exports, ...own.filter(({ isExported }) => isExported)],
      },
      ...{ folder: this.#folder, origins: this.#origins, origin: this.#origin },
      ...{ given: this.#given, environment: this.#environment, recursion: this.#recursion },
    });
  }

  #find(name: string): string {
    const assigned = this.#makefile.variables.filter((one) => one.name === name);
    const given = this.#given.get(name);
    if (given !== undefined && !assigned.some(({ override }) => override)) return given;
    if (name === 'CURDIR') return this.folderText;
    if (name === 'MAKE') return 'make';
    const fromOutside = given ?? this.#environment.get(name);
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
    if (operator === 'define') {
      // Expanded only to detect a variable that refers to itself.
      this.#replace(value, {});
      return marks.unknown;
    }
    if (operator === '?=' && before !== undefined) return before;
    if (operator === '!=') {
      return /^uname\s+-r$/.test(value.trim())
        ? this.expand('$(shell uname -r)', {}, variable)
        : marks.unknown;
    }
    const whole = value.trim();
    const values = operator.startsWith(':') ? this.#inFrontOf(orderOf(variable)) : this;
    const text = release.test(whole)
      ? this.#origins.mark({ kernel: { release: whole }, makefile: this.#origin, variable })
      : values.expand(value, {}, variable).trim();
    return operator === '+=' && before ? `${before} ${text}` : text;
  }

  #replace(text: string, automatic: Readonly<Record<string, string>>): string {
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
        result += this.#reference(text.slice(at + 2, end), automatic);
        at = end;
      } else {
        result += automatic[next] ?? (/\w/.test(next) ? this.value(next) : marks.unknown);
        at++;
      }
      if (result.length > longest) return marks.unknown;
    }
    return result;
  }

  #reference(inside: string, automatic: Readonly<Record<string, string>>): string {
    const call = /^([a-z-]+)\s+(.*)$/s.exec(inside);
    if (call?.[1]) return this.#call(call[1], call[2] ?? '', automatic);
    const changed = /^([\w.-]+):([^=]*)=(.*)$/s.exec(inside);
    if (changed?.[1])
      return substituted(
        this.value(changed[1]),
        this.#replace(changed[2] ?? '', automatic),
        this.#replace(changed[3] ?? '', automatic),
      );
    const name = inside.includes('$') ? this.#replace(inside, automatic) : inside;
    if (automatic[name] !== undefined) return automatic[name];
    return /^[\w.-]+$/.test(name) ? this.value(name) : marks.unknown;
  }

  #call(name: string, argument: string, automatic: Readonly<Record<string, string>>): string {
    const text = () => this.#replace(argument, automatic).trim();
    let known: string | undefined;
    switch (name) {
      case 'shell':
        return /^pwd(?:\s+-[LP])?$/.test(argument.trim()) ? this.folderText : marks.unknown;
      case 'call': {
        const [called = '', ...given] = argument.split(',');
        // The value of a function with arguments depends on them.
        return given.length === 0 ? this.value(called.trim()) : marks.unknown;
      }
      case 'strip':
        return text();
      case 'abspath':
      case 'realpath':
        return wordsOf(text())
          .map((word) => (/^[/\uE000-\uF8FF]/.test(word) ? word : `${this.folderText}/${word}`))
          .join(' ');
      case 'or': {
        const parts = argument.split(',').map((part) => this.#replace(part, automatic).trim());
        const first = parts.findIndex((part) => part !== '');
        return parts[first] ?? '';
      }
      case 'if': {
        const [test = '', yes = '', no = ''] = argumentsOf(argument, 3);
        const tested = this.#replace(test.trim(), automatic);
        if (tested === '') return this.#replace(no, automatic);
        return isCertainlyFull(tested) ? this.#replace(yes, automatic) : marks.unknown;
      }
      default:
        // `$(dir $(abspath $(lastword $(MAKEFILE_LIST))))` is how Makefiles find their own folder.
        if (name === 'dir' && /MAKEFILE_LIST/.test(argument)) return `${this.folderText}/`;
        known = callFunction(name, argument, (text) => this.#replace(text, automatic));
        if (known !== undefined) return known;
        // Whatever the function is, make stops at a variable in it that refers back to this one.
        for (const { 1: used } of argument.matchAll(/\$[({]([\w.-]+)[)}]/g)) if (used) this.value(used);
        return marks.unknown;
    }
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
      const value = this.value(this.#replace(defined[2], {}));
      const isSet = value === '' ? false : isCertainlyFull(value) ? true : undefined;
      return isSet === undefined ? undefined : isSet === (defined[1] === '');
    }
    const pair = comparedTexts(text);
    if (!pair) return undefined;
    const [a, b] = pair.map((one) => this.#literal(this.#replace(one, {}).trim()));
    const same = a === undefined || b === undefined ? undefined : isSame(a, b);
    return same === undefined ? undefined : same === /^ifeq\b/.test(text);
  }

  /** For comparisons: the text with the marks of written releases replaced by the releases themselves. */
  #literal(text: string): string {
    return [...text]
      .map((character) => {
        const [origin] = this.#origins.of(character);
        return origin && origin.kernel !== 'running' ? origin.kernel.release : character;
      })
      .join('');
  }
}

const anyMark = /[\uE000-\uF8FF]/;

/** Whether two texts are the same; `undefined` if that depends on an unknown part. */
function isSame(a: string, b: string): boolean | undefined {
  if (!anyMark.test(a) && !anyMark.test(b)) return a === b;
  if (a === '') return isCertainlyFull(b) ? false : undefined;
  if (b === '') return isCertainlyFull(a) ? false : undefined;
  // Except for `marks.unknown`, equal marks stand for equal texts.
  if (a === b && !a.includes(marks.unknown)) return true;
  return undefined;
}

/** Whether a text is certainly not empty, whatever its unknown parts are. */
function isCertainlyFull(text: string): boolean {
  return text.replaceAll(marks.unknown, '').trim() !== '';
}
