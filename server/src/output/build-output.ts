import { escapeRegex } from '../escape-regex.ts';
import { type BuildFolders, Directories } from './directories.ts';
import { type DkmsOutcome, DkmsReader } from './dkms.ts';
import { DeviceTreeParser } from './dtc.ts';
import { GccParser } from './gcc.ts';
import type { HeaderChain } from './gcc-problem.ts';
import { KbuildParser } from './kbuild.ts';
import { KernelReader } from './kernel-messages.ts';
import { LinkerParser } from './ld.ts';
import { isDigit } from './line-scan.ts';
import { MakeParser } from './make.ts';
import { ModpostParser } from './modpost.ts';
import { ObjtoolParser } from './objtool.ts';
import type { Problem } from './problem.ts';
import { ProgramReader } from './program-reader.ts';
import { RustReader } from './rustc.ts';
import { SmatchParser } from './sparse.ts';
import type { ToolContext, ToolParser } from './tool.ts';
import { EnglishMessages } from './translations/english-message.ts';
import { findWholeMessage } from './whole-message.ts';

export interface BuildOutputOptions extends BuildFolders {
  /** The kernel's compiler, if known. gcc and clang messages differ in details only; without it, the parser goes by their phrases. */
  readonly compiler?: 'gcc' | 'clang';
  /** Whether the output is a saved log, not a running build. Problems then carry their line in the log and the source line it quotes. */
  readonly isLog?: boolean;
}

/** The part of a line that is read, in UTF-16 units; messages are shorter, and a file without line ends must not fill the memory. */
const longestLine = 16_384;

/** How many unrecognised lines are kept: if a recipe fails next, they may give the reason. */
const keptLines = 8;

/** The most different problems of each severity that are returned; an editor shows fewer. */
const mostProblems = 10_000;

/** How many messages of the compiler are kept, to recognise them when they come again, and how long they may be. */
const keptMessages = 2000;
const longestMessage = 4096;

const blank = 0x20;
const tab = 0x09;
const carriageReturn = 0x0d;

// A terminal's colours and other control sequences (CSI), and its links and titles (OSC 8 and the like), both ends included.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these sequences are made of control characters.
const terminalCodes = /\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-Z\\-_]/g;

/**
 * Reads the output of a kernel module's build while it runs and returns its problems: each as soon as a line shows that it is
 * complete, and only once, however many compilation units print it.
 * Text may be cut anywhere between calls. Memory is bounded by the longest line read and the number of different problems.
 */
export class BuildOutputParser {
  readonly #startDir: string;
  readonly #directories: Directories;
  readonly #gcc: GccParser;
  readonly #make: MakeParser;
  readonly #dkms: DkmsReader;
  readonly #kernel: KernelReader;
  readonly #programs: ProgramReader;
  readonly #tools: readonly ToolParser[];
  readonly #seen = new Set<string>();
  /**
   * Messages of gcc as they were printed, with the header that they left behind: each compilation unit that includes a header prints the
   * same ones, and reading them again would find nothing new.
   */
  readonly #messages = new Map<string, Map<string, HeaderChain | undefined>>();
  #keptMessages = 0;
  readonly #counts = { error: 0, warning: 0, information: 0 };
  /** How many of the errors are about loading a module. */
  #loadErrors = 0;
  readonly #isLog: boolean;
  readonly #ofStartDir: RegExp | undefined;
  #busy: ToolParser | undefined;
  /** The number of the line that is read, from 1. */
  #lineNumber = 0;
  #english: EnglishMessages | undefined;
  /** The last lines that no tool recognised since a recipe failed. */
  #unclaimed: string[] = [];
  #rest = '';
  #ready: Problem[] = [];
  /** Whether the text at hand holds control sequences of a terminal. */
  #coloured = false;

