import { isAttribute, isTypeWord, type Keyword, keywordAt, textOf } from './c-words.ts';
import type { SymbolKind } from './header-index.ts';

/** The kinds by the numbers that a scan writes; an index on disk holds the same numbers. */
export const symbolKinds: readonly SymbolKind[] = [
  'function',
  'inline',
  'macro',
  'struct',
  'union',
  'enum',
  'enumerator',
  'typedef',
  'variable',
  'member',
  'event',
];

const kindNumbers = Object.fromEntries(symbolKinds.map((kind, at) => [kind, at])) as Record<
  SymbolKind,
  number
>;

/** The classes of bytes that the main loop distinguishes. */
const blank = 1;
const letter = 2;
const digit = 3;
const classes = classTable();

/** What a brace opens. A function's body and an initialiser are skipped. */
type Context = 'top' | 'struct' | 'enum' | 'body' | 'initializer';

const mostWords = 64;
const mostGroups = 16;

/** The part of a declaration that was read so far, up to its semicolon. */
class Statement {
  start = -1;
  /** The identifiers, other than keywords, outside parentheses and brackets. */
  words = 0;
  readonly wordStart = new Int32Array(mostWords);
  readonly wordEnd = new Int32Array(mostWords);
  /** Parentheses at the outer level: the word before each, and the names in them that could be what is declared. */
  groups = 0;
  readonly groupWord = new Int32Array(mostGroups);
  readonly pointerStart = new Int32Array(mostGroups);
  readonly pointerEnd = new Int32Array(mostGroups);
  readonly firstStart = new Int32Array(mostGroups);
  readonly firstEnd = new Int32Array(mostGroups);
  readonly lastStart = new Int32Array(mostGroups);
  readonly lastEnd = new Int32Array(mostGroups);
  /** The commas in the open parentheses, and the first name after the first comma. */
  commas = 0;
  secondStart = 0;
  secondEnd = 0;
  isTypedef = false;
  isExtern = false;
  /** The last of `struct`, `union`, `enum`, and how many words and parentheses came before it. */
  tagKind: 'struct' | 'union' | 'enum' | undefined;
  tagWord = 0;
  tagGroup = 0;
  /** Whether a body in braces was read, and the number of words before its end. */
  hasBody = false;
  bodyWord = 0;
  bodyGroup = 0;
  /** After `=`, nothing is declared. */
  assigned = false;
  /** Where the declarator begins that is being read. */
  declaratorWord = 0;
  declaratorGroup = 0;
  declarators = 0;

  reset(): void {
    this.start = -1;
    this.words = 0;
    this.groups = 0;
    this.isTypedef = false;
    this.isExtern = false;
    this.tagKind = undefined;
    this.tagWord = 0;
    this.tagGroup = 0;
    this.hasBody = false;
    this.bodyWord = 0;
    this.bodyGroup = 0;
    this.assigned = false;
    this.declaratorWord = 0;
    this.declaratorGroup = 0;
    this.declarators = 0;
  }
}

/** One open brace, or the file. The objects are used again. */
class Level {
  context: Context = 'top';
  readonly statement = new Statement();
  /** The entry of the struct or enum; -1 if it has no name. */
  owner = -1;
  /** The first entry that stands inside. */
  firstEntry = 0;
  /** Open braces inside a body. */
  braces = 0;
  /** An enum's next word is an enumerator. */
  expectsName = true;
  enumeratorStart = -1;
  /** Open `struct_group(`, whose content is members. */
  memberGroups = 0;
  /** How many leading arguments of such a group are not members. */
  skippedArguments = 0;
  /** Open macros around a prototype. */
  wrappers = 0;
  /** The open parentheses of the level around it. */
  outerDepth = 0;
}

/**
 * Finds what a C header declares, in one pass and without preprocessing: both branches of a condition are read, macros are not
 * expanded. It knows the kernel's conventions (attributes, struct groups, ACPICA's wrapped prototypes) and recovers from anything
 * else: a brace in the first column always closes a function's body. Never fails; the text may be anything.
 *
 * The results of the last scan stand in the columns, entry by entry in text order, except that a struct stands before its members.
 * The scanner is used again for the next file, so a caller that keeps columns must copy them.
 */
