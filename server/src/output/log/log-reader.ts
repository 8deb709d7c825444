import { BuildOutputParser } from '../build-output.ts';
import type { DkmsOutcome } from '../dkms.ts';
import { mapPrefix } from '../path-mapping.ts';
import type { Problem } from '../problem.ts';
import { EnglishMessages } from '../translations/english-message.ts';
import { type LogFacts, makeLogHeader, makeLogPath, parseLogFacts } from './log-facts.ts';
import { type LoggedBuild, separateModules, withoutAnswered } from './logged-build.ts';
import { findPrefixes } from './prefixes.ts';
import { isRecognised } from './recognised-line.ts';
import { repairText } from './repaired-text.ts';
import {
  afterReturns,
  cutByEditor,
  numberedLines,
  splitJoined,
  withoutMarkup,
  withoutTicks,
} from './shown-lines.ts';
import { SilentFailures } from './silent-failures.ts';
import {
  keepUnread,
  systemComplaint,
  translatedComplaint,
  unreadError,
  unreadProblem,
  withFailedDownloads,
} from './unread-lines.ts';
import { type LogLine, unwrapLines } from './unwrapped-lines.ts';

export interface LogOptions {
  /** The folder of the sources that the log is about, absolute; without it, problems keep the paths of the log. */
  readonly sourceDir?: string;
  /** Returns the folder of each module; used instead of `sourceDir` if a log may have several builds. */
  readonly sourceOf?: (module: string | undefined) => string | undefined;
  /** The release, if the log does not name it. */
  readonly kernel?: string;
  /** The name of the log: problems without a place are reported there. Without it, they are reported at the Makefile of the build. */
  readonly name?: string;
}

export interface ReadLog {
  /** At least one. */
  readonly builds: readonly LoggedBuild[];
  /** The outcomes that dkms itself reports, also for modules that have no other line in the log. */
  readonly outcomes: readonly DkmsOutcome[];
  /** Whether any line comes from a build. */
  readonly isRecognised: boolean;
  /** Whether a tool printed messages in a language other than English, so that problems may be missing. */
  readonly isLocalised: boolean;
}

/** How much text, in UTF-16 units, is examined at once to find the prefixes of its lines and the folder of the build. */
const windowSize = 2 * 1024 * 1024;
/**
 * An error that begins in the middle of a line, after a prefix that only this line has: a compiler's, with place and severity, or that
 * of a recipe. Errors of configure's test programs do not count.
 */