  constructor(options: BuildOutputOptions) {
    this.#startDir = options.startDir;
    this.#isLog = options.isLog === true;
    this.#ofStartDir = folderPattern(options.startDir);
    this.#directories = new Directories(options);
    const context: ToolContext = {
      directories: this.#directories,
      report: (problem) => this.#report(problem),
      isLog: this.#isLog,
      lineNumber: () => this.#lineNumber,
      errorCount: () => this.#counts.error,
      buildErrorCount: () => this.#counts.error - this.#loadErrors,
      takeUnclaimed: () => {
        const lines = this.#unclaimed;
        this.#unclaimed = [];
        return lines;
      },
      english: (message) => {
        this.#english ??= new EnglishMessages();
        return this.#english.translate(message);
      },
    };
    this.#gcc = new GccParser(context, options.compiler);
    this.#make = new MakeParser(context, (object) => this.#gcc.settle(object));
    this.#dkms = new DkmsReader(context);
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

  /** Whether a message is in a language other than English and in none of the catalogues, so that other messages may be missing. */
  get localised(): boolean {
    return this.#gcc.untranslated;
  }

  /** The outcomes of the builds that dkms reports. */
  get outcomes(): readonly DkmsOutcome[] {
    return this.#dkms.outcomes;
  }

  /** Reads the next piece of output, which begins at `firstLine` or else on the next line; returns the problems that it completed. */
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
    let colon = -1;
    /** A message that is read for the first time. */
    let fresh: { readonly context: string; readonly message: string; readonly end: number } | undefined;
    for (;;) {
      if (fresh && start >= fresh.end) {
        this.#remember(fresh.context, fresh.message);
        fresh = undefined;
      }
      const end = text.indexOf('\n', start);
      if (end < 0) break;
      // Found once for all lines before it, so that lines without one cost nothing.
      if (colon < start) {
        colon = text.indexOf(': ', start);
        if (colon < 0) colon = text.length;
      }
      if (!fresh && this.#mayRepeat(text, start, end, colon)) {
        const whole = findWholeMessage(text, start);
        if (whole && whole.end - start <= longestMessage) {
          const context = this.#contextOf(text, start);
          const message = text.slice(start, whole.end);
          const known = this.#messages.get(context);
          if (known?.has(message)) {
            this.#repeat(known.get(message), whole.lines);
            start = whole.end;
            continue;
          }
          fresh = { context, message, end: whole.end };
        }
      }
      this.#scan(text, start, end, colon);
      start = end + 1;
    }
    this.#keep(text.slice(start));
    return this.#take();
  }

  /** The output has ended; returns what was still unfinished. */
  end(): readonly Problem[] {
    if (this.#rest !== '') this.#scanRest();
    this.#busy?.close();
    this.#busy = undefined;
    this.#gcc.settle(undefined);
    this.#make.end();
    this.#dkms.end();
    const isFailed = this.failure() !== undefined;
    this.#kernel.end(isFailed);
    this.#programs.end(isFailed);
    return this.#take();
  }

  /** The first missing command, as the shell reports it, if no recipe failed because of one. */
  missingCommand(): Problem | undefined {
    return this.#make.missingCommand();
  }

  /**
   * Where make first stopped, as a problem, for a failed build that has no error: a tool that this parser does not know has failed.
   * `undefined` when no recipe failed.
   */
  failure(): Problem | undefined {
    return this.#make.failure() ?? this.#dkms.failure();
  }

  /** Whether a message of gcc may begin here that was printed before, by a quick look at the line. */
  #mayRepeat(text: string, start: number, end: number, colon: number): boolean {
    if (this.#busy && this.#busy !== this.#gcc) return false;
    const isMessage =
      colon < end
        ? isDigit(text.charCodeAt(colon - 1)) &&
          (text.startsWith('warning: ', colon + 2) || text.startsWith('error: ', colon + 2))
        : text.startsWith('In file included from ', start);
    return isMessage && this.#gcc.isBetweenMessages;
  }

  /** What else the meaning of a message depends on: the folder of its paths, and the header whose chain is not printed again. */
  #contextOf(text: string, start: number): string {
    const header = text.startsWith('In file ', start) ? '' : this.#gcc.header?.id;
    return `${header} ${this.#gcc.compiler} ${this.#directories.current}`;
  }