export class DeclarationScanner {
  count = 0;
  /** Numbers of `symbolKinds`. */
  kind = new Uint8Array(4096);
  /** Of macros: 0 without parameters, else one more than they have; 128 is added where they end in `...`. */
  arity = new Uint8Array(4096);
  nameStart = new Int32Array(4096);
  nameEnd = new Int32Array(4096);
  /** The declaration: up to its semicolon, or its opening brace, neither included. */
  start = new Int32Array(4096);
  end = new Int32Array(4096);
  /** The entry of the struct, union or enum to which a member or enumerator belongs; -1 if that has no name. */
  owner = new Int32Array(4096);

  #bytes: Uint8Array = new Uint8Array(0);
  #length = 0;
  readonly #levels: Level[] = [new Level()];
  #top = 0;
  #depth = 0;
  /** For each open `#if`: level, depth, start of the statement, its words, braces. */
  readonly #branches: number[] = [];
  /** About the open parentheses: whether they began with `*`, and whether they are still empty. */
  #pointer = false;
  #fresh = false;

  scan(bytes: Uint8Array, length: number = bytes.length): void {
    this.#bytes = bytes;
    this.#length = length;
    this.count = 0;
    this.#top = 0;
    this.#depth = 0;
    this.#branches.length = 0;
    this.#openLevel(0, 'top', -1);
    let at = bytes[0] === 0xef && bytes[1] === 0xbb ? 3 : 0;
    while (at < length) at = this.#step(at);
  }