const hiddenError =
  /(?:(?<![\w./-])(?!\S*conftest)[\w./+-]+\.[chS]:\d+:\d+: (?:fatal )?error: |(?<!\w)Error! |(?<!\w)ERROR: modpost: |(?<=["“'`(>] ?)make(?:\[\d+\])?: \*\*\* (?!\[))/;
const recipeFails = /^(?:\S*\/)?g?make(?:\[\d+\])?: \*\*\* \[/;
/** Words of sentences that explain why a program does not continue. */
const refusal =
  /\b(?:missing|not (?:found|supported|set|match|installed|accurately)|does not|do not|cannot|can't|unable|fail(?:ed|s)?|error|must|please|invalid|unsupported|requires?|no such|too old)\b/i;
const mostReported = 8;
const mostHidden = 500;
const longestHidden = 4000;
/** How many lines at the end of a log tell whether a build went on. */
const judgedEnd = 200;
/** Lines with which dkms and the package managers report the end of a build, and kbuild that of a module. */
const finished =
  /^(?:# exit code: 0$|DKMS: install completed|\s*- (?:Installation|Installing) to (?:\/usr)?\/lib\/modules| {2}LD \[M\] .*\.ko$)/;
/** Lines that begin something else after such an end: another command of dkms, another module. */
const nextBuild = /^(?:# command: | {1,2}CC \[M\] +(?!.*\.mod\.o$))/;

/**
 * Reads logs as people copy them: first removes prefixes and the changes that terminals and web pages made, and separates several builds
 * in one text. Text may be cut anywhere between calls; memory is bounded by the window and the number of different problems.
 */
export class LogReader {
  readonly #options: LogOptions;
  readonly #builds: LoggedBuild[] = [];
  readonly #outcomes: DkmsOutcome[] = [];
  #pending: string[] = [];
  #pendingSize = 0;
  #lineNumber = 1;
  #isRecognised = false;
  #isLocalised = false;
  #open: OpenBuild | undefined;
  /** Removes the prefixes found in the previous window: all lines of a log usually have the same. */
  #strip: ((line: string) => string) | undefined;

  constructor(options: LogOptions = {}) {
    this.#options = options;
  }

  write(text: string): void {
    this.#pending.push(text);
    this.#pendingSize += text.length;
    if (this.#pendingSize < windowSize) return;
    const all = this.#pending.join('');
    const end = all.lastIndexOf('\n') + 1;
    // Of an unfinished line, no more is kept than the longest line may have.
    const cut = end > 0 ? end : all.length;
    this.#pending = [all.slice(cut)];
    this.#pendingSize = all.length - cut;
    this.#readWindow(all.slice(0, cut));
  }

  end(): ReadLog {
    this.#readWindow(this.#pending.join(''));
    this.#pending = [];
    this.#close();
    return {
      builds: withoutAnswered(this.#builds),
      outcomes: this.#outcomes,
      isRecognised: this.#isRecognised,
      isLocalised: this.#isLocalised,
    };
  }

  #readWindow(text: string): void {
    const raw = text.split('\n');
    const first = this.#lineNumber;
    this.#lineNumber += raw.length - 1;
    const lines = this.#cleanLines(raw, first);
    this.#isRecognised ||= lines.some((line) => isRecognised(line.text));
    let begun = 0;
    for (let at = 0; at <= lines.length; at++) {
      const line = lines[at];
      const isBoundary = line === undefined || (at > begun && beginsLog(line.text));
      if (!isBoundary) continue;
      const part = lines.slice(begun, at);
      if (part.length > 0) this.#readPart(part, begun > 0 || this.#begins(part[0]));
      begun = at;
    }
  }

  /** The lines of a log as the programs printed them. */
  #cleanLines(raw: readonly string[], first: number): readonly LogLine[] {
    const repaired = repairText(raw.join('\n')).split('\n');
    const shown = withoutTicks(repaired.map(afterReturns));
    if (!this.#strip || !isReadable(shown, this.#strip)) this.#strip = findPrefixes(shown);
    const strip = this.#strip;
    const isCut = cutByEditor(shown);
    const lines = numberedLines(shown, first).flatMap(({ text: printed, number }) => {
      let text = strip(printed).trimEnd();
      if (isCut && text.endsWith('$')) text = text.slice(0, -1);
      return splitJoined(withoutMarkup(text)).map((part) => ({ text: part, number }));
    });
    return unwrapLines(lines);
  }

  /** Whether a new log begins with this line, the first of a window. */
  #begins(line: LogLine | undefined): boolean {
    return this.#open === undefined || (line !== undefined && beginsLog(line.text));
  }

  #readPart(lines: readonly LogLine[], isNew: boolean): void {
    const text = lines.map((line) => line.text).join('\n');
    if (isNew) {
      this.#close();
      this.#open = new OpenBuild(parseLogFacts(text), this.#options);
    }
    this.#open?.read(lines);
  }

  #close(): void {
    const open = this.#open;
    this.#open = undefined;
    if (!open) return;
    const { build, outcomes, isLocalised } = open.end();
    // Text around a log is not a separate build.
    if (open.isEmpty && build.problems.length === 0) return;
    this.#builds.push(...separateModules(build));
    this.#outcomes.push(...outcomes);
    this.#isLocalised ||= isLocalised;
    this.#isRecognised ||= build.problems.length > 0;
  }
}

class OpenBuild {
  /** Whether none of the lines comes from a build. */
  isEmpty = true;
  readonly #facts: LogFacts;
  readonly #options: LogOptions;
  readonly #sourceDir: string | undefined;
  readonly #parser: BuildOutputParser;
  readonly #problems: Problem[] = [];
  readonly #hidden: LogLine[] = [];
  /** Lines that begin with a word for error. */
  readonly #unread: LogLine[] = [];
  readonly #complaints: LogLine[] = [];
  #english: EnglishMessages | undefined;
  /** The end of the log, as far as it was read. */
  #lastLines: readonly LogLine[] = [];
  /** The sentences before the current line, as Makefiles print them, or those before the first recipe that failed. */
  #sentences: LogLine[] = [];
  #keptSentences: readonly LogLine[] | undefined;
  #isFinished = false;
  readonly #silent = new SilentFailures();

  constructor(facts: LogFacts, options: LogOptions) {
    this.#facts = options.kernel === undefined ? facts : { ...facts, kernel: options.kernel };
    this.#options = options;
    this.#sourceDir = options.sourceOf ? options.sourceOf(facts.module) : options.sourceDir;
    this.#parser = this.#newParser();
  }

  #newParser(): BuildOutputParser {
    const sourceDir = this.#sourceDir;
    const startDir = this.#facts.startDir ?? sourceDir ?? '';
    return new BuildOutputParser({
      paths: mapPrefix([startDir], sourceDir ?? startDir),
      startDir,
      kernelDir: this.#facts.kernelDir ?? '',
      isLog: true,
      keepsPaths: sourceDir === undefined,
    });
  }

  read(lines: readonly LogLine[]): void {
    for (const { text, number } of lines) {
      if (finished.test(text)) this.#isFinished = true;
      else if (nextBuild.test(text)) this.#isFinished = false;
      this.#silent.read(text, number);
    }
    this.isEmpty &&= !lines.some((line) => isRecognised(line.text));
    this.#keepHidden(lines);
    this.#lastLines = [...this.#lastLines, ...lines.slice(-judgedEnd)].slice(-judgedEnd);
    if (!this.#keptSentences) this.#keepSentences(lines);
    let begun = 0;
    // Lines that follow one another are read as one piece.
    for (let at = 1; at <= lines.length; at++) {
      const line = lines[at];
      const before = lines[at - 1];
      if (line && before && line.number === before.number + 1) continue;
      const part = lines.slice(begun, at);
      const piece = `${part.map((one) => one.text).join('\n')}\n`;
      this.#problems.push(...this.#parser.write(piece, part[0]?.number));
      begun = at;
    }
  }

  end(): { build: LoggedBuild; outcomes: readonly DkmsOutcome[]; isLocalised: boolean } {
    const parser = this.#parser;
    const problems = [...this.#problems, ...parser.end()];
    if (!problems.some(({ severity }) => severity === 'error')) problems.push(...this.#hiddenProblems());
    const hasErrors = () => problems.some(({ severity }) => severity === 'error');
    const hadErrors = hasErrors();
    const missing = this.#isFinished ? undefined : parser.missingCommand();
    // A module that can't be loaded may be missing because the command that should have built it is.
    const isExplained = problems.some(({ severity, tool }) => severity === 'error' && tool !== 'kernel');
    if (missing && !isExplained) problems.push(missing);
    if (!hadErrors) {
      const failure = parser.failure();
      const fatal = failure && fatalFinding(problems, failure);
      if (fatal) problems.splice(problems.indexOf(fatal), 1, { ...fatal, severity: 'error' });
      else if (failure) problems.push(missing ? failure : this.#withReason(failure));
    }
    if (!hasErrors() && !this.#isFinished) {
      problems.push(...this.#unread.map((line) => unreadProblem(line, 'error')));
      if (!hasErrors())
        problems.push(
          ...this.#complaints.map((line) => unreadProblem(line, this.#isLast(line) ? 'error' : 'warning')),
        );
    }
    problems.push(...this.#silent.problems(this.#isFinished && !hasErrors()));
    problems.sort((a, b) => (a.logLine ?? 0) - (b.logLine ?? 0));
    const isFailed =
      problems.some(({ severity }) => severity === 'error') ||
      parser.outcomes.some(({ outcome }) => outcome === 'failed');
    const isDone = this.#isFinished || parser.outcomes.some(({ outcome }) => outcome === 'succeeded');
    const build: LoggedBuild = {
      ...this.#facts,
      problems: withFailedDownloads(problems).map((problem) => this.#placed(problem)),
      outcome: isFailed ? 'failed' : isDone ? 'succeeded' : 'unknown',
    };
    return { build, outcomes: parser.outcomes, isLocalised: parser.localised };
  }

  /** Whether nothing of a build follows a complaint, so that it probably ended there. */
  #isLast({ number }: LogLine): boolean {
    return !this.#lastLines.some(
      (line) =>
        line.number > number &&
        isRecognised(line.text) &&
        !systemComplaint.test(this.#asComplaint(line.text)),
    );
  }

  /** Keeps the sentences that a Makefile prints before its recipe fails, which no tool's parser recognises. */
  #keepSentences(lines: readonly LogLine[]): void {
    for (const line of lines) {
      const { text } = line;
      if (recipeFails.test(text)) {
        const sentences = this.#sentences;
        this.#keptSentences = sentences.some((one) => refusal.test(one.text)) ? sentences : [];
        return;
      }
      if (!/^[A-Z*'"(\w][^:]*(?: [^:]*){2}/.test(text) || isRecognised(text)) this.#sentences = [];
      else {
        if (this.#sentences.length >= mostReported) this.#sentences.shift();
        this.#sentences.push(line);
      }
    }
  }

  /** The reason of a failed recipe that no tool explains: the sentences before it, or that the log has no reason. */
  #withReason(failure: Problem): Problem {
    const sentences = this.#keptSentences ?? [];
    if (sentences.length === 0 || failure.tool !== 'make') return withoutReason(failure);
    const message = sentences.map(({ text }) => text.trim()).join(' ');
    const logLine = sentences[0]?.number ?? failure.logLine;
    return { ...failure, message, tool: 'program', ...(logLine !== undefined && { logLine }) };
  }

  /** Keeps lines in which an error follows text that was not recognised as a prefix. */
  #keepHidden(lines: readonly LogLine[]): void {
    for (const [index, { text, number }] of lines.entries()) {
      if (this.#hidden.length >= mostHidden) return;
      keepUnread(this.#unread, unreadError, text, number);
      keepUnread(this.#complaints, systemComplaint, this.#asComplaint(text), number);
      const at = text.length < longestHidden ? text.search(hiddenError) : -1;
      if (at <= 0) continue;
      const found = text.slice(at);
      // The message of dkms continues on the next lines.
      const more = found.startsWith('Error! ') ? lines.slice(index + 1, index + 4) : [];
      this.#hidden.push({ text: [found, ...more.map((line) => line.text)].join('\n'), number });
    }
  }

  #asComplaint(text: string): string {
    const inEnglish = (one: string) => {
      this.#english ??= new EnglishMessages();
      return this.#english.translate(one);
    };
    return translatedComplaint(text, inEnglish) ?? text;
  }

  #hiddenProblems(): readonly Problem[] {
    return this.#hidden.flatMap(({ text, number }) => {
      const parser = this.#newParser();
      return [...parser.write(`${text}\n`, number), ...parser.end()];
    });
  }

  /** Reports a problem without a place in the source at its line in the log, if the log has a name. */
  #placed(problem: Problem): Problem {
    const { name } = this.#options;
    if (name === undefined || problem.logLine === undefined || problem.place === undefined) return problem;
    // A Makefile that no message named stands for the whole build if the user's folder is known; otherwise it would be invented.
    const isNamed = problem.line > 1 || this.#sourceDir !== undefined;
    const isOfBuild =
      isNamed && problem.tool !== 'dkms' && problem.tool !== 'kernel' && problem.tool !== 'program';
    const isKnown = this.#facts.startDir !== undefined || this.#sourceDir !== undefined;
    if (isOfBuild && (isKnown || !/^(?:\.\/)?(?:Makefile|Kbuild)$/.test(problem.file))) return problem;
    const { logLine } = problem;
    const related = problem.related.map((one) =>
      one.file === problem.file ? { ...one, file: name, line: logLine } : one,
    );
    return { ...problem, file: name, line: logLine, related };
  }
}

/** objtool ends with 255 after a finding that it reports as a warning, and cannot continue. */
function fatalFinding(problems: readonly Problem[], failure: Problem): Problem | undefined {
  if (!failure.message.endsWith(': exit status 255')) return undefined;
  return problems.findLast(({ tool, logLine = 0 }) => tool === 'objtool' && logLine < (failure.logLine ?? 0));
}

/** The problem for a failed recipe if nothing in the log gives the reason. */
function withoutReason(failure: Problem): Problem {
  const message = `${failure.message}; what its program said is not in this log, because lines above or before it are missing`;
  // A program that was killed from outside printed no reason.
  return failure.tool === 'make' && /: exit status \d+$|failed$/.test(failure.message)
    ? { ...failure, message }
    : failure;
}

/** Whether a line is the header of a make.log, or names one as a heading. */
function beginsLog(line: string): boolean {
  if (line.startsWith('DKMS ')) return makeLogHeader.test(line);
  return line.includes('/make.log') && makeLogPath.test(line);
}

/** Whether enough of the first lines of a window begin like those of a build. */
function isReadable(lines: readonly string[], strip: (line: string) => string): boolean {
  const first = lines.filter((line) => line.trim() !== '').slice(0, 200);
  return first.filter((line) => isRecognised(strip(line))).length * 4 >= first.length;
}
