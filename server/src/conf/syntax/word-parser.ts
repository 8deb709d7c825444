import { escapedLetters } from './escapes.ts';
import type { List, Operation, ParameterPart, SyntaxStop, Word, WordPart } from './script.ts';

/** Thrown to leave the reader from any depth; parseScript turns it into the script's `stop`. */
export class ReadingStopped extends Error {
  readonly stop: SyntaxStop;

  constructor(kind: SyntaxStop['kind'], offset: number, message: string, inSubstitution = false) {
    super(message);
    this.stop = { kind, offset, message, ...(inSubstitution && { inSubstitution }) };
  }
}

/** Where a sequence of parts ends, and what its characters mean until then. */
interface PartExtent {
  readonly ends: (unit: string, reader: WordParser) => boolean;
  /** Text counts as quoted: no splitting, no patterns. */
  readonly quoted: boolean;
  readonly singleQuotes: boolean;
  readonly doubleQuotes: boolean;
  /**
   * `any`: a backslash quotes every character. `few`: only those that it quotes within double quotes. `expansions`: of those, not the
   * double quote.
   */
  readonly backslash: 'any' | 'few' | 'expansions';
  /** A missing end is an error of the whole text; a word may also end with it. */
  readonly mayEndWithText: boolean;
}

/** bash itself would go deeper; beyond this the reader stops with a reason instead of risking its own stack. */
const deepestNesting = 200;

/** How many characters are read a second time at most; no file written by a person needs more. */
const mostRetried = 500_000;

