import { type Block, blocksOf, firstAlike, pairBrackets } from './c-brackets.ts';
import { afterSignature, macrosOn } from './c-directives.ts';
import { statementAt } from './c-statements.ts';
import { type CToken, tokenizeC } from './c-tokens.ts';
import { firstIndex, lineStartsOf } from './text-lines.ts';

/** A span of a text, as UTF-16 offsets; `end` is exclusive. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/** A call of a function or macro with its arguments, whose spans exclude surrounding blanks. */
export interface Call extends TextSpan {
  /** Index of the name among the tokens. */
  readonly index: number;
  readonly name: CToken;
  readonly arguments: readonly TextSpan[];
  /** Index of the closing parenthesis. */
  readonly close: number;
}

/** A function at the top level: its definition, or a declaration of it. */
export interface FunctionText {
  readonly name: CToken;
  /** From the first word of the return type. */
  readonly returnType: TextSpan;
  readonly parameters: readonly TextSpan[];
  /** The end of the closing parenthesis. */
  readonly signatureEnd: number;
  /** The braces included; absent for a declaration. */
  readonly body?: TextSpan & { readonly open: number; readonly close: number };
}

/** An initializer such as `.remove = f` or an assignment such as `p->remove = f`. */
export interface MemberValue {
  readonly member: CToken;
  /** The struct that has the member, if the surrounding text shows it: `platform_driver`, `acpi_driver.ops`. */
  readonly owner?: string;
  /** The value, without surrounding blanks. */
  readonly value: TextSpan;
  /** The whole initializer or assignment, including the comma or semicolon that ends it. */
  readonly whole: TextSpan;
}

/** The text of one C file, with the queries that rewrites need. It works on tokens, so that incomplete code and odd macros do no harm. */
export class CSource {
  readonly text: string;
  readonly tokens: readonly CToken[];
  /** For each bracket, the index of its partner. */
  readonly #matchingBrackets: ReadonlyMap<number, number>;
  /** For each token the innermost pair of braces around it; tokens between the same braces share the object. */
  readonly #blockOf: readonly (Block | undefined)[];
  /** The indices of all tokens with a name, in any role. */
  readonly #named = new Map<string, number[]>();
  readonly #functions = new Map<string, readonly FunctionText[]>();
  readonly #structs = new Map<string, string | undefined>();
  readonly #openLines: ReadonlySet<number> | undefined;
  #lineStarts: readonly number[] | undefined;
  #openMacros: ReadonlySet<number> | undefined;

  /** In the macros that have one of these lines (from 1), names are found as anywhere else; other macros are not looked into. */
  constructor(text: string, openLines?: ReadonlySet<number>) {
    this.text = text;
    this.tokens = tokenizeC(text);
    this.#matchingBrackets = pairBrackets(this.tokens);
    this.#blockOf = blocksOf(this.tokens, this.#matchingBrackets);
    this.tokens.forEach((token, index) => {
      if (token.kind !== 'name') return;
      const known = this.#named.get(token.text);
      if (known) known.push(index);
      else this.#named.set(token.text, [index]);
    });
    this.#openLines = openLines;
  }

  slice(span: TextSpan): string {
    return this.text.slice(span.start, span.end);
  }

  /** 0-based. */
  lineOf(offset: number): number {
    this.#lineStarts ??= lineStartsOf(this.text);
    const starts = this.#lineStarts;
    return firstIndex(starts.length, (line) => (starts[line] ?? 0) > offset) - 1;
  }

  /** Index of the first token that ends after an offset; the number of tokens if none does. */
  tokenAfter(offset: number): number {
    return firstIndex(this.tokens.length, (index) => (this.tokens[index]?.end ?? 0) > offset);
  }

  /** Index of the bracket that belongs to the one at `index`; `undefined` if it has none. */
  partner(index: number): number | undefined {
    return this.#matchingBrackets.get(index);
  }

