import { CaretParser, isNumbered, sourceIn } from './caret.ts';
import { FileKinds } from './file-kind.ts';
import { parseFixIt } from './fix-its.ts';
import {
  bareAssembler,
  bareClang,
  clangPhrase,
  clangSummary,
  context,
  gccSummary,
  included,
  includedFrom,
  inlined,
  isBetweenNotes,
  located,
  missingHeader,
  option,
  otherReason,
  placeless,
  tooManyErrors,
} from './gcc-patterns.ts';
import {
  type HeaderChain,
  namesMember,
  type ProblemDraft,
  plainQuotes,
  problemOf,
  type Site,
} from './gcc-problem.ts';
import { HeaderChains } from './header-chains.ts';
import { afterDigits, colonBeforeNumber, isCapital, isDigit } from './line-scan.ts';
import { messageStart } from './make-lines.ts';
import { OpenMessages, unitOf } from './open-messages.ts';
import { PrintedChain } from './printed-chain.ts';
import type { Problem, ProblemSeverity, Tool } from './problem.ts';
import { type Level, levelOf, plainWords } from './severity-words.ts';
import { continuesSparse, isSparse } from './sparse.ts';
import { type Answer, isForeign, locationOf, type ToolContext, type ToolParser } from './tool.ts';

const keptWaiting = 1000;

/**
 * gcc 8 to 15, clang 11 to 19, their assembler, and sparse, whose messages have the same format. Notes and include chains become
 * related places; a message in a kernel header that was reached through a macro or an inline function used in the user's file is
 * placed at the user's line, with the header's place as a related one.
 */
export class GccParser implements ToolParser {
  readonly isStateless = true;
  /** Whether a compiler printed messages in a language other than English. */
  localised = false;
  /** Whether a message could not be translated into English. */
  untranslated = false;
  readonly #context: ToolContext;
  #compiler: 'gcc' | 'clang' | undefined;
  readonly #open: OpenMessages;
  readonly #chain = new PrintedChain();
  /** The last include chain: gcc prints it only before the first message of a header. */
  #header: HeaderChain | undefined;
  readonly #headers = new HeaderChains();
  #inlined: Site[] = [];
  #chainContinues = false;
  #announced = false;
  #caret: CaretParser | undefined;
  /** What the marks under the quoted source refer to: the message or its last note. */
  #marked: Site | undefined;
  /** Whether a source line may follow: clang before 16 quotes it without a margin, so it may begin with anything. */
  #expectsSource = false;
  readonly #kinds = new FileKinds();
  /** Messages without a place that have been read. */
  readonly #placed = new Set<string>();
  /** Errors without a place, until make names the object that failed. */
  #waiting: Omit<Problem, 'file' | 'line' | 'place'>[] = [];