const metaCharacters = new Set([' ', '\t', '\n', ';', '&', '|', '(', ')', '<', '>']);
const specialCharacters = new Set(['\\', "'", '"', '$', '`']);
/** Characters that end no part. */
const plainRun = /[A-Za-z0-9_.-]+/y;
const parameterName = /[A-Za-z_][A-Za-z0-9_]*/y;
/** The rest of a name, on the next line. */
const continuedName = /(?:\\\n)+[A-Za-z0-9_]+/y;
/** A line continuation between a dollar sign and the rest of the reference. */
const continuedReference = /(?:\\\n)+(?=[A-Za-z0-9_{(@*#?$!-])/y;
/** Positional and special parameters, as they stand in braces. */
const specialName = /[0-9]+|[@*#?$!-]/y;

export function isMeta(unit: string | undefined): boolean {
  return unit === undefined || metaCharacters.has(unit);
}

/** Collects parts, joining neighbouring texts of the same kind. */
class Parts {
  readonly list: WordPart[] = [];
  #text = '';
  #quoted = false;
  #open = false;

  text(text: string, quoted: boolean): void {
    if (this.#open && this.#quoted !== quoted) this.#close();
    this.#open = true;
    this.#quoted = quoted;
    this.#text += text;
  }

  part(part: WordPart): void {
    this.#close();
    this.list.push(part);
  }

  done(): WordPart[] {
    this.#close();
    return this.list;
  }

  #close(): void {
    if (this.#open) this.list.push({ kind: 'text', text: this.#text, quoted: this.#quoted });
    this.#open = false;
    this.#text = '';
  }
}

/** Reads words as bash's own lexer does; the commands of a substitution are left to the subclass. */
export abstract class WordParser {
  readonly text: string;
  position = 0;
  #depth = 0;
  /**
   * The offsets of each `((` that does not begin an arithmetic expression, so that it is not tried again when a surrounding one turns out
   * not to, either.
   */
  readonly #noArithmetic = new Set<number>();
  /** How many characters had to be read again. */
  #retried = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Reads from after `$(` to after its `)`. */
  protected abstract readSubstitution(): List;

  /** Moves past a name and returns it, without the line continuations in it, which bash removes before anything else. */
  protected readName(): string | undefined {
    let name = this.match(parameterName);
    if (name === undefined) return undefined;
    this.position += name.length;
    for (;;) {
      const more = this.match(continuedName);
      if (more === undefined) return name;
      this.position += more.length;
      name += more.replaceAll('\\\n', '');
    }
  }

  fail(message: string, offset = this.position): never {
    throw new ReadingStopped('syntax', offset, message);
  }

  /** Runs `read` one level deeper. */
  protected nested<T>(read: () => T): T {
    if (++this.#depth > deepestNesting) {
      throw new ReadingStopped(
        'unsupported',
        this.position,
        `it is nested deeper than ${deepestNesting} levels`,
      );
    }
    const result = read();
    this.#depth--;
    return result;
  }

  protected at(text: string): boolean {
    return this.text.startsWith(text, this.position);
  }

  /** Moves past the match of a sticky pattern; unlike `match`, it creates no string. */
  protected skip(pattern: RegExp): void {
    pattern.lastIndex = this.position;
    if (pattern.test(this.text)) this.position = pattern.lastIndex;
  }

  protected match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position;
    return pattern.exec(this.text)?.[0];
  }

  /** Reads a word that starts here; empty when a metacharacter comes first. */
  protected readWord(): Word {
    return this.#readWordWith((unit) => metaCharacters.has(unit), true);
  }

  /** The right side of `=~`: parentheses belong to the word with everything between them, including bars. */
  protected readRegexWord(): Word {
    let parentheses = 0;
    return this.#readWordWith((unit) => {
      if (unit === '(') parentheses++;
      else if (unit === ')' && parentheses > 0) parentheses--;
      else return parentheses === 0 && unit !== '|' && metaCharacters.has(unit);
      return false;
    }, false);
  }

  /** Text between brackets, braces or parentheses whose opening one has just been read; moves past the closing one. */
  protected readUntil(close: string, open: string): Word {
    let level = 0;
    const word = this.nested(() =>
      this.#readExtent({
        ends: (unit) => {
          if (unit === open) level++;
          if (unit === close && level-- === 0) return true;
          return false;
        },
        quoted: false,
        singleQuotes: true,
        doubleQuotes: true,
        backslash: 'any',
        mayEndWithText: false,
      }),
    );
    this.position += close.length;
    return word;
  }

  /** An arithmetic expression up to `))`, with the offset after it; `undefined` (and no move) when there is none here. */
  protected readArithmetic(): Word | undefined {
    const from = this.position;
    if (this.#noArithmetic.has(from)) return undefined;
    let level = 0;
    let broken = false;
    const word = this.nested(() =>
      this.#readExtent({
        ends: (unit, reader) => {
          if (unit === '(') level++;
          if (unit !== ')' || level-- > 0) return false;
          broken = reader.text[reader.position + 1] !== ')';
          return true;
        },
        quoted: true,
        singleQuotes: false,
        doubleQuotes: false,
        backslash: 'few',
        mayEndWithText: false,
      }),
    );
    if (broken) {
      this.#retried += this.position - from;
      if (this.#retried > mostRetried)
        throw new ReadingStopped('unsupported', from, 'it takes too long to tell what its parentheses mean');
      this.#noArithmetic.add(from);
      this.position = from;
      return undefined;
    }
    this.position += 2;
    return word;
  }

  /** The whole text, as it is expanded in a here-document. */
  protected readDocument(): Word {
    return this.#readExtent({
      ends: () => false,
      quoted: true,
      singleQuotes: false,
      doubleQuotes: false,
      backslash: 'expansions',
      mayEndWithText: true,
    });
  }

  /** One of the three expressions of `for ((…;…;…))`. */
  protected readArithmeticUntil(ends: (unit: string) => boolean): Word {
    return this.#readExtent({
      ends,
      quoted: true,
      singleQuotes: false,
      doubleQuotes: false,
      backslash: 'few',
      mayEndWithText: false,
    });
  }

  #readWordWith(ends: (unit: string) => boolean, extendedPatterns: boolean): Word {
    const from = this.position;
    let group = 0;
    return this.#readExtent({
      ends: (unit, reader) => {
        if (group > 0) {
          if (unit === '(') group++;
          if (unit === ')') group--;
          return false;
        }
        // dkms enables extglob: `@(` and the like open a group that belongs to the word.
        if (extendedPatterns && unit === '(' && /[?*+@!]/.test(reader.text[reader.position - 1] ?? '')) {
          if (reader.position > from) {
            group = 1;
            return false;
          }
        }
        const processSubstitution =
          (unit === '<' || unit === '>') && reader.text[reader.position + 1] === '(';
        return ends(unit) && !processSubstitution;
      },
      quoted: false,
      singleQuotes: true,
      doubleQuotes: true,
      backslash: 'any',
      mayEndWithText: true,
    });
  }

  #readExtent(extent: PartExtent): Word {
    const start = this.position;
    const parts = new Parts();
    while (true) {
      const unit = this.text[this.position];
      if (unit === undefined) {
        if (extent.mayEndWithText) break;
        this.fail('the text ends before what was opened here is closed', start);
      }
      if (extent.ends(unit, this)) break;
      if (specialCharacters.has(unit) || unit === '<' || unit === '>') this.#readSpecial(unit, extent, parts);
      else {
        const run = this.match(plainRun);
        parts.text(run ?? unit, extent.quoted);
        this.position += run?.length ?? 1;
      }
    }
    return { start, end: this.position, parts: parts.done() };
  }

  #readSpecial(unit: string, extent: PartExtent, parts: Parts): void {
    const next = this.text[this.position + 1];
    if (unit === '\\') this.#readBackslash(next, extent, parts);
    else if (unit === "'" && extent.singleQuotes) this.#readSingleQuoted(parts);
    else if (unit === '"' && extent.doubleQuotes) this.#readDoubleQuoted(parts);
    else if (unit === '`') this.#readBackquoted(extent.quoted, parts);
    else if ((unit === '<' || unit === '>') && next === '(' && !extent.quoted) {
      const start = this.position;
      this.position += 2;
      const body = this.nested(() => this.readSubstitution());
      parts.part({ kind: 'command', start, end: this.position, quoted: true, process: unit, body });
    } else if (unit === '$') this.#readDollar(extent, parts);
    else {
      parts.text(unit, extent.quoted);
      this.position++;
    }
  }

  #readBackslash(next: string | undefined, extent: PartExtent, parts: Parts): void {
    if (next === '\n') {
      this.position += 2;
      return;
    }
    const quotes =
      extent.backslash === 'any' ||
      next === '$' ||
      next === '`' ||
      next === '\\' ||
      (next === '"' && extent.backslash === 'few');
    if (next === undefined) parts.text('\\', extent.quoted);
    else if (quotes) parts.text(next, true);
    else parts.text(`\\${next}`, extent.quoted);
    this.position += next === undefined ? 1 : 2;
  }

  #readSingleQuoted(parts: Parts): void {
    const end = this.text.indexOf("'", this.position + 1);
    if (end < 0) this.fail("the text ends before the closing '");
    parts.text(this.text.slice(this.position + 1, end), true);
    this.position = end + 1;
  }

  #readDoubleQuoted(parts: Parts): void {
    const start = this.position++;
    const inner = this.nested(() =>
      this.#readExtent({
        ends: (unit) => unit === '"',
        quoted: true,
        singleQuotes: false,
        doubleQuotes: false,
        backslash: 'few',
        mayEndWithText: true,
      }),
    );
    if (this.text[this.position] !== '"') this.fail('the text ends before the closing "', start);
    this.position++;
    // `""` is an empty field of its own, `"${list[@]}"` of an empty list is none.
    if (inner.parts.length === 0) parts.text('', true);
    for (const part of inner.parts) {
      if (part.kind === 'text') parts.text(part.text, true);
      else parts.part(part);
    }
  }

  #readBackquoted(quoted: boolean, parts: Parts): void {
    const start = this.position++;
    while (this.text[this.position] !== '`') {
      if (this.position >= this.text.length) this.fail('the text ends before the closing `', start);
      this.position += this.text[this.position] === '\\' ? 2 : 1;
    }
    // Within double quotes a backslash also quotes a double quote.
    const escaped = quoted ? /\\([$`\\"])/g : /\\([$`\\])/g;
    const body = this.text.slice(start + 1, this.position).replace(escaped, '$1');
    this.position++;
    parts.part({ kind: 'command', start, end: this.position, quoted, body });
  }

  #readDollar(extent: PartExtent, parts: Parts): void {
    const start = this.position++;
    this.skip(continuedReference);
    const next = this.text[this.position];
    const { quoted } = extent;
    const special = next !== undefined && /[0-9@*#?$!-]/.test(next) ? next : undefined;
    const name = this.readName() ?? special;
    if (name !== undefined) {
      if (name === special) this.position++;
      parts.part({
        kind: 'parameter',
        name,
        subscript: undefined,
        form: 'value',
        operation: undefined,
        quoted,
        start,
        end: this.position,
      });
    } else if (next === '{') {
      this.position++;
      parts.part(this.nested(() => this.#readBraced(start, quoted)));
    } else if (next === '(') {
      this.#readParenthesized(start, quoted, parts);
    } else if (next === '[') {
      this.position++;
      const expression = this.readUntil(']', '[');
      parts.part({ kind: 'arithmetic', expression, quoted, start, end: this.position });
    } else if (next === "'" && extent.singleQuotes) {
      this.#readAnsiQuoted(parts);
    } else if (next === '"' && extent.doubleQuotes) {
      this.#readDoubleQuoted(parts);
    } else {
      parts.text('$', quoted);
    }
  }

  #readParenthesized(start: number, quoted: boolean, parts: Parts): void {
    if (this.text[this.position + 1] === '(') {
      this.position += 2;
      const expression = this.readArithmetic();
      if (expression) {
        parts.part({ kind: 'arithmetic', expression, quoted, start, end: this.position });
        return;
      }
      this.position -= 2;
    }
    this.position++;
    const body = this.nested(() => this.#readSubstituted());
    parts.part({ kind: 'command', start, end: this.position, quoted, body });
  }

  #readSubstituted(): List {
    try {
      return this.readSubstitution();
    } catch (error) {
      if (!(error instanceof ReadingStopped)) throw error;
      const { kind, offset, message } = error.stop;
      // Every version of bash reports a premature end of the text at once.
      if (kind !== 'syntax' || message.startsWith('the text ends')) throw error;
      throw new ReadingStopped(kind, offset, message, true);
    }
  }

  #readAnsiQuoted(parts: Parts): void {
    const start = this.position;
    let end = start + 1;
    while (this.text[end] !== "'") {
      if (end >= this.text.length) this.fail("the text ends before the closing '", start);
      end += this.text[end] === '\\' ? 2 : 1;
    }
    const decoded = decodeAnsi(this.text.slice(start + 1, end));
    this.position = end + 1;
    if (decoded === undefined) parts.part({ kind: 'command', start, end: this.position, quoted: true });
    else parts.text(decoded, true);
  }

  #readBraced(start: number, quoted: boolean): WordPart {
    const part = this.#readBracedParts(start, quoted);
    if (part && this.text[this.position] === '}') {
      this.position++;
      return { ...part, end: this.position };
    }
    // bash finds the closing brace first and complains about what is before it only when it expands the word.
    this.#readOperand('}', quoted, false);
    this.position++;
    return { kind: 'unreadable', quoted, start, end: this.position };
  }

  #readBracedParts(start: number, quoted: boolean): ParameterPart | undefined {
    let form: ParameterPart['form'] = 'value';
    if (this.at('#') && !/^#[}:=?+\-#%/]/.test(this.text.slice(this.position, this.position + 2))) {
      form = 'length';
      this.position++;
    } else if (this.at('!') && /^![A-Za-z_0-9]/.test(this.text.slice(this.position, this.position + 2))) {
      form = 'indirect';
      this.position++;
    }
    let name = this.readName();
    if (name === undefined) {
      name = this.match(specialName);
      if (name === undefined) return undefined;
      this.position += name.length;
    }
    let subscript: Word | undefined;
    if (this.at('[')) {
      this.position++;
      subscript = this.readUntil(']', '[');
    }
    if (form === 'indirect') {
      const whole = subscript && /^[@*]$/.test(this.text.slice(subscript.start, subscript.end));
      if (whole) form = 'keys';
      else if (!subscript && /^[@*]\}/.test(this.text.slice(this.position, this.position + 2))) {
        form = 'names';
        this.position++;
      }
    }
    let operation: Operation | undefined;
    if (!this.at('}')) {
      operation = form === 'length' ? undefined : this.#readOperation(quoted);
      if (!operation) return undefined;
    }
    return { kind: 'parameter', name, subscript, form, operation, quoted, start, end: this.position };
  }

  #readOperation(quoted: boolean): Operation | undefined {
    const operator = this.match(/:[-=?+]|[-=?+]|##?|%%?|\/[/#%]?|\^\^?|,,?|@[A-Za-z]|:/y);
    if (operator === undefined) return undefined;
    this.position += operator.length;
    if (/^:?[-=?+]$/.test(operator)) {
      return { kind: 'default', operator, operand: this.#readOperand('}', quoted, quoted) };
    }
    if (operator.startsWith('@')) return { kind: 'transform', operator: operator.slice(1) };
    if (operator === ':') {
      const offset = this.#readOperand(':}', quoted, false);
      if (!this.at(':')) return { kind: 'slice', offset, length: undefined };
      this.position++;
      return { kind: 'slice', offset, length: this.#readOperand('}', quoted, false) };
    }
    if (operator.startsWith('/')) {
      const pattern = this.#readOperand('/}', quoted, false);
      if (this.at('/')) this.position++;
      return { kind: 'replace', operator, pattern, replacement: this.#readOperand('}', quoted, false) };
    }
    const pattern = this.#readOperand('}', quoted, false);
    return /^[#%]/.test(operator) ? { kind: 'trim', operator, pattern } : { kind: 'case', operator, pattern };
  }

  /** Text inside `${…}`. Within double quotes a default keeps single quotes as they are, a pattern does not. */
  #readOperand(closers: string, quotedOutside: boolean, literal: boolean): Word {
    return this.#readExtent({
      ends: (unit) => closers.includes(unit),
      quoted: quotedOutside && literal,
      singleQuotes: !literal,
      doubleQuotes: true,
      backslash: literal ? 'few' : 'any',
      mayEndWithText: false,
    });
  }
}

/** The text of `$'…'`; `undefined` if it contains bytes that are not text by themselves, or a NUL. */
function decodeAnsi(source: string): string | undefined {
  let valid = true;
  const text = source.replace(
    /\\(?:([abeEfnrtv\\'"?])|([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|c([\s\S])|([\s\S]))/g,
    (all, simple?: string, octal?: string, hex?: string, u?: string, U?: string, control?: string) => {
      // Any other character stands for itself.
      if (simple !== undefined) return escapedLetters[simple] ?? simple;
      const byte = octal !== undefined ? Number.parseInt(octal, 8) & 0xff : Number.parseInt(hex ?? '', 16);
      if (octal !== undefined || hex !== undefined) {
        if (byte === 0 || byte > 127) valid = false;
        return String.fromCharCode(byte);
      }
      if (u !== undefined || U !== undefined) {
        const code = Number.parseInt(u ?? U ?? '', 16);
        if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) valid = false;
        return valid ? String.fromCodePoint(code) : '';
      }
      if (control !== undefined) {
        valid = false;
        return '';
      }
      return all;
    },
  );
  return valid ? text : undefined;
}