  /** Reads one token and returns where the next one begins. */
  #step(at: number): number {
    const bytes = this.#bytes;
    const byte = bytes[at] as number;
    switch (classes[byte]) {
      case blank:
        return at + 1;
      case letter: {
        let end = at + 1;
        while ((classes[bytes[end] as number] as number) >= letter && end < this.#length) end++;
        this.#word(at, end);
        return end;
      }
      case digit: {
        let end = at + 1;
        while ((classes[bytes[end] as number] as number) >= letter && end < this.#length) end++;
        this.#fresh = false;
        return end;
      }
      default:
        break;
    }
    switch (byte) {
      case 0x2f: // a slash
        if (bytes[at + 1] === 0x2a) return this.#afterComment(at + 2);
        if (bytes[at + 1] === 0x2f) return this.#lineEnd(at + 2);
        return at + 1;
      case 0x22: // quotes
      case 0x27:
        return this.#afterString(at);
      case 0x23: // a number sign
        return this.#directive(at);
      case 0x7b:
        this.#openBrace(at);
        return at + 1;
      case 0x7d:
        this.#closeBrace(at);
        return at + 1;
      default:
        break;
    }
    const level = this.#levels[this.#top] as Level;
    if (level.context === 'body' || level.context === 'initializer') return at + 1;
    switch (byte) {
      case 0x28:
        this.#openParenthesis(level, at);
        break;
      case 0x29:
        this.#closeParenthesis(level, at);
        break;
      case 0x5b:
        this.#depth++;
        break;
      case 0x5d:
        if (this.#depth > 0) this.#depth--;
        break;
      case 0x3b:
        this.#endStatement(level, at);
        break;
      case 0x2c:
        this.#comma(level, at);
        break;
      case 0x3d:
        if (this.#depth === 0) level.statement.assigned = true;
        break;
      case 0x2a:
        if (this.#depth === 1 && this.#fresh) this.#pointer = true;
        break;
      default:
        this.#fresh = false;
    }
    return at + 1;
  }

  #word(start: number, end: number): void {
    const level = this.#levels[this.#top] as Level;
    const { context, statement } = level;
    if (context === 'body' || context === 'initializer') return;
    if (context === 'enum') {
      if (this.#depth > 0 || !level.expectsName) return;
      level.expectsName = false;
      this.#add(kindNumbers.enumerator, start, end, start, end, level.owner);
      return;
    }
    if (this.#depth > 0 && this.#beginsDeclaration(level, start, end)) {
      this.#depth = 0;
      statement.reset();
    }
    if (this.#depth > 0) {
      if (this.#depth === 1) this.#wordInGroup(statement, start, end);
      return;
    }
    if (statement.words === 1 && statement.groups > 0) this.#endBareMacro(level, start);
    if (statement.start < 0) statement.start = start;
    const keyword = keywordAt(this.#bytes, start, end);
    if (keyword !== undefined) {
      this.#keyword(statement, keyword);
      return;
    }
    if (statement.assigned || statement.words >= mostWords) return;
    statement.wordStart[statement.words] = start;
    statement.wordEnd[statement.words] = end;
    statement.words++;
  }

  /** Whether a word in the first column can't begin a parameter, which means that an earlier parenthesis was never closed. */
  #beginsDeclaration(level: Level, start: number, end: number): boolean {
    if (level.context !== 'top' || this.#bytes[start - 1] !== 0x0a) return false;
    return ['static', 'extern', 'typedef'].some(
      (word) => word.length === end - start && this.#has(start, end, word),
    );
  }

  /** `DEFINE_FREE(kfree, void *, kfree(_T))` without a semicolon: the next word begins a new declaration. */
  #endBareMacro(level: Level, at: number): void {
    const { statement } = level;
    if (level.context !== 'top' || statement.groupWord[0] !== 0 || statement.tagKind || statement.isTypedef)
      return;
    if (isAttribute(this.#bytes, statement.wordStart[0] as number, statement.wordEnd[0] as number)) return;
    this.#declareByMacro(level, at);
    statement.reset();
  }

  #keyword(statement: Statement, keyword: Keyword): void {
    switch (keyword) {
      case 'typedef':
        statement.isTypedef = true;
        return;
      case 'extern':
        statement.isExtern = true;
        return;
      case 'struct':
      case 'union':
      case 'enum':
        // Types among the arguments of an attribute never get here, so a second tag means that a macro without a semicolon came before it.
        statement.tagKind = keyword;
        statement.tagWord = statement.words;
        statement.tagGroup = statement.groups;
        return;
      case 'other':
        return;
      default:
        keyword satisfies never;
    }
  }

  #wordInGroup(statement: Statement, start: number, end: number): void {
    const group = statement.groups - 1;
    if (group < 0 || group >= mostGroups) return;
    if (this.#pointer && statement.pointerStart[group] === 0) {
      const skipped =
        keywordAt(this.#bytes, start, end) !== undefined || isAttribute(this.#bytes, start, end);
      if (!skipped) {
        statement.pointerStart[group] = start;
        statement.pointerEnd[group] = end;
      }
    }
    // `(__iomem *name)`: an attribute may stand before the star.
    if (!isAttribute(this.#bytes, start, end)) this.#fresh = false;
    if (statement.firstStart[group] === 0) {
      statement.firstStart[group] = start;
      statement.firstEnd[group] = end;
    }
    statement.lastStart[group] = start;
    statement.lastEnd[group] = end;
    if (statement.commas === 1 && statement.secondStart === 0) {
      statement.secondStart = start;
      statement.secondEnd = end;
    }
  }

  #openParenthesis(level: Level, at: number): void {
    const { statement } = level;
    if (level.context === 'enum' || this.#depth > 0) {
      this.#depth++;
      this.#fresh = false;
      return;
    }
    if (this.#opensWrapper(level, at)) return;
    this.#depth = 1;
    this.#pointer = false;
    this.#fresh = true;
    statement.commas = 0;
    statement.secondStart = 0;
    if (statement.groups < mostGroups) {
      const group = statement.groups++;
      statement.groupWord[group] = statement.assigned ? -2 : statement.words - 1;
      statement.pointerStart[group] = 0;
      statement.firstStart[group] = 0;
      statement.lastStart[group] = 0;
    }
  }

  /** Parentheses whose content is declarations: a group of members, and ACPICA's macros around prototypes. */
  #opensWrapper(level: Level, at: number): boolean {
    const { statement } = level;
    if (statement.words !== 1) return false;
    const start = statement.wordStart[0] as number;
    const end = statement.wordEnd[0] as number;
    if (level.context === 'struct') {
      const isNamed = end - start >= 12 && this.#has(start, end, 'struct_group');
      if (!isNamed && !this.#beginsWithMember(at)) return false;
      const name = this.#text(start, end);
      level.memberGroups++;
      level.skippedArguments = name === 'struct_group_tagged' || name === '__struct_group' ? 1 : 0;
      statement.reset();
      return true;
    }
    if (level.context !== 'top' || !this.#has(start, end, 'ACPI_')) return false;
    if (!/^ACPI_\w+_RETURN_/.test(this.#text(start, end))) return false;
    level.wrappers++;
    statement.reset();
    return true;
  }

  /** Whether the first argument of a macro is a declaration with its semicolon: `__SYSFS_FUNCTION_ALTERNATIVE(int (*show)(int); …)`. */
  #beginsWithMember(open: number): boolean {
    let depth = 0;
    for (let at = open; at < this.#length; at++) {
      const byte = this.#bytes[at];
      if (byte === 0x2f && this.#bytes[at + 1] === 0x2a) at = this.#afterComment(at + 2) - 1;
      else if (byte === 0x28) depth++;
      else if (byte === 0x29 && --depth === 0) return false;
      else if (byte === 0x7b || byte === 0x7d || (byte === 0x2c && depth === 1)) return false;
      else if (byte === 0x3b) return depth === 1;
    }
    return false;
  }

  #closeParenthesis(level: Level, at: number): void {
    if (this.#depth > 0) {
      this.#depth--;
      return;
    }
    if (level.memberGroups > 0) {
      level.memberGroups--;
      level.statement.reset();
    } else if (level.wrappers > 0) {
      level.wrappers--;
      this.#endStatement(level, at);
    }
  }

  #comma(level: Level, at: number): void {
    if (this.#depth > 0) {
      if (this.#depth === 1) level.statement.commas++;
      return;
    }
    if (level.context === 'enum') {
      this.#endEnumerator(level, at);
      level.expectsName = true;
      return;
    }
    const { statement } = level;
    if (level.memberGroups > 0 && statement.words === 1 && statement.tagKind === undefined) {
      // The name of a group stands before its members.
      if (level.skippedArguments > 0) level.skippedArguments--;
      else if (!isAttribute(this.#bytes, statement.wordStart[0] as number, statement.wordEnd[0] as number)) {
        const start = statement.wordStart[0] as number;
        const end = statement.wordEnd[0] as number;
        this.#add(kindNumbers.member, start, end, start, end, level.owner);
      }
      statement.reset();
      return;
    }
    this.#endDeclarator(level, at);
    statement.declaratorWord = statement.words;
    statement.declaratorGroup = statement.groups;
    statement.assigned = false;
  }

  #endStatement(level: Level, at: number): void {
    if (this.#depth > 0 && level.context !== 'enum') {
      // Statements in the arguments of a macro. A parenthesis that is never closed must not swallow the rest of the file.
      if (this.#bytes[at - 1] !== 0x29 || !this.#isBeforeFirstColumn(at + 1)) return;
      this.#depth = 0;
    }
    if (level.context === 'enum') return;
    this.#endDeclarator(level, at);
    level.statement.reset();
  }

  /** Whether the next line that is not empty begins with a word: what stands in a macro's arguments is indented. */
  #isBeforeFirstColumn(from: number): boolean {
    let at = from;
    while (this.#bytes[at] === 0x0a || this.#bytes[at] === 0x0d) at++;
    return at > from && classes[this.#bytes[at] as number] === letter;
  }

  /** Adds what the words since the last comma declare. */
  #endDeclarator(level: Level, end: number): void {
    const { statement } = level;
    if (statement.start < 0) return;
    const inStruct = level.context === 'struct';
    for (let group = statement.declaratorGroup; group < statement.groups; group++) {
      const start = statement.pointerStart[group] as number;
      if (start === 0 || statement.groupWord[group] === -2) continue;
      if (inStruct || statement.isTypedef || statement.words > 0 || statement.tagKind) {
        this.#declare(level, start, statement.pointerEnd[group] as number, end);
        return;
      }
    }
    const bracketed = this.#bracketedName(statement);
    if (bracketed >= 0) {
      const start = statement.firstStart[bracketed] as number;
      const nameEnd = statement.firstEnd[bracketed] as number;
      if (statement.isTypedef || inStruct) this.#declare(level, start, nameEnd, end);
      else this.#add(kindNumbers.function, start, nameEnd, statement.start, end, -1);
      return;
    }
    const called = this.#functionWord(statement);
    if (called >= 0 && !inStruct) {
      const kind = statement.isTypedef ? kindNumbers.typedef : kindNumbers.function;
      const start = statement.wordStart[called] as number;
      this.#add(kind, start, statement.wordEnd[called] as number, statement.start, end, -1);
      statement.declarators++;
      return;
    }
    const first = Math.max(
      statement.declaratorWord,
      statement.hasBody ? statement.bodyWord : statement.tagKind ? statement.tagWord + 1 : 0,
    );
    const typed =
      statement.hasBody ||
      statement.tagKind !== undefined ||
      statement.declarators > 0 ||
      statement.words > 1;
    if (!typed) {
      this.#declareByMacro(level, end);
      return;
    }
    const named = this.#declaredWord(statement, first);
    if (named < 0) return;
    this.#declare(level, statement.wordStart[named] as number, statement.wordEnd[named] as number, end);
  }

  /**
   * The word that is declared, of those from `first` on: the last one, less the attributes behind it. Not all of these are known
   * (`struct module_layout core_layout __module_layout_align;`), so a word without underscores goes before one with them.
   */
  #declaredWord(statement: Statement, first: number): number {
    const untagged = !statement.hasBody && !statement.tagKind && statement.declarators === 0;
    let last = -1;
    for (let word = statement.words - 1; word >= Math.max(first, untagged ? 1 : 0); word--) {
      const start = statement.wordStart[word] as number;
      const end = statement.wordEnd[word] as number;
      if (isAttribute(this.#bytes, start, end)) continue;
      // A word with arguments after a name is an attribute as well.
      if (word > first && this.#isCalled(statement, word)) continue;
      if (isTypeWord(this.#bytes, start, end)) break;
      if (this.#bytes[start] !== 0x5f || this.#bytes[start + 1] !== 0x5f) return word;
      if (last < 0) last = word;
    }
    return last;
  }

  #declare(level: Level, start: number, wordEnd: number, end: number): void {
    const { statement } = level;
    statement.declarators++;
    if (statement.isTypedef) this.#add(kindNumbers.typedef, start, wordEnd, statement.start, end, -1);
    else if (level.context === 'struct') {
      this.#add(kindNumbers.member, start, wordEnd, statement.start, end, level.owner);
    } else this.#add(kindNumbers.variable, start, wordEnd, statement.start, end, -1);
  }

  /** `DECLARE_BITMAP(name, 8);`: a macro that declares one of its arguments. */
  #declareByMacro(level: Level, end: number): void {
    const { statement } = level;
    if (statement.groups === 0 || statement.words === 0) return;
    const start = statement.wordStart[0] as number;
    const macro = this.#text(start, statement.wordEnd[0] as number);
    if (
      level.context === 'top' &&
      !/^_*(?:DECLARE|DEFINE)_(?!EVENT_CLASS)|^TRACE_EVENT|_HEAD$|^ACPI_GLOBAL$/.test(macro)
    )
      return;
    // The first argument of DEFINE_EVENT is a class of events, the second the name.
    if (/^DEFINE_EVENT/.test(macro) && statement.secondStart > 0) {
      this.#add(kindNumbers.event, statement.secondStart, statement.secondEnd, statement.start, end, -1);
      return;
    }
    const last = /FLEX_ARRAY|PER_CPU|^ACPI_GLOBAL$/.test(macro);
    const nameStart = (last ? statement.lastStart : statement.firstStart)[0] as number;
    if (nameStart === 0) return;
    const nameEnd = (last ? statement.lastEnd : statement.firstEnd)[0] as number;
    if (macro.startsWith('TRACE_EVENT')) {
      this.#add(kindNumbers.event, nameStart, nameEnd, statement.start, end, -1);
    } else this.#declare(level, nameStart, nameEnd, end);
  }

  /** The word before the parentheses of a function's parameters; -1 for none. A type stands before it, or a tag. */
  #functionWord(statement: Statement): number {
    for (let group = statement.declaratorGroup; group < statement.groups; group++) {
      const word = statement.groupWord[group] as number;
      if (word < 0 || (statement.hasBody && word < statement.bodyWord)) continue;
      if (word === 0 || (statement.tagKind !== undefined && word <= statement.tagWord)) continue;
      const start = statement.wordStart[word] as number;
      const end = statement.wordEnd[word] as number;
      if (isAttribute(this.#bytes, start, end)) continue;
      // If all words before it are attributes, there is no type: `__printf(1, 2) MACRO(x)`.
      return word;
    }
    return -1;
  }

  /** The parentheses that hold only a name, with those of the parameters behind them: `typedef int (actor_t)(int);`. */
  #bracketedName(statement: Statement): number {
    for (let group = statement.declaratorGroup; group + 1 < statement.groups; group++) {
      const word = statement.groupWord[group] as number;
      if (word < -1 || word !== statement.groupWord[group + 1]) continue;
      const typed = statement.tagKind ? word >= statement.tagWord : word >= 0;
      const single = statement.firstStart[group] === statement.lastStart[group];
      if (!typed || !single || statement.firstStart[group] === 0) continue;
      const start = statement.wordStart[word] as number;
      if (!isAttribute(this.#bytes, start, statement.wordEnd[word] as number)) return group;
    }
    return -1;
  }

  #isCalled(statement: Statement, word: number): boolean {
    for (let group = statement.declaratorGroup; group < statement.groups; group++) {
      if (statement.groupWord[group] === word) return true;
    }
    return false;
  }

  #openBrace(at: number): void {
    const level = this.#levels[this.#top] as Level;
    if (level.context === 'body' || level.context === 'initializer') {
      level.braces++;
      return;
    }
    const { statement } = level;
    if (level.context === 'enum' || this.#depth > 0 || statement.assigned) {
      this.#push('initializer', -1);
      return;
    }
    if (statement.tagKind && !this.#isCalledAfterTag(statement)) {
      this.#openTag(level, statement.tagKind, at);
      return;
    }
    if (statement.isExtern && statement.words === 0) {
      // extern "C"
      statement.reset();
      this.#push('top', -1);
      return;
    }
    const word = level.context === 'top' ? this.#functionWord(statement) : -1;
    if (word >= 0) {
      const start = statement.wordStart[word] as number;
      this.#add(kindNumbers.inline, start, statement.wordEnd[word] as number, statement.start, at, -1);
    }
    this.#push('body', -1);
  }

  /** Whether the words since the tag are a function's head: `struct foo *find(int id)`. */
  #isCalledAfterTag(statement: Statement): boolean {
    for (let group = statement.tagGroup; group < statement.groups; group++) {
      const word = statement.groupWord[group] as number;
      if (word < statement.tagWord) continue;
      if (!isAttribute(this.#bytes, statement.wordStart[word] as number, statement.wordEnd[word] as number)) {
        return true;
      }
    }
    return false;
  }

  #openTag(level: Level, tagKind: 'struct' | 'union' | 'enum', at: number): void {
    const { statement } = level;
    let owner = -1;
    // Attributes stand before the name or behind it, and not all of them are known: `struct __ec_align4 name {`.
    for (let word = statement.words - 1; word >= statement.tagWord; word--) {
      const start = statement.wordStart[word] as number;
      const end = statement.wordEnd[word] as number;
      if (isAttribute(this.#bytes, start, end)) continue;
      owner = this.count;
      this.#add(kindNumbers[tagKind], start, end, statement.start, at, -1);
      break;
    }
    this.#push(tagKind === 'enum' ? 'enum' : 'struct', owner);
  }

  #closeBrace(at: number): void {
    const level = this.#levels[this.#top] as Level;
    switch (level.context) {
      case 'body':
      case 'initializer': {
        const first = at === 0 || this.#bytes[at - 1] === 0x0a;
        if (level.braces > 0 && !first) {
          level.braces--;
          return;
        }
        this.#pop();
        if (level.context === 'body') (this.#levels[this.#top] as Level).statement.reset();
        return;
      }
      case 'top':
        if (this.#top > 0) this.#pop();
        (this.#levels[this.#top] as Level).statement.reset();
        return;
      case 'enum':
        this.#endEnumerator(level, at);
        this.#closeTag(level, at);
        return;
      case 'struct':
        this.#closeTag(level, at);
        return;
      default:
        level.context satisfies never;
    }
  }

  #closeTag(level: Level, at: number): void {
    this.#pop();
    const outer = this.#levels[this.#top] as Level;
    const { statement } = outer;
    statement.hasBody = true;
    statement.bodyWord = statement.words;
    statement.bodyGroup = statement.groups;
    statement.declaratorWord = statement.words;
    statement.declaratorGroup = statement.groups;
    // The members of an unnamed struct are those of the one around it, as long as no declarator follows; that shows a little later.
    if (level.context === 'struct' && level.owner < 0 && outer.context === 'struct' && this.#endsBehind(at)) {
      this.#adopt(level.firstEntry, outer.owner);
    }
  }

  /** Whether nothing but attributes and comments stands between the brace and the semicolon. */
  #endsBehind(brace: number): boolean {
    const text = textOf(this.#bytes, brace + 1, Math.min(this.#length, brace + 300));
    return /^(?:\s|\/\*[\s\S]*?\*\/|__\w+(?:\s*\([^;]*?\)+)?)*;/.test(text);
  }

  #adopt(firstEntry: number, owner: number): void {
    for (let entry = firstEntry; entry < this.count; entry++) {
      if (this.kind[entry] === kindNumbers.member && this.owner[entry] === -1) this.owner[entry] = owner;
    }
  }

  #endEnumerator(level: Level, at: number): void {
    const last = this.count - 1;
    if (level.expectsName || last < 0 || this.kind[last] !== kindNumbers.enumerator) return;
    this.end[last] = at;
  }

  #push(context: Context, owner: number): void {
    this.#top++;
    this.#openLevel(this.#top, context, owner);
  }

  #openLevel(at: number, context: Context, owner: number): void {
    const known = this.#levels[at];
    const level = known ?? new Level();
    if (!known) this.#levels.push(level);
    level.context = context;
    level.owner = owner;
    level.firstEntry = this.count;
    level.braces = 0;
    level.expectsName = true;
    level.memberGroups = 0;
    level.skippedArguments = 0;
    level.wrappers = 0;
    level.outerDepth = this.#depth;
    level.statement.reset();
    this.#depth = 0;
  }

  #pop(): void {
    this.#depth = (this.#levels[this.#top] as Level).outerDepth;
    this.#top--;
  }

  /** Reads the directive whose `#` stands at `at`. */
  #directive(at: number): number {
    const bytes = this.#bytes;
    let start = at + 1;
    while (bytes[start] === 0x20 || bytes[start] === 0x09) start++;
    // The first letters select the directives that matter: define, if*, el*.
    switch (bytes[start]) {
      case 0x64:
        if (this.#has(start, this.#length, 'define')) return this.#define(at, start + 6);
        break;
      case 0x69:
        if (bytes[start + 1] === 0x66) this.#openBranch();
        break;
      case 0x65:
        if (bytes[start + 1] === 0x6c) this.#nextBranch();
        else if (bytes[start + 1] === 0x6e) this.#branches.length = Math.max(0, this.#branches.length - 5);
        break;
      default:
        break;
    }
    return this.#lineEnd(start);
  }

  #define(at: number, afterWord: number): number {
    const bytes = this.#bytes;
    let start = afterWord;
    while (bytes[start] === 0x20 || bytes[start] === 0x09) start++;
    let end = start;
    while ((classes[bytes[end] as number] as number) >= letter && end < this.#length) end++;
    const lineEnd = this.#lineEnd(end);
    if (end === start || start === afterWord) return lineEnd;
    let arity = 0;
    if (bytes[end] === 0x28) {
      arity = 1;
      let named = false;
      for (let place = end + 1; place < lineEnd && bytes[place] !== 0x29; place++) {
        const byte = bytes[place] as number;
        if (byte === 0x2c) arity++;
        else if (byte === 0x2e) {
          arity |= 128;
          place += 2;
        } else if ((classes[byte] as number) >= letter) named = true;
      }
      // `(...)` takes no parameter with a name; `(a, ...)` takes one.
      if (named) arity++;
      if ((arity & 128) !== 0) arity--;
      arity = (arity & 128) | Math.min(127, arity & 127);
      if ((arity & 127) === 0) arity |= 1;
    }
    this.#add(kindNumbers.macro, start, end, at, lineEnd, -1);
    this.arity[this.count - 1] = arity;
    return lineEnd;
  }

  #openBranch(): void {
    const level = this.#levels[this.#top] as Level;
    this.#branches.push(this.#top, this.#depth, level.statement.start, level.statement.words, level.braces);
  }

  /** Another branch begins: discards the braces and words of the previous one. */
  #nextBranch(): void {
    const saved = this.#branches.length - 5;
    if (saved < 0) return;
    const [top = 0, depth = 0, start = -1, words = 0, braces = 0] = this.#branches.slice(saved);
    const level = this.#levels[top] as Level;
    this.#top = top;
    this.#depth = depth;
    level.braces = braces;
    if (level.statement.start !== start) level.statement.reset();
    else level.statement.words = Math.min(level.statement.words, words);
  }

  /** The start of the next line, after a comment that begins in this one; a backslash at a line's end goes on. */
  #lineEnd(from: number): number {
    const bytes = this.#bytes;
    const length = this.#length;
    let quoted = false;
    for (let at = from; at < length; at++) {
      switch (bytes[at]) {
        case 0x0a:
          if (bytes[at - 1] === 0x5c || (bytes[at - 1] === 0x0d && bytes[at - 2] === 0x5c)) break;
          return at + 1;
        case 0x22:
          if (bytes[at - 1] !== 0x5c) quoted = !quoted;
          break;
        case 0x2f:
          if (bytes[at + 1] === 0x2a && !quoted) at = this.#afterComment(at + 2) - 1;
          break;
        default:
          break;
      }
    }
    return length;
  }

  #afterComment(from: number): number {
    const bytes = this.#bytes;
    const length = this.#length;
    for (let at = from; at < length; at++) {
      if (bytes[at] === 0x2a && bytes[at + 1] === 0x2f) return at + 2;
    }
    return length;
  }

  /** Behind the quote that closes the text or character at `at`; the line's end where there is none. */
  #afterString(at: number): number {
    const bytes = this.#bytes;
    const quote = bytes[at];
    for (let end = at + 1; end < this.#length; end++) {
      if (bytes[end] === quote) return end + 1;
      if (bytes[end] === 0x0a) return end;
      if (bytes[end] === 0x5c) end++;
    }
    return this.#length;
  }

  #has(start: number, end: number, word: string): boolean {
    if (end - start < word.length) return false;
    for (let at = 0; at < word.length; at++) {
      if (this.#bytes[start + at] !== word.charCodeAt(at)) return false;
    }
    return true;
  }

  #text(start: number, end: number): string {
    return textOf(this.#bytes, start, end);
  }

  #add(kind: number, nameStart: number, nameEnd: number, start: number, end: number, owner: number): void {
    const at = this.count;
    if (at === this.kind.length) this.#grow();
    this.kind[at] = kind;
    this.arity[at] = 0;
    this.nameStart[at] = nameStart;
    this.nameEnd[at] = nameEnd;
    this.start[at] = start;
    this.end[at] = end;
    this.owner[at] = owner;
    this.count++;
  }

  #grow(): void {
    const size = this.kind.length * 2;
    const longer = <T extends Uint8Array | Int32Array>(column: T, made: T): T => {
      made.set(column);
      return made;
    };
    this.kind = longer(this.kind, new Uint8Array(size));
    this.arity = longer(this.arity, new Uint8Array(size));
    this.nameStart = longer(this.nameStart, new Int32Array(size));
    this.nameEnd = longer(this.nameEnd, new Int32Array(size));
    this.start = longer(this.start, new Int32Array(size));
    this.end = longer(this.end, new Int32Array(size));
    this.owner = longer(this.owner, new Int32Array(size));
  }
}

function classTable(): Uint8Array {
  const table = new Uint8Array(256);
  for (const byte of [0x20, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x5c]) table[byte] = blank;
  for (let byte = 0x30; byte <= 0x39; byte++) table[byte] = digit;
  for (let byte = 0x41; byte <= 0x5a; byte++) table[byte] = table[byte + 0x20] = letter;
  table[0x5f] = table[0x24] = letter;
  return table;
}