  constructor(context: ToolContext, compiler: 'gcc' | 'clang' | undefined) {
    this.#context = context;
    this.#compiler = compiler;
    this.#open = new OpenMessages((draft) => {
      if (!draft.probe) context.report(problemOf(draft, context.directories));
    });
  }

  get busy(): boolean {
    return !this.#open.isEmpty || !this.#chain.isEmpty || this.#inlined.length > 0 || this.#announced;
  }

  read(line: string): Answer {
    const first = line.charCodeAt(0);
    if (first === 0x20 || first === 0x09 || isNumbered(line, first)) return this.#readIndented(line);
    if (line.startsWith('In file')) {
      const chain = included.exec(line);
      if (chain) {
        // Clang repeats these words for each file of the chain; gcc prints them once and continues with `from`.
        if (this.#chainContinues) this.#compiler = 'clang';
        else this.#chain.drop();
        this.#addToChain(chain[1] ?? '', chain[2] ?? '', this.#chainContinues);
        this.#chainContinues = true;
        return 'consumed';
      }
    }
    const isAfterChain = this.#chainContinues;
    this.#chainContinues = false;
    if (messageStart(line) > 0) return 'not-mine';
    if (line.startsWith('fix-it:') && this.#open.last) return this.#readFixIt(line, this.#open.last);
    if (this.#readLocated(line)) return 'consumed';
    const more = this.#open.last?.tool === 'sparse' ? continuesSparse(line, this.#open.last.site) : undefined;
    if (this.#open.last && more !== undefined) {
      this.#open.last.continued += `, ${more}`;
      return 'consumed';
    }
    if (this.#open.last && isBetweenNotes(line, this.#open.last.message)) return 'consumed';
    const last = line.charCodeAt(line.length - 1);
    if ((last === 0x3a || last === 0x2c) && context.test(line)) {
      // After a comma come the functions into which it was inlined.
      this.#announced = line.endsWith(',');
      const place = line.indexOf(': ');
      if (isAfterChain && place > 0) {
        this.#chain.leadsTo(this.#context.directories.locate(line.slice(0, place)).file);
      }
      return this.busy ? 'consumed' : 'finished';
    }
    if (last === 0x2e && clangSummary.test(line)) {
      this.#compiler = 'clang';
      this.close();
      return 'finished';
    }
    // A full stop or s.
    if (((last === 0x2e || last === 0x73) && gccSummary.test(line)) || line.startsWith(tooManyErrors)) {
      this.close();
      return 'finished';
    }
    if (this.#readPlaceless(line)) return 'finished';
    if (this.#expectsSource && !/^(?:make|[A-Z]+: |\S+: (?:error|warning)|\S+\.k?o: )/.test(line)) {
      this.#expectsSource = false;
      this.#readQuotation(line, 'clang');
      return 'consumed';
    }
    return 'not-mine';
  }

  #readLocated(line: string): boolean {
    const at = colonBeforeNumber(line);
    if (at <= 0) return false;
    if (this.#readPlain(line, at)) return true;
    located.lastIndex = at;
    const match = located.exec(line);
    const word = match?.[3] === undefined ? undefined : levelOf(match[3]);
    if (!match || !word) return false;
    this.localised ||= word.localised;
    const column = match[2] === undefined ? undefined : Number(match[2]);
    this.#message(line.slice(0, at), Number(match[1]), column, word.level, word.kept + (match[4] ?? ''));
    return true;
  }

  /** The same for the English words, which most messages have, without the pattern. */
  #readPlain(line: string, path: number): boolean {
    const ends = afterDigits(line, path + 1);
    const hasColumn = line.charCodeAt(ends) === 0x3a && isDigit(line.charCodeAt(ends + 1));
    const place = hasColumn ? afterDigits(line, ends + 1) : ends;
    if (!line.startsWith(': ', place)) return false;
    const word = plainWords.find((one) => line.startsWith(one.text, place + 2));
    if (!word) return false;
    const column = hasColumn ? Number(line.slice(ends + 1, place)) : undefined;
    const text = line.slice(place + 2 + word.text.length);
    this.#message(line.slice(0, path), Number(line.slice(path + 1, ends)), column, word.level, text);
    return true;
  }

  /** Whether a message that begins now would not belong to any line before it. */
  get isBetweenMessages(): boolean {
    return this.#chain.isEmpty && this.#inlined.length === 0 && !this.#announced;
  }

  /** The compiler, as far as its messages have shown it. */
  get compiler(): 'gcc' | 'clang' | undefined {
    return this.#compiler;
  }

  /** The header whose chain was printed last, as long as messages are about it. */
  get header(): HeaderChain | undefined {
    return this.#header;
  }

  /** Skips a message that was read before; only what it leaves behind is taken over. */
  repeat(compiler: 'gcc' | 'clang' | undefined, header: HeaderChain | undefined): void {
    this.#compiler = compiler;
    this.#header = header;
    this.#chainContinues = false;
  }

  close(): void {
    this.#chain.drop();
    this.#inlined = [];
    this.#endLine();
    this.#open.end();
  }

  /** Nothing that follows belongs to the last line. */
  #endLine(): void {
    this.#chainContinues = false;
    this.#announced = false;
    this.#marked = undefined;
    this.#expectsSource = false;
  }

  /** Whether there are errors without a place for `settle` to report. */
  get areWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** Reports the waiting errors without a place: they are about the object that make names, or (`undefined`, at the end) about the build. */
  settle(object: string | undefined): void {
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    this.#waiting = [];
    for (const problem of waiting) {
      this.#context.report({ ...problem, ...locationOf(this.#context.directories, object) });
    }
  }

  #readIndented(line: string): Answer {
    const from = this.#chain.isEmpty ? undefined : includedFrom.exec(line);
    if (from) {
      this.#addToChain(from[1] ?? '', from[2] ?? '', false);
      return 'consumed';
    }
    const call = line.startsWith('    inlined') ? inlined.exec(line) : undefined;
    if (call) {
      const [, name = '', path = '', row] = call;
      const site = this.#site(path, Number(row), undefined, plainQuotes(`inlined from ${name}`));
      if (this.#inlined.length < keptWaiting) this.#inlined.push(site);
      return 'consumed';
    }
    if (!this.#open.last) return 'not-mine';
    // A status line of kbuild: two blanks and a command in capitals.
    if (isCapital(line.charCodeAt(2)) && /^ {2}[A-Z][A-Z0-9_]+ /.test(line)) return 'not-mine';
    this.#expectsSource = false;
    this.#readQuotation(line, this.#open.last.tool);
    return 'consumed';
  }

  #readQuotation(line: string, tool: Tool): void {
    const marked = this.#marked;
    if (!marked) return;
    const source = this.#context.isLog ? sourceIn(line, tool) : undefined;
    if (source !== undefined) marked.quote ??= source;
    const width = this.#caret?.read(line, tool === 'clang' ? 'byte' : 'display');
    if (width === undefined) return;
    // A mark of one column is only a point, without an end.
    if (marked.column !== undefined && width > 1) marked.endColumn = marked.column + width;
    this.#marked = undefined;
  }

  /** A fix-it after a note is a different proposal from one after the message. */
  #readFixIt(line: string, draft: ProblemDraft): Answer {
    const edit = parseFixIt(line);
    if (!edit) return 'not-mine';
    if (draft.notes.length === 0) {
      draft.edits.push({ ...edit, file: this.#context.directories.resolve(edit.file) });
    }
    return 'consumed';
  }

  #addToChain(path: string, line: string, isNearer: boolean): void {
    if (path === '' || path.startsWith('<')) return;
    this.#chain.add(this.#site(path, Number(line), undefined, 'included from here'), isNearer);
  }

  #chainTo(site: Site, printed: readonly Site[]): readonly Site[] {
    const { file } = site;
    if (printed.length > 0) this.#header = this.#headers.of(file, printed);
    else if (this.#header?.file !== file) this.#header = undefined;
    return site.isUserFile ? printed : (this.#header?.chain ?? printed);
  }

  #message(printed: string, line: number, column: number | undefined, level: Level, text: string): void {
    // In a log, words before a path are a prefix of this line alone.
    const path = this.#context.isLog ? printed.replace(/^(?![./]).*\s(?=\/)/, '') : printed;
    const found = text.charCodeAt(text.length - 1) === 0x5d ? option.exec(text) : null;
    const message = this.#inEnglish(plainQuotes(found ? text.slice(0, found.index) : text));
    if (this.#compiler !== 'clang' && (found?.[1] || clangPhrase.test(message))) this.#compiler = 'clang';
    if (level === 'note' || namesMember(this.#open.last?.site, line, column, message)) {
      this.#note(path, line, column, message);
      return;
    }
    const kind = this.#kinds.of(path);
    if (kind.assemblerInput) {
      this.close();
      this.#placeless(level, `${message} (line ${line} of the assembler's input)`);
      return;
    }
    const site = this.#site(path, line, column, message);
    const code = found?.[2]?.replace(/^-Werror=/, '-W');
    const inlinedFrom = this.#inlined;
    this.#inlined = [];
    const including = this.#chainTo(site, this.#chain.take(site.file));
    this.#endLine();
    this.#open.begin({
      severity: level,
      message,
      continued: '',
      ...(code !== undefined && { code }),
      tool: this.#toolOf(kind.makefile, column, message, code),
      ...{ site, unit: unitOf(site, including) },
      notes: [],
      edits: [],
      inlined: inlinedFrom,
      chain: including,
      probe: kind.probe || this.#isTemporarySource(including.at(-1) ?? site),
      ...(this.#context.isLog && { logLine: this.#context.lineNumber() }),
    });
    this.#expectMarks(site);
  }

  #inEnglish(message: string): string {
    // The reason why a header can't be read comes from the system, whose language may differ from the compiler's.
    const isReason = message.includes('.h: ') && !message.endsWith('No such file or directory');
    if (!this.localised && !isReason && !isForeign(message)) return message;
    const english = this.#context.english(message);
    // The message about a missing header has a format of its own in any language.
    if (english !== message) return english;
    if (isReason && missingHeader.test(message) && !otherReason.test(message)) {
      return message.replace(missingHeader, '$1: No such file or directory');
    }
    this.untranslated ||= isForeign(message);
    return message;
  }

  #note(path: string, line: number, column: number | undefined, message: string): void {
    const site = this.#site(path, line, column, message);
    // The chain before a note leads to the note's place, and the place is enough.
    this.#chain.take(site.file);
    this.#inlined = [];
    // The compiler's own definitions (`<built-in>`, `<scratch space>`) are in no file.
    if (!this.#open.last || path.startsWith('<')) return;
    this.#open.addNote(site);
    this.#expectMarks(site);
  }

  #expectMarks(site: Site): void {
    this.#caret = new CaretParser();
    this.#marked = site;
    this.#expectsSource = this.#compiler === 'clang';
  }

  #toolOf(isMakefile: boolean, column: number | undefined, message: string, code: string | undefined): Tool {
    if (isMakefile) return 'make';
    if (column !== undefined && code === undefined && isSparse(message)) return 'sparse';
    return this.#compiler ?? 'gcc';
  }

  #readPlaceless(line: string): boolean {
    const end = line.indexOf(':');
    // The first name is that of a program, or one of three words: none ends in a capital, as the words of modpost do.
    if (end < 0 || isCapital(line.charCodeAt(end - 1))) return false;
    const bare = bareClang.exec(line);
    const match = bare ?? placeless.exec(line) ?? bareAssembler.exec(line);
    const word = match?.[1] === undefined ? undefined : levelOf(match[1]);
    if (!match || !word) return false;
    this.localised ||= word.localised;
    this.close();
    const text = word.kept + (match[2] ?? '');
    const found = option.exec(text);
    if (bare || found?.[1] || /^(?:\S*\/)?clang/.test(line)) this.#compiler = 'clang';
    if (word.level !== 'note') {
      const message = this.#inEnglish(plainQuotes(found ? text.slice(0, found.index) : text));
      this.#placeless(word.level, message, found?.[2]?.replace(/^-Werror=/, '-W'));
    }
    return true;
  }

  #placeless(severity: ProblemSeverity, message: string, code?: string): void {
    const problem = {
      severity,
      message,
      ...(code !== undefined && { code }),
      tool: this.#compiler ?? 'gcc',
      related: [],
      ...(this.#context.isLog && { logLine: this.#context.lineNumber() }),
    };
    // Every compilation unit prints this message, so it is reported only once.
    const messageKey = `${severity}\0${message}`;
    if (this.#placed.has(messageKey)) return;
    if (this.#placed.size < keptWaiting) this.#placed.add(messageKey);
    if (severity === 'error' && this.#waiting.length < keptWaiting) this.#waiting.push(problem);
    else this.#context.report({ ...problem, ...locationOf(this.#context.directories) });
  }

  #site(path: string, line: number, column: number | undefined, message: string): Site {
    const { file, isUserFile } = this.#context.directories.locate(path);
    return column === undefined
      ? { file, line, isUserFile, message }
      : { file, line, column, isUserFile, message };
  }

  /** Kernel headers can be unpacked anywhere, so a header's folder does not make it a probe; the file that includes it decides. */
  #isTemporarySource({ file, isUserFile }: Site): boolean {
    return !isUserFile && this.#kinds.of(file).temporarySource && !this.#context.directories.isKernels(file);
  }
}