  #repeat(header: HeaderChain | undefined, lines: number): void {
    this.#busy?.close();
    this.#busy = undefined;
    this.#gcc.repeat(header);
    this.#lineNumber += lines;
  }

  #remember(context: string, message: string): void {
    if (++this.#keptMessages > keptMessages) {
      this.#messages.clear();
      this.#keptMessages = 1;
    }
    const known = this.#messages.get(context) ?? new Map<string, HeaderChain | undefined>();
    this.#messages.set(context, known);
    // See below for the copy.
    known.set(structuredClone(message), this.#gcc.header);
  }

  #keep(text: string): void {
    if (this.#rest.length < longestLine) this.#rest += text.slice(0, longestLine - this.#rest.length);
  }

  #scanRest(): void {
    const line = this.#rest;
    this.#rest = '';
    this.#coloured = line.includes('\x1b');
    this.#scan(line, 0, line.length, line.indexOf(': '));
  }

  #take(): readonly Problem[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  /** Takes the line from `start` to `end`; `colon` is where the text's next colon and blank stand, if at all. */
  #scan(text: string, start: number, end: number, colon: number): void {
    this.#lineNumber++;
    if (!this.#busy && !mayBegin(text, start, end, colon)) return;
    let last = Math.min(end, start + longestLine);
    if (last > start && text.charCodeAt(last - 1) === carriageReturn) last--;
    const line = text.slice(start, last);
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
    for (const tool of this.#tools) {
      if (tool === busy) continue;
      const answer = tool.read(line);
      if (answer === 'not-mine') continue;
      if (answer === 'consumed' && tool.busy) this.#busy = tool;
      return;
    }
    if (this.#unclaimed.length >= keptLines) this.#unclaimed.shift();
    this.#unclaimed.push(line);
  }

  #report(found: Problem): void {
    // The path of the staged copy means nothing to the user, and differs from kernel to kernel.
    const message =
      this.#ofStartDir && found.tool !== 'dkms' && found.message.includes(this.#startDir)
        ? found.message.replace(this.#ofStartDir, '.')
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

/** Rejects most lines that begin no message by looking at a few characters. */
function mayBegin(text: string, start: number, end: number, colon: number): boolean {
  const first = text.charCodeAt(start);
  if (first === blank || first === tab) {
    // Of the lines that begin with blanks, three begin something: `  MODPOST …`, `  ERROR: Kernel configuration is invalid.` and `  (Look at …`
    const third = text.charCodeAt(start + 2);
    if (third !== 0x4d && third !== 0x45 && third !== 0x28) return false;
    return ['  MODPOST ', '  ERROR: ', '  (Look at '].some((begin) => text.startsWith(begin, start));
  }
  if (colon >= start && colon < end) return true;
  return startsWithoutColon(text, start, first);
}

/** Of the lines without a colon and a blank, those of dkms and those about the end of a process begin with a capital or `dkms`. */
function startsWithoutColon(text: string, start: number, first: number): boolean {
  if (first === 0x2a) return text.startsWith('***', start);
  if (first === 0x49) return text.startsWith('In f', start) || text.startsWith('Installing ', start);
  if (first === 0x64) return text.startsWith('dkms', start);
  if (first === 0x3d) return text.startsWith('==> ', start);
  if (first === 0x3e) return text.startsWith('>>> Failed to ', start);
  if (first === 0x28) return text.startsWith('(Look at ', start);
  if (first === 0x52) return text.startsWith('RPM build errors:', start);
  // Of patch: `1 out of 3 hunks FAILED`.
  if (first >= 0x31 && first <= 0x39) return text.startsWith(' out of ', start + 1);
  if (first < 0x41 || first > 0x4d) return false;
  return (
    text.startsWith('Error!', start) ||
    text.startsWith('Error building ', start) ||
    text.startsWith('Killed', start) ||
    text.startsWith('Building ', start) ||
    text.startsWith('Autoinstall ', start) ||
    text.startsWith('Module ', start) ||
    text.startsWith('FAILED ', start) ||
    text.startsWith('Failed to ', start) ||
    text.startsWith('Loading of ', start) ||
    text.startsWith('Binary ', start)
  );
}