  /** Indices of the tokens with this name, except members (`.name`, `->name`) and preprocessor lines. */
  names(name: string): readonly number[] {
    return (this.#named.get(name) ?? []).filter((index) => this.#isCode(index) && !this.isMember(index));
  }

  /** Indices of the tokens with this name that are members, `.name` or `->name`. */
  members(name: string): readonly number[] {
    return (this.#named.get(name) ?? []).filter((index) => this.#isCode(index) && this.isMember(index));
  }

  /** Whether a token stands outside preprocessor lines, or in the text of a macro that is looked into. */
  #isCode(index: number): boolean {
    const directive = this.tokens[index]?.directive;
    if (directive === undefined) return true;
    // The name of the macro itself is none that it uses.
    return this.#macros().has(directive) && this.tokens[index - 1]?.text !== 'define';
  }

  #macros(): ReadonlySet<number> {
    const lines = this.#openLines;
    this.#openMacros ??= lines && lines.size > 0 ? macrosOn(lines, this.text, this.tokens) : new Set();
    return this.#openMacros;
  }

  /** The offsets at which the definitions of the macros begin that are looked into. */
  macrosLookedInto(): readonly number[] {
    return [...this.#macros()];
  }

  isMember(index: number): boolean {
    const before = this.tokens[index - 1]?.text;
    return before === '.' || before === '->';
  }

  /** Every `name(…)` that has a closing parenthesis. */
  calls(name: string): readonly Call[] {
    return this.names(name).flatMap((index) => this.callAt(index) ?? []);
  }

  callAt(index: number): Call | undefined {
    const name = this.tokens[index];
    const close = this.tokens[index + 1]?.text === '(' ? this.partner(index + 1) : undefined;
    const end = close === undefined ? undefined : this.tokens[close];
    if (!name || close === undefined || !end) return undefined;
    return {
      index,
      name,
      close,
      start: name.start,
      end: end.end,
      arguments: this.#listBetween(index + 1, close),
    };
  }

  /** The spans between the commas at the outermost level. */
  #listBetween(open: number, close: number): readonly TextSpan[] {
    if (close === open + 1) return [];
    const list: TextSpan[] = [];
    let first = open + 1;
    for (let index = open + 1; index <= close; index++) {
      const token = this.tokens[index];
      if (!token) break;
      if (index === close || token.text === ',') {
        const from = this.tokens[first];
        const to = this.tokens[index - 1];
        // An empty argument is an empty span at the comma.
        list.push(
          from && to && index > first
            ? { start: from.start, end: to.end }
            : { start: token.start, end: token.start },
        );
        first = index + 1;
      } else index = this.#skip(index);
    }
    return list;
  }

