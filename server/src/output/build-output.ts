import { posix } from 'node:path';
import { escapeRegex } from '../escape-regex.ts';
import { type BuildFolders, Directories } from './directories.ts';
import { type DkmsOutcome, DkmsReader } from './dkms.ts';
import { DeviceTreeParser } from './dtc.ts';
import { GccParser } from './gcc.ts';
import { KbuildParser } from './kbuild.ts';
import { KernelReader } from './kernel-messages.ts';
import { LinkerParser } from './ld.ts';
import { LineCursor, mayBegin } from './line-cursor.ts';
import { isDigit } from './line-scan.ts';
import { MakeParser } from './make.ts';
import { messageStart } from './make-lines.ts';
import { ModpostParser } from './modpost.ts';
import { ObjtoolParser } from './objtool.ts';
import type { Problem } from './problem.ts';
import { ProgramReader } from './program-reader.ts';
import { type FreshMessage, type KnownMessage, RepeatedMessages } from './repeated-messages.ts';
import { RustReader } from './rustc.ts';
import { SmatchParser } from './sparse.ts';
import type { ToolContext, ToolParser } from './tool.ts';
import { EnglishMessages } from './translations/english-message.ts';
import { isContext, isSevere } from './whole-message.ts';

export interface BuildOutputOptions extends BuildFolders {
  /**
   * The kernel's compiler, if known. The messages of gcc and clang differ only in details; if it is absent, the parser recognises the
   * compiler by its phrases.
   */
  readonly compiler?: 'gcc' | 'clang';
  /** Whether the output is a saved log, not a running build. Problems then carry their line in the log and the source line it quotes. */
  readonly isLog?: boolean;
  /** Set if the user has no copy of the source, so that messages keep the path of the folder that was built. */
  readonly keepsPaths?: boolean;
}

/** How much of a line is read, in UTF-16 units. Messages are shorter, and a file without line ends must not fill the memory. */
const longestLine = 16_384;

/** How many unrecognised lines are kept: if a recipe fails next, they may give the reason. */
const keptLines = 8;

/** How many problems of each severity are returned at most; an editor shows fewer. */
const mostProblems = 10_000;

// A terminal's colours and other control sequences (CSI), and its links and titles (OSC 8 and the like), both ends included.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these sequences are made of control characters.
const terminalCodes = /\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-Z\\-_]/g;

/**
 * Reads the output of a kernel module's build while it runs and returns its problems: each as soon as a line shows that it is complete, and
 * only once, however many compilation units print it. The text may be split anywhere between calls. Memory is bounded by the longest line
 * read and the number of different problems.
 */
export class BuildOutputParser {
  readonly #copyDir: string;
  readonly #directories: Directories;
  readonly #gcc: GccParser;
  readonly #make: MakeParser;
  readonly #dkms: DkmsReader;
  readonly #kernel: KernelReader;
  readonly #programs: ProgramReader;
  readonly #tools: readonly ToolParser[];
  readonly #onlyDkms: readonly ToolParser[];
  readonly #seen = new Set<string>();
  readonly #repeated = new RepeatedMessages();
  readonly #counts = { error: 0, warning: 0, information: 0 };
  /** How many errors are about loading a module. */
  #loadErrors = 0;
  readonly #isLog: boolean;
  /** The folders of the staged copy in a message, and what is written instead. */
  readonly #ownPaths: readonly (readonly [RegExp, string])[];
  #busy: ToolParser | undefined;
  /** The number of the current line, from 1. */
  #lineNumber = 0;
  #english: EnglishMessages | undefined;
  /** The last lines, since a recipe failed, that no tool recognised. */
  #unclaimed: string[] = [];
  #rest = '';
  #ready: Problem[] = [];
  /** Whether a repetition of the last line would say nothing new. */
  #tellsNothingAgain = false;
  /** Whether the current text contains control sequences of a terminal. */
  #coloured = false;

