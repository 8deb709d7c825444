import { commonStart } from '../text.ts';
import type {
  AndOr,
  ArrayLiteral,
  AssignmentWord,
  Command,
  List,
  Pipeline,
  Redirect,
  Script,
  SimpleCommand,
  TestExpression,
  TextPart,
  Word,
} from './script.ts';
import { isMeta, ReadingStopped, WordParser } from './word-parser.ts';

/**
 * Reads a whole dkms.conf, or as much of it as bash would read; never throws. From `before`, the script of an earlier text, it takes the
 * plain lines in front of the first difference, which would be read the same.
 */
export function parseScript(text: string, before?: Script): Script {
  const reader = new ScriptReader(text, before && new EarlierLines(before, text));
  const lines: List[] = [];
  const isPlain: boolean[] = [];
  try {
    for (let line = reader.readLine(); line; line = reader.readLine()) {
      lines.push(line);
      isPlain.push(reader.wasPlain);
    }
  } catch (error) {
    if (!(error instanceof ReadingStopped)) throw error;
    return { text, lines, isPlain, stop: error.stop };
  }
  return { text, lines, isPlain, stop: undefined };
}

/** The text of a here-document as bash expands it; `undefined` if it can't be read. */
export function parseDocument(text: string): Word | undefined {
  // The meaning of quotes inside `${…}` and backquotes there depends on the version of bash.
  if (/\$\{[^}]*["']/.test(text) || (text.includes('`') && text.includes('\\"'))) return undefined;
  try {
    return new ScriptReader(text).readWholeDocument();
  } catch (error) {
    if (!(error instanceof ReadingStopped)) throw error;
    return undefined;
  }
}

/** The plain lines of an earlier text, asked for in their order. */
class EarlierLines {
  readonly #script: Script;
  /** The length of the common beginning of the two texts. */
  readonly #alike: number;
  #next = 0;

  constructor(script: Script, text: string) {
    this.#script = script;
    this.#alike = commonStart(script.text, text);
  }

  /** The line that begins at an offset. */
  at(offset: number): List | undefined {
    if (offset >= this.#alike) return undefined;
    const { lines, isPlain } = this.#script;
    while ((lines[this.#next]?.[0]?.start ?? offset) < offset) this.#next++;
    const line = lines[this.#next];
    const only = line?.[0];
    // The character after the line, which ends it, must be equal, too.
    return only?.start === offset && isPlain[this.#next] && only.end < this.#alike ? line : undefined;
  }
}

const blanksAndComment = /(?:[ \t]|\\\n)*(?:#[^\n]*)?/y;
const identifier = /[A-Za-z_][A-Za-z0-9_]*/y;
const redirectOperator =
  /(?:[0-9]+|\{[A-Za-z_][A-Za-z0-9_]*\})?(?:&>>|&>|<<<|<<-|<<|<>|<&|<(?!\()|>>|>\||>&|>(?!\())/y;
const reservedWord =
  /(?:if|then|else|elif|fi|case|esac|for|select|while|until|do|done|in|function|time|coproc|\{|\}|!|\[\[)(?=[ \t\n;&|()<>]|\\\n|$)/y;
const plainLine =
  /([A-Za-z_][A-Za-z0-9_]*)(?:\[([0-9]+)\])?(\+?=)(?:([A-Za-z0-9_./:,%^-]*)|"([^"\\$`]*)")(?=\n|$)/y;
/** Up to a newline without a backslash in front of it. */
const documentLine = /(?:[^\\\n]|\\[\s\S]?)*/y;
const listEnders = new Set(['then', 'else', 'elif', 'fi', 'esac', 'do', 'done', '}']);
const declarations = new Set(['declare', 'typeset', 'local', 'export', 'readonly']);
const testOperator = /(?:==|=~|=|!=|<|>|-(?:eq|ne|lt|le|gt|ge|nt|ot|ef))(?=[ \t\n()]|\\\n)/y;

/** A here-document whose redirection has been read, but not its lines yet. */
interface PendingDocument {
  readonly delimiter: string;
  readonly stripTabs: boolean;
  readonly document: { text: string | undefined; readonly isLiteral: boolean };
}

class ScriptReader extends WordParser {
  /** Here-documents whose bodies begin after the next newline. */
  readonly #pending: PendingDocument[] = [];
  readonly #earlier: EarlierLines | undefined;
  /** Shared by the many lines that have none. */
  readonly #none: readonly never[] = [];
  /** Whether the last line was a plain one. */
  wasPlain = false;

  constructor(text: string, earlier?: EarlierLines) {
    super(text);
    this.#earlier = earlier;
  }

  /** The next line that holds commands; `undefined` at the end. */
  readLine(): List | undefined {
    this.#skipNewlines();
    if (this.position >= this.text.length) return undefined;
    const plain = this.#takeEarlierLine() ?? this.#readPlainLine();
    this.wasPlain = plain !== undefined;
    if (plain) return plain;
    const list: AndOr[] = [];
    while (true) {
      list.push(this.#readAndOr());
      this.#skipBlanks();
      if (this.#atEndOfLine()) return list;
      if (!(this.at(';') && !this.at(';;') && !this.at(';&')) && !this.at('&')) this.#unexpected();
      this.position++;
      this.#skipBlanks();
      if (this.#atEndOfLine()) return list;
    }
  }

  #takeEarlierLine(): List | undefined {
    const line = this.#earlier?.at(this.position);
    if (line) this.position = line[0]?.end ?? this.position;
    return line;
  }

  /**
   * `NAME=word` or `NAME[3]="words"` alone on its line: nearly all lines are like this, and it is several times faster than the general
   * rules.
   */
  #readPlainLine(): List | undefined {
    plainLine.lastIndex = this.position;
    const found = plainLine.exec(this.text);
    if (!found) return undefined;
    const [all, name = '', subscript, operator = '', bare, quoted] = found;
    const start = this.position;
    const nameEnd = start + name.length;
    const valueStart = nameEnd + (subscript === undefined ? 0 : subscript.length + 2) + operator.length;
    const end = start + all.length;
    this.position = end;
    const parts: TextPart[] = [];
    if (quoted !== undefined) parts.push({ kind: 'text', text: quoted, quoted: true });
    else if (bare) parts.push({ kind: 'text', text: bare, quoted: false });
    const assignment: AssignmentWord = {
      name,
      nameEnd,
      subscript:
        subscript === undefined
          ? undefined
          : {
              start: nameEnd + 1,
              end: nameEnd + 1 + subscript.length,
              parts: [{ kind: 'text', text: subscript, quoted: false }],
            },
      append: operator === '+=',
      value: { start: valueStart, end, parts },
      start,
      end,
    };
    const command: SimpleCommand = {
      kind: 'simple',
      assignments: [assignment],
      words: this.#none,
      redirects: this.#none,
      start,
      end,
    };
    const first: Pipeline = { negated: false, commands: [command], start, end };
    return [{ first, rest: this.#none, background: false, start, end }];
  }

  protected readSubstitution(): List {
    const body = this.#readList(() => this.at(')'), true);
    this.position++;
    return body;
  }

  #atEndOfLine(): boolean {
    return this.position >= this.text.length || this.at('\n');
  }

  #unexpected(): never {
    if (this.position >= this.text.length) this.fail('the text ends in the middle of a command');
    const found = this.match(/[;&|()<>]+|[^\s;&|()<>]+|\n/y) ?? '';
    this.fail(
      found === '\n'
        ? 'a line ends where a command must go on'
        : `${found.slice(0, 40)} is not expected here`,
    );
  }

  #skipBlanks(): void {
    this.skip(blanksAndComment);
  }

  #skipNewlines(): void {
    this.#skipBlanks();
    while (this.at('\n')) {
      this.position++;
      this.#readHereDocuments();
      this.#skipBlanks();
    }
  }

  #readHereDocuments(): void {
    if (this.#pending.length === 0) return;
    for (const { delimiter, stripTabs, document } of this.#pending.splice(0)) {
      const lines: string[] = [];
      while (this.position < this.text.length) {
        let line = this.#takeDocumentLine(document.isLiteral);
        if (stripTabs) line = line.replace(/^\t+/, '');
        if (line === delimiter) {
          document.text = lines.join('');
          break;
        }
        lines.push(`${line}\n`);
      }
    }
  }

  /** One line of a here-document without its newline; where it is expanded, a backslash at the end of a line joins it to the next one. */
  #takeDocumentLine(isLiteral: boolean): string {
    documentLine.lastIndex = this.position;
    const found = isLiteral ? undefined : documentLine.exec(this.text)?.[0];
    const newline = this.text.indexOf('\n', this.position);
    const end =
      found === undefined ? (newline < 0 ? this.text.length : newline) : this.position + found.length;
    const line = this.text.slice(this.position, end);
    this.position = Math.min(end + 1, this.text.length);
    return isLiteral ? line : line.replace(/\\([\s\S])/g, (pair, next) => (next === '\n' ? '' : pair));
  }

  /** The text of this reader as a here-document. */
  readWholeDocument(): Word {
    return this.readDocument();
  }

  #peekReserved(): string | undefined {
    return this.match(reservedWord);
  }

  #takeReserved(...wanted: readonly string[]): string | undefined {
    const found = this.#peekReserved();
    if (found === undefined || !wanted.includes(found)) return undefined;
    this.position += found.length;
    return found;
  }

  #expectReserved(...wanted: readonly string[]): string {
    this.#skipNewlines();
    return this.#takeReserved(...wanted) ?? this.#unexpected();
  }

  /** Commands up to something that ends a list, which is not consumed. */
  #readList(ends: () => boolean, mayBeEmpty = false): AndOr[] {
    const list: AndOr[] = [];
    this.#skipNewlines();
    while (!ends()) {
      list.push(this.#readAndOr());
      this.#skipBlanks();
      if (ends()) break;
      if (this.at(';;') || this.at(';&')) this.#unexpected();
      if (this.at('\n')) this.#skipNewlines();
      else if (this.at(';') || this.at('&')) {
        this.position++;
        this.#skipNewlines();
      } else this.#unexpected();
    }
    if (list.length === 0 && !mayBeEmpty) this.#unexpected();
    return list;
  }

  #readBody(...enders: readonly string[]): AndOr[] {
    return this.#readList(() => {
      const found = this.#peekReserved();
      return found !== undefined && enders.includes(found);
    });
  }

  #readAndOr(): AndOr {
    const start = this.position;
    const first = this.#readPipeline();
    const rest: AndOr['rest'][number][] = [];
    this.#skipBlanks();
    while (this.at('&&') || this.at('||')) {
      const operator = this.at('&&') ? '&&' : '||';
      this.position += 2;
      this.#skipNewlines();
      rest.push({ operator, pipeline: this.#readPipeline() });
      this.#skipBlanks();
    }
    const end = this.position;
    return { first, rest, background: this.at('&'), start, end };
  }

  #readPipeline(): Pipeline {
    const start = this.position;
    let negated = false;
    while (true) {
      this.#skipBlanks();
      const prefix = this.#takeReserved('!', 'time');
      if (prefix === undefined) break;
      if (prefix === '!') negated = !negated;
      else {
        this.#skipBlanks();
        this.position += this.match(/-p(?=[ \t\n])/y)?.length ?? 0;
      }
    }
    const commands = [this.#readCommand()];
    this.#skipBlanks();
    while (this.at('|') && !this.at('||')) {
      this.position += this.at('|&') ? 2 : 1;
      this.#skipNewlines();
      commands.push(this.#readCommand());
      this.#skipBlanks();
    }
    return { negated, commands, start, end: this.position };
  }

  #readCommand(): Command {
    return this.nested(() => {
      this.#skipBlanks();
      const start = this.position;
      const reserved = this.#peekReserved();
      if (reserved !== undefined && listEnders.has(reserved)) this.#unexpected();
      const compound =
        this.at('(') || (reserved !== undefined && reserved !== 'in')
          ? this.#readCompound(reserved, start)
          : undefined;
      if (!compound) return this.#readSimple(start);
      if (compound.kind === 'function' || compound.kind === 'coprocess') return compound;
      const redirects = this.#readRedirects();
      return { ...compound, redirects, end: this.position };
    });
  }

  #readCompound(reserved: string | undefined, start: number): Command {
    const redirects: readonly Redirect[] = [];
    const located = () => ({ start, end: this.position, redirects });
    if (reserved === undefined) {
      if (this.at('((')) {
        this.position += 2;
        const expression = this.readArithmetic();
        if (expression) return { kind: 'arithmetic', expression, ...located() };
        this.position -= 2;
      }
      this.position++;
      const body = this.#readList(() => this.at(')'));
      this.position++;
      return { kind: 'subshell', body, ...located() };
    }
    this.position += reserved.length;
    switch (reserved) {
      case '{': {
        const body = this.#readBody('}');
        this.position++;
        return { kind: 'group', body, ...located() };
      }
      case '[[': {
        const expression = this.#readTestOr();
        this.#skipNewlines();
        if (!this.at(']]')) this.#unexpected();
        this.position += 2;
        return { kind: 'test', expression, ...located() };
      }
      case 'if':
        return { ...this.#readIf(), ...located(), end: this.position };
      case 'while':
      case 'until': {
        const condition = this.#readBody('do');
        const body = this.#readLoopBody();
        return { kind: reserved, condition, body, ...located() };
      }
      case 'for':
      case 'select':
        return { ...this.#readFor(reserved), ...located(), end: this.position };
      case 'case':
        return { ...this.#readCase(), ...located(), end: this.position };
      case 'function': {
        this.#skipBlanks();
        const name = this.#unquotedText(this.readWord());
        this.#skipBlanks();
        if (this.match(/\([ \t]*\)/y)) this.position += this.match(/\([ \t]*\)/y)?.length ?? 0;
        return this.#readFunctionBody(name, start);
      }
      case 'coproc':
        return { kind: 'coprocess', body: this.#readCommand(), ...located() };
      default:
        this.#unexpected();
    }
  }

  #readFunctionBody(name: string | undefined, start: number): Command {
    if (name === undefined) this.fail('a function has no plain name', start);
    this.#skipNewlines();
    if (!this.at('(') && !/^(?:\{|\[\[|if|while|until|for|select|case)$/.test(this.#peekReserved() ?? '')) {
      this.#unexpected();
    }
    const body = this.#readCommand();
    return { kind: 'function', name, body, redirects: [], start, end: this.position };
  }

  #readIf(): Pick<Extract<Command, { kind: 'if' }>, 'kind' | 'clauses' | 'otherwise'> {
    const clauses: { condition: List; body: List }[] = [];
    while (true) {
      const condition = this.#readBody('then');
      this.#expectReserved('then');
      const body = this.#readBody('elif', 'else', 'fi');
      clauses.push({ condition, body });
      const next = this.#expectReserved('elif', 'else', 'fi');
      if (next === 'fi') return { kind: 'if', clauses, otherwise: undefined };
      if (next === 'else') {
        const otherwise = this.#readBody('fi');
        this.#expectReserved('fi');
        return { kind: 'if', clauses, otherwise };
      }
    }
  }

  #readLoopBody(): List {
    this.#skipNewlines();
    const braces = this.#takeReserved('{');
    if (braces === undefined) this.#expectReserved('do');
    const body = this.#readBody(braces === undefined ? 'done' : '}');
    this.position += braces === undefined ? 4 : 1;
    return body;
  }

  #readFor(kind: 'for' | 'select') {
    this.#skipBlanks();
    if (kind === 'for' && this.at('((')) {
      this.position += 2;
      const first = this.#readForExpression(';');
      const condition = this.#readForExpression(';');
      const step = this.#readForExpression(')');
      if (!this.at(')')) this.#unexpected();
      this.position++;
      this.#skipBlanks();
      if (this.at(';')) this.position++;
      return { kind: 'counted-for' as const, first, condition, step, body: this.#readLoopBody() };
    }
    const name = this.match(identifier);
    if (name === undefined) this.#unexpected();
    this.position += name.length;
    if (!isMeta(this.text[this.position])) this.#unexpected();
    this.#skipNewlines();
    let words: Word[] | undefined;
    if (this.#takeReserved('in')) {
      words = [];
      for (
        this.#skipBlanks();
        !isMeta(this.text[this.position]) || this.match(/[<>]\(/y);
        this.#skipBlanks()
      ) {
        words.push(this.readWord());
      }
      if (!this.at(';') && !this.at('\n')) this.#unexpected();
      this.position += this.at(';') ? 1 : 0;
    } else if (this.at(';')) this.position++;
    return { kind, name, words, body: this.#readLoopBody() };
  }

  #readForExpression(close: string): Word {
    let level = 0;
    const word = this.readArithmeticUntil((unit) => {
      if (unit === '(') level++;
      if (unit === ')' && level > 0) {
        level--;
        return false;
      }
      return level === 0 && (unit === close || unit === ')');
    });
    if (!this.at(close)) this.#unexpected();
    this.position++;
    return word;
  }

  #readCase(): Pick<Extract<Command, { kind: 'case' }>, 'kind' | 'word' | 'arms'> {
    this.#skipBlanks();
    const word = this.readWord();
    if (word.start === word.end) this.#unexpected();
    this.#expectReserved('in');
    const arms: Extract<Command, { kind: 'case' }>['arms'][number][] = [];
    while (true) {
      this.#skipNewlines();
      if (this.#takeReserved('esac')) return { kind: 'case', word, arms };
      if (this.at('(')) this.position++;
      const patterns: Word[] = [];
      do {
        this.position += patterns.length > 0 ? 1 : 0;
        this.#skipBlanks();
        const pattern = this.readWord();
        if (pattern.start === pattern.end) this.#unexpected();
        patterns.push(pattern);
        this.#skipBlanks();
      } while (this.at('|'));
      if (!this.at(')')) this.#unexpected();
      this.position++;
      const body = this.#readList(
        () => this.at(';;') || this.at(';&') || this.#peekReserved() === 'esac',
        true,
      );
      const ending = this.at(';;&') ? ';;&' : this.at(';;') ? ';;' : this.at(';&') ? ';&' : undefined;
      this.position += ending?.length ?? 0;
      arms.push({ patterns, body, ending: ending ?? ';;' });
    }
  }

  #readTestOr(): TestExpression {
    let left = this.#readTestAnd();
    for (this.#skipNewlines(); this.at('||'); this.#skipNewlines()) {
      this.position += 2;
      left = { kind: 'or', left, right: this.#readTestAnd() };
    }
    return left;
  }

  #readTestAnd(): TestExpression {
    let left = this.#readTestTerm();
    for (this.#skipNewlines(); this.at('&&'); this.#skipNewlines()) {
      this.position += 2;
      left = { kind: 'and', left, right: this.#readTestTerm() };
    }
    return left;
  }

  #readTestTerm(): TestExpression {
    return this.nested((): TestExpression => {
      this.#skipNewlines();
      if (this.#takeReserved('!')) return { kind: 'not', operand: this.#readTestTerm() };
      if (this.at('(')) {
        this.position++;
        const inner = this.#readTestOr();
        this.#skipNewlines();
        if (!this.at(')')) this.#unexpected();
        this.position++;
        return inner;
      }
      const left = this.#readTestWord();
      this.#skipNewlines();
      const source = this.text.slice(left.start, left.end);
      const operator = this.match(testOperator);
      if (operator !== undefined) {
        this.position += operator.length;
        this.#skipBlanks();
        const right = operator === '=~' ? this.readRegexWord() : this.readWord();
        if (right.start === right.end) this.#unexpected();
        return { kind: 'binary', operator, left, right };
      }
      if (/^-[abcdefghknoprstuvwxzGLNORS]$/.test(source)) {
        return { kind: 'unary', operator: source, operand: this.#readTestWord() };
      }
      return { kind: 'word', word: left };
    });
  }

  #readTestWord(): Word {
    this.#skipBlanks();
    const word = this.readWord();
    if (word.start === word.end || this.text.slice(word.start, word.end) === ']]') this.#unexpected();
    return word;
  }

  #readSimple(start: number): Command {
    const assignments: AssignmentWord[] = [];
    const words: (Word | AssignmentWord)[] = [];
    const redirects: Redirect[] = [];
    let end = start;
    while (true) {
      this.#skipBlanks();
      const redirect = this.#readRedirect();
      if (redirect) redirects.push(redirect);
      else if (isMeta(this.text[this.position]) && !this.match(/[<>]\(/y)) break;
      else if (words.length === 0) {
        const assignment = this.#readAssignment();
        if (assignment) assignments.push(assignment);
        else words.push(this.readWord());
      } else {
        const declares = declarations.has(this.#unquotedText(words[0]) ?? '');
        words.push((declares && this.#readAssignment()) || this.readWord());
      }
      end = this.position;
    }
    if (end === start) this.#unexpected();
    const name = words.length === 1 && assignments.length + redirects.length === 0 ? words[0] : undefined;
    if (name && this.at('(')) {
      this.position++;
      this.#skipBlanks();
      if (!this.at(')')) this.#unexpected();
      this.position++;
      return this.#readFunctionBody(this.#unquotedText(name), start);
    }
    if (this.at('(')) this.#unexpected();
    const command: SimpleCommand = { kind: 'simple', assignments, words, redirects, start, end };
    return command;
  }

  /** The text of a word that has no quotes and no expansions. */
  #unquotedText(word: Word | AssignmentWord | undefined): string | undefined {
    if (!word || 'name' in word) return undefined;
    const [part, ...more] = word.parts;
    return part?.kind === 'text' && !part.quoted && more.length === 0 ? part.text : undefined;
  }

  #readRedirects(): Redirect[] {
    const redirects: Redirect[] = [];
    while (true) {
      const before = this.position;
      this.#skipBlanks();
      const redirect = this.#readRedirect();
      if (!redirect) {
        this.position = before;
        return redirects;
      }
      redirects.push(redirect);
    }
  }

  #readRedirect(): Redirect | undefined {
    const found = this.match(redirectOperator);
    if (found === undefined) return undefined;
    const start = this.position;
    this.position += found.length;
    const descriptor = /^(?:[0-9]+|\{\w+\})/.exec(found)?.[0];
    const operator = found.slice(descriptor?.length ?? 0);
    this.#skipBlanks();
    const target = this.readWord();
    if (target.start === target.end) this.#unexpected();
    if (operator === '<<' || operator === '<<-') {
      const source = this.text.slice(target.start, target.end);
      const delimiter = source.replace(/\\(.)|["']/g, '$1');
      const document: PendingDocument['document'] = { text: undefined, isLiteral: /["'\\]/.test(source) };
      this.#pending.push({ delimiter, stripTabs: operator === '<<-', document });
      return { operator, descriptor, target: undefined, document, start, end: this.position };
    }
    return { operator, descriptor, target, start, end: this.position };
  }

  /** `name=…`, `name[…]+=…`; `undefined` (and no move) when no assignment starts here. */
  #readAssignment(): AssignmentWord | undefined {
    const start = this.position;
    const name = this.readName();
    if (name === undefined) return undefined;
    const nameEnd = this.position;
    this.#skipContinuations();
    let subscript: Word | undefined;
    if (this.at('[')) {
      this.position++;
      subscript = this.readUntil(']', '[');
      this.#skipContinuations();
    }
    const operator = this.match(/\+?=/y);
    if (operator === undefined) {
      this.position = start;
      return undefined;
    }
    this.position += operator.length;
    const value = this.at('(') ? this.#readArrayLiteral() : this.readWord();
    if ('items' in value && !isMeta(this.text[this.position])) {
      throw new ReadingStopped(
        'unsupported',
        this.position,
        'text follows directly on a list of array elements',
      );
    }
    return { name, nameEnd, subscript, append: operator === '+=', value, start, end: this.position };
  }

  #skipContinuations(): void {
    this.position += this.match(/(?:\\\n)+/y)?.length ?? 0;
  }

  #readArrayLiteral(): ArrayLiteral {
    const start = this.position++;
    const items: ArrayLiteral['items'][number][] = [];
    for (this.#skipNewlines(); !this.at(')'); this.#skipNewlines()) {
      if (isMeta(this.text[this.position]) && !this.match(/[<>]\(/y)) this.#unexpected();
      items.push(this.#readArrayItem());
    }
    this.position++;
    return { items, start, end: this.position };
  }

  #readArrayItem(): ArrayLiteral['items'][number] {
    const start = this.position;
    if (this.at('[')) {
      this.position++;
      const subscript = this.readUntil(']', '[');
      const operator = this.match(/\+?=/y);
      if (operator !== undefined) {
        this.position += operator.length;
        return { subscript, append: operator === '+=', value: this.readWord() };
      }
      this.position = start;
    }
    return { subscript: undefined, append: false, value: this.readWord() };
  }
}