  /** From an opening bracket to its partner; else the index itself. */
  #skip(index: number): number {
    const text = this.tokens[index]?.text;
    if (text !== '(' && text !== '[' && text !== '{') return index;
    return this.partner(index) ?? index;
  }

  /** The definition and the declarations of a function at the top level. */
  functions(name: string): readonly FunctionText[] {
    const known = this.#functions.get(name) ?? this.#findFunctions(name);
    this.#functions.set(name, known);
    return known;
  }

  #findFunctions(name: string): readonly FunctionText[] {
    return this.names(name).flatMap((index) => {
      const call = this.callAt(index);
      if (!call || this.depth(index) > 0) return [];
      const first = this.#startOfDeclaration(index);
      const start = this.tokens[first];
      const before = this.tokens[index - 1];
      if (!start || !before || first >= index) return [];
      const after = afterSignature(this.tokens, call.close + 1, this.#matchingBrackets);
      const open = this.tokens[after]?.text === '{' ? after : undefined;
      const close = open === undefined ? undefined : this.partner(open);
      if (open === undefined && this.tokens[after]?.text !== ';') return [];
      const signature = {
        name: call.name,
        returnType: { start: start.start, end: before.end },
        parameters: call.arguments,
        signatureEnd: call.end,
      };
      if (open === undefined || close === undefined) return [signature];
      return [
        { ...signature, body: { open, close, start: this.#startOf(open), end: this.#startOf(close) + 1 } },
      ];
    });
  }

  #startOf(index: number): number {
    return this.tokens[index]?.start ?? this.text.length;
  }

  #startOfDeclaration(index: number): number {
    let first = index;
    while (first > 0) {
      const token = this.tokens[first - 1];
      if (!token || token.directive !== undefined || [';', '}', '{'].includes(token.text)) break;
      first--;
    }
    return first;
  }

  /** The signature, from return type to closing parenthesis, of the top-level function whose signature contains the offset. */
  signatureAround(offset: number): TextSpan | undefined {
    const index = this.tokenAfter(offset);
    for (let at = index; at < this.tokens.length && at < index + 200; at++) {
      const text = this.tokens[at]?.text;
      if (text === ';' || text === '{' || text === '}' || text === '=') return undefined;
      const name = text === '(' ? this.tokens[at - 1] : undefined;
      const found =
        name?.kind === 'name'
          ? this.functions(name.text).find(
              (each) => each.returnType.start <= offset && offset < each.signatureEnd,
            )
          : undefined;
      if (found) return { start: found.returnType.start, end: found.signatureEnd };
    }
    return undefined;
  }

  /** How many braces are open around a token. */
  depth(index: number): number {
    return this.#blockOf[index]?.depth ?? 0;
  }

  /** The function whose body holds the token, with its parts; `undefined` at the top level. */
  functionAround(index: number): FunctionText | undefined {
    let block = this.#blockOf[index];
    while (block?.outer) block = block.outer;
    if (block === undefined) return undefined;
    const outermost = firstAlike(this.tokens, block.open, this.#matchingBrackets);
    let last = outermost - 1;
    while (this.tokens[last]?.directive !== undefined) last--;
    if (this.tokens[last]?.text !== ')') return undefined;
    const name = this.tokens[(this.partner(last) ?? 0) - 1];
    return name ? this.functions(name.text).find((each) => each.body?.open === outermost) : undefined;
  }

  /** The statement that contains a token: from after the previous `;`, `{` or `}`, or its label, to its own `;`. */
  statementAround(index: number): (TextSpan & { readonly first: number; readonly last: number }) | undefined {
    const found = statementAt(this.tokens, index, this.#matchingBrackets);
    if (!found) return undefined;
    return {
      ...found,
      start: this.#startOf(found.first),
      end: this.tokens[found.last]?.end ?? this.text.length,
    };
  }

  /** Every value that is given to a member of this name, by an initializer or an assignment. */
  memberValues(name: string): readonly MemberValue[] {
    return this.members(name).flatMap((index) => {
      const member = this.tokens[index];
      if (!member || this.tokens[index + 1]?.text !== '=') return [];
      const designator = this.#designatorStart(index);
      let last = index + 2;
      for (; last < this.tokens.length; last++) {
        if ([',', ';', '}', ')'].includes(this.tokens[last]?.text ?? '')) break;
        last = this.#skip(last);
      }
      const from = this.tokens[index + 2];
      const to = this.tokens[last - 1];
      const stop = this.tokens[last];
      if (!from || !to || !stop || last <= index + 2) return [];
      const start =
        designator !== undefined
          ? this.#startOf(designator)
          : (this.statementAround(index)?.start ?? member.start);
      const owner =
        designator !== undefined ? this.#designatedStruct(index, designator) : this.structOf(index);
      const value = { start: from.start, end: to.end };
      const whole = { start, end: stop.text === ',' || stop.text === ';' ? stop.end : to.end };
      return [owner === undefined ? { member, value, whole } : { member, owner, value, whole }];
    });
  }

  /** The first dot of the designator that ends with a member, `.notify.fn`; `undefined` for an access to an object. */
  #designatorStart(index: number): number | undefined {
    const line = this.tokens[index]?.directive;
    let at = index - 1;
    const isNamed = () => this.tokens[at - 1]?.kind === 'name' && this.tokens[at - 1]?.directive === line;
    while (this.tokens[at]?.text === '.' && isNamed()) at -= 2;
    const before = this.tokens[at - 1];
    const isFirst = before?.directive !== line || before?.text === '{' || before?.text === ',';
    return this.tokens[at]?.text === '.' && isFirst ? at : undefined;
  }

  /** The struct of the last member of a designator: with `.notify.fn`, the path `dm_io_request.notify`. */
  #designatedStruct(index: number, first: number): string | undefined {
    const outer = this.initializedStruct(index);
    if (outer === undefined) return undefined;
    const path = [outer];
    for (let at = first + 1; at < index; at += 2) path.push(this.tokens[at]?.text ?? '');
    return path.join('.');
  }

  /** The struct to which a designated initializer belongs: `T` in `struct T x = { … }`, and `T.member` one level deeper. */
  initializedStruct(index: number): string | undefined {
    const open = this.#blockOf[index]?.open;
    if (open === undefined) return undefined;
    let at = open - 1;
    if (this.tokens[at]?.text === ')') {
      // A compound literal: (struct T) { … }.
      return this.tokens[at - 2]?.text === 'struct' ? this.tokens[at - 1]?.text : undefined;
    }
    if (['{', ','].includes(this.tokens[at]?.text ?? '')) {
      // An element of an array: T x[] = { { … } }.
      const isArray = this.tokens[(this.#blockOf[open]?.open ?? 1) - 2]?.text === ']';
      return isArray ? this.initializedStruct(open) : undefined;
    }
    if (this.tokens[at--]?.text !== '=') return undefined;
    if (this.tokens[at]?.text === ']') at = (this.partner(at) ?? at) - 1;
    if (this.isMember(at)) {
      const outer = this.initializedStruct(at);
      return outer === undefined ? undefined : `${outer}.${this.tokens[at]?.text}`;
    }
    // Attributes such as __maybe_unused may stand between the type and the name.
    for (let back = at - 1; back >= 0 && this.tokens[back]?.kind === 'name'; back--) {
      if (this.tokens[back - 1]?.text === 'struct') return this.tokens[back]?.text;
    }
    return undefined;
  }

  /**
   * The struct of the variable or member in front of `.member` or `->member`, if the file declares that as `struct T x` or `struct T *x`, and
   * nothing of the same name as another struct.
   */
  structOf(index: number): string | undefined {
    const variable = this.tokens[index - 2];
    if (variable?.kind !== 'name') return undefined;
    // `current` is a macro of the kernel for the running task.
    if (variable.text === 'current' && !this.isMember(index - 2)) return 'task_struct';
    if (!this.#structs.has(variable.text))
      this.#structs.set(variable.text, this.#structOfVariable(variable.text));
    return this.#structs.get(variable.text);
  }

  #structOfVariable(variable: string): string | undefined {
    const types = new Set<string>();
    for (const at of this.#named.get(variable) ?? []) {
      if (this.isMember(at)) continue;
      let back = at - 1;
      while (this.tokens[back]?.text === '*') back--;
      const type = this.tokens[back];
      if (type?.kind === 'name' && this.tokens[back - 1]?.text === 'struct') types.add(type.text);
    }
    return types.size === 1 ? [...types][0] : undefined;
  }

  /** The `#include` lines with the paths that they name, without brackets or quotes. */
  includes(): readonly (TextSpan & { readonly path: string; readonly pathStart: number })[] {
    const pattern = /^[ \t]*#[ \t]*include[ \t]*[<"]([^>"\n]+)[>"]/gm;
    return [...this.text.matchAll(pattern)].map((match) => {
      const path = match[1] ?? '';
      const start = match.index;
      return {
        path,
        start,
        end: start + match[0].length,
        pathStart: start + match[0].length - 1 - path.length,
      };
    });
  }
}