  constructor(options: BuildOutputOptions) {
    const { startDir, copyDir = startDir } = options;
    this.#copyDir = copyDir;
    this.#isLog = options.isLog === true;
    const folders = options.keepsPaths ? [] : [startDir, copyDir];
    this.#ownPaths = folders.flatMap((folder) => {
      const pattern = folderPattern(folder);
      return pattern ? [[pattern, posix.relative(startDir, folder) || '.'] as const] : [];
    });
    this.#directories = new Directories(options);
    const context: ToolContext = {
      directories: this.#directories,
      report: (problem) => this.#report(problem),
      isLog: this.#isLog,
      lineNumber: () => this.#lineNumber,
      errorCount: () => this.#counts.error,
      buildErrorCount: () => this.#counts.error - this.#loadErrors,
      hasUnclaimed: () => this.#unclaimed.length > 0,
      takeUnclaimed: () => {
        const lines = this.#unclaimed;
        this.#unclaimed = [];
        return lines;
      },
      leaveUnclaimed: (line) => this.#leaveUnclaimed(line),
      english: (message) => {
        this.#english ??= new EnglishMessages();
        return this.#english.translate(message);
      },
    };
    this.#gcc = new GccParser(context, options.compiler);
    this.#make = new MakeParser(context, this.#gcc);
    this.#dkms = new DkmsReader(context);
    this.#onlyDkms = [this.#dkms];
    this.#kernel = new KernelReader(context);
    this.#programs = new ProgramReader(context);
    this.#tools = [
      this.#make,
      this.#gcc,
      new LinkerParser(context),
      new ObjtoolParser(context),
      new ModpostParser(context),
      new KbuildParser(context),
      this.#dkms,
      new RustReader(context),
      new DeviceTreeParser(context),
      this.#kernel,
      this.#programs,
      new SmatchParser(context),
    ];
  }

  /** Whether a message is neither in English nor in any catalogue, so that others may have been missed. */
  get localised(): boolean {
    return this.#gcc.untranslated;
  }

  /** The outcomes of the builds that dkms reports. */
  get outcomes(): readonly DkmsOutcome[] {
    return this.#dkms.outcomes;
  }

  /** Reads the next piece of output, which begins on line `firstLine`, by default the next one. Returns the problems that it completed. */
  write(text: string, firstLine?: number): readonly Problem[] {
    if (firstLine !== undefined) this.#lineNumber = firstLine - 1;
    let start = 0;
    if (this.#rest !== '') {
      const end = text.indexOf('\n');
      this.#keep(end < 0 ? text : text.slice(0, end));
      if (end < 0) return this.#take();
      this.#scanRest();
      start = end + 1;
    }
    this.#coloured = text.includes('\x1b', start);
    const cursor = new LineCursor(text, start);
    /** A message that will be kept once all its lines have been read. */
    let fresh: FreshMessage | undefined;
    while (this.#busy ? cursor.moveTo(start) : cursor.moveToMessage(start)) {
      this.#lineNumber += cursor.passed;
      start = cursor.start;
      if (fresh && start >= fresh.end) {
        this.#keepMessage(text, fresh);
        fresh = undefined;
      }
      if (this.#readMakeInPlace(text, start, cursor.last)) {
        start = cursor.end + 1;
        continue;
      }
      const found = fresh ? undefined : this.#repeatedAt(text, cursor);
      if (found && !('hash' in found)) {
        this.#repeat(found);
        start += found.text.length;
        continue;
      }
      fresh ??= found;
      this.#tellsNothingAgain = false;
      this.#scan(text, start, cursor.last);
      start = cursor.end + 1;
    }
    this.#lineNumber += cursor.passed;
    this.#keep(text.slice(cursor.start));
    return this.#take();
  }

  /** Ends the output and returns the problems that were still unfinished. */
  end(): readonly Problem[] {
    if (this.#rest !== '') this.#scanRest();
    this.#busy?.close();
    this.#busy = undefined;
    this.#gcc.settle(undefined);
    this.#make.end();
    this.#dkms.end();
    const isFailed = this.failure() !== undefined;
    this.#kernel.end(isFailed);
    this.#programs.end(isFailed, this.#make.failure() !== undefined);
    return this.#take();
  }

  /** The first missing command that the shell reported, if no recipe failed because of it. */
  missingCommand(): Problem | undefined {
    return this.#make.missingCommand();
  }

  /**
   * A problem at the place where make first stopped, for a failed build without an error, in which an unknown tool has failed. `undefined`
   * if no recipe failed.
   */
  failure(): Problem | undefined {
    const ofMake = this.#make.failure();
    const badExit = this.#dkms.badExitLine;
    const isCaller = badExit !== undefined && ofMake?.logLine !== undefined && badExit < ofMake.logLine;
    return isCaller ? this.#dkms.failure() : (ofMake ?? this.#dkms.failure());
  }

  /** Finds a message that begins in this line and was read before, or can be kept. */
  #repeatedAt(text: string, cursor: LineCursor): KnownMessage | FreshMessage | undefined {
    if ((this.#busy && this.#busy !== this.#gcc) || !this.#gcc.isBetweenMessages) return undefined;
    const { start, end, colon } = cursor;
    const isCompilers =
      colon < end
        ? isDigit(text.charCodeAt(colon - 1))
          ? isSevere(text, colon + 2)
          : isContext(text, colon + 2)
        : text.startsWith('In f', start);
    const { compiler, header } = this.#gcc;
    return this.#repeated.find(text, cursor, isCompilers, this.#directories, compiler, header);
  }

  #keepMessage(text: string, fresh: FreshMessage): void {
    const { compiler, header } = this.#gcc;
    // A single line may come from any tool.
    const isKept =
      fresh.whole ?? (this.#tellsNothingAgain && fresh.compiler === compiler && fresh.header === header);
    if (isKept) this.#repeated.keep(text, fresh, compiler, header);
  }

  /** Reads the most frequent, plain lines of make without copying them out of the text; returns false for others. */
  #readMakeInPlace(text: string, start: number, last: number): boolean {
    const at = messageStart(text, start);
    if (at === 0 || this.#coloured || (this.#busy && this.#busy !== this.#gcc)) return false;
    // A line of make ends a message of the compiler.
    this.#busy?.close();
    this.#busy = undefined;
    if (!this.#make.readInPlace(text, start, at, last)) return false;
    this.#lineNumber++;
    return true;
  }

  #repeat(known: KnownMessage): void {
    this.#busy?.close();
    this.#busy = undefined;
    this.#gcc.repeat(known.compilerAfter, known.headerAfter);
    this.#lineNumber += known.lines;
  }

  #keep(text: string): void {
    if (this.#rest.length < longestLine) this.#rest += text.slice(0, longestLine - this.#rest.length);
  }

  #scanRest(): void {
    const line = this.#rest;
    this.#rest = '';
    this.#coloured = line.includes('\x1b');
    if (!this.#busy && !mayBegin(line, 0, line.length, line.indexOf(': '))) this.#lineNumber++;
    else this.#scan(line, 0, line.endsWith('\r') ? line.length - 1 : line.length);
  }

  #take(): readonly Problem[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  #scan(text: string, start: number, last: number): void {
    this.#lineNumber++;
    const line = text.slice(start, Math.min(last, start + longestLine));
    this.#line(this.#coloured ? line.replace(terminalCodes, '') : line);
  }

  #line(line: string): void {
    const busy = this.#busy;
    if (busy) {
      const answer = busy.read(line);
      if (answer !== 'not-mine') {
        if (answer === 'finished' || !busy.busy) this.#busy = undefined;
        return;
      }
      busy.close();
      this.#busy = undefined;
      if (!mayBegin(line, 0, line.length, line.indexOf(': '))) return;
    }
    for (const tool of this.#toolsFor(line)) {
      if (tool === busy) continue;
      const answer = tool.read(line);
      if (answer === 'not-mine') continue;
      if (answer === 'consumed' && tool.busy) this.#busy = tool;
      this.#tellsNothingAgain = answer === 'finished' && tool.isStateless === true;
      return;
    }
    this.#leaveUnclaimed(line);
  }

  #leaveUnclaimed(line: string): void {
    if (this.#unclaimed.length >= keptLines) this.#unclaimed.shift();
    this.#unclaimed.push(line);
  }

  /** The tools that may accept a line, by its beginning. */
  #toolsFor(line: string): readonly ToolParser[] {
    return line.charCodeAt(0) === 0x23 && line.startsWith('# exit code: ') ? this.#onlyDkms : this.#tools;
  }

  #report(found: Problem): void {
    // The path of the staged copy means nothing to the user and differs from kernel to kernel.
    const message =
      found.tool !== 'dkms' && found.message.includes(this.#copyDir)
        ? this.#ownPaths.reduce((text, [folder, path]) => text.replace(folder, path), found.message)
        : found.message;
    const problem: Problem =
      message === found.message && !this.#isLog
        ? found
        : { ...found, message, ...(this.#isLog && { logLine: found.logLine ?? this.#lineNumber }) };
    const { file, line, column, severity, code } = problem;
    if (this.#counts[severity] >= mostProblems) return;
    const key = `${file}\0${line}\0${column}\0${severity}\0${message}\0${code}\0${problem.object}`;
    if (this.#seen.has(key)) return;
    this.#counts[severity]++;
    if (severity === 'error' && problem.tool === 'kernel') this.#loadErrors++;
    this.#seen.add(key);
    // In V8, a substring keeps the whole string in memory: a copy frees the text that the problem was read from.
    this.#ready.push(structuredClone(problem));
  }
}

/** Matches a folder as a whole path or at the beginning of one, not inside another path; `undefined` if the folder is not known. */
function folderPattern(folder: string): RegExp | undefined {
  if (folder === '' || folder === '/') return undefined;
  const text = escapeRegex(folder);
  return new RegExp(`(?<![\\w./~+=-])${text}(?![\\w.+-])`, 'g');
}
