import { isIrrelevantRemark, isOfKernelMakefile } from './kernel-remarks.ts';
import { isDigit } from './line-scan.ts';
import { levelIn, mayBeMessage, mayMissCommand, messageStart, plainFailure } from './make-lines.ts';
import {
  behindCarriageReturn,
  carriageReturn,
  complaint,
  cutFailure,
  deniedScript,
  failure,
  harmless,
  makefileMessage,
  makeMessage,
  missingCommand,
  mostStopLines,
  noRule,
  otherTool,
  recipeFor,
  stop,
  stopAtLine,
  stopBegins,
  stopEnds,
  violentEnd,
} from './make-patterns.ts';
import type { Problem } from './problem.ts';
import { type Answer, isForeign, locationOf, type ToolContext, type ToolParser } from './tool.ts';

/** The first recipe that failed, as make reports it. */
interface Failure {
  readonly file: string;
  readonly line: number;
  readonly object: string;
  readonly message: string;
  readonly logLine?: number;
}

/** Errors of the compiler that wait until make names the failed object. */
interface ErrorsOfObjects {
  readonly areWaiting: boolean;
  settle(object: string): void;
}

function ending(signal: string | undefined, status: string | undefined): string {
  if (status !== undefined) return `: exit status ${status}`;
  return signal === undefined ? '' : `: ${signal}`;
}

/**
 * GNU make 3.8 to 4.4. A failed recipe is not reported as a problem, since its tool gave the reason. Errors that make itself finds are: a
 * missing rule, a line that it can't parse, a missing command.
 */
export class MakeParser implements ToolParser {
  readonly #context: ToolContext;
  readonly #compiler: ErrorsOfObjects;
  /** A script of the build that make may not run, as in `$(shell …)`: make goes on, and what it should have made is missing later. */
  #denied: { readonly message: string; readonly logLine: number } | undefined;
  /** The last complaint about a missing command, which matters only if a recipe fails because of it. */
  #missing: string | undefined;
  #firstMissing: { readonly message: string; readonly logLine: number } | undefined;
  #failure: Failure | undefined;
  /** A message of a Makefile in the previous line. It is an error if make then reports that this recipe failed. */
  #makefileMessage: Problem | undefined;
  /** Whether the line about the last failed recipe is truncated. */
  #isCut = false;
  /** The missing includes of Makefiles, by their text there. make reports one again as a missing rule, unless the log ends before that. */
  readonly #missingIncludes = new Map<string, Problem>();
  /** How many errors there were when the last recipe failed. */
  #errorsBefore = 0;

  /** An error of several lines of which the last has not been read yet. */
  #open: { readonly path: string; readonly line: number; readonly lines: string[] } | undefined;

  constructor(context: ToolContext, compiler: ErrorsOfObjects) {
    this.#context = context;
    this.#compiler = compiler;
  }

  get busy(): boolean {
    return this.#open !== undefined;
  }

  /**
   * Reads a change of folder, or a recipe that failed because another one did, in place: most of make's lines are one of the two. `at` is
   * the beginning of make's message, `last` its end. Returns false for other lines, without reading anything.
   */
  readInPlace(text: string, start: number, at: number, last: number): boolean {
    if (this.#open || this.#makefileMessage) return false;
    const first = text.charCodeAt(at);
    // E and L, as in Entering and Leaving.
    if (first === 0x45 || first === 0x4c) {
      return this.#context.directories.readInPlace(levelIn(text, start), text, at, last);
    }
    if (first !== 0x2a || !this.#failure || this.#missing !== undefined || this.#compiler.areWaiting)
      return false;
    const closes = last - '] Error 2'.length;
    const isConsequence =
      closes > at + '*** ['.length &&
      isDigit(text.charCodeAt(last - 1)) &&
      text.startsWith('*** [', at) &&
      text.startsWith('] Error ', closes) &&
      !this.#context.hasUnclaimed();
    if (!isConsequence) return false;
    this.#isCut = false;
    this.#errorsBefore = this.#context.errorCount();
    return true;
  }

  read(line: string): Answer {
    if (this.#open) return this.#readStop(this.#open, line);
    const first = line.charCodeAt(0);
    if (first === 0x3a && behindCarriageReturn.test(line)) {
      this.#context.report({
        ...locationOf(this.#context.directories),
        ...{ severity: 'error', tool: 'make', related: [] },
        message: `No such file or directory: ${carriageReturn}`,
      });
      return 'finished';
    }
    if (mayMissCommand(line) && missingCommand.test(line)) {
      this.#missing = line
        .replace(/^zsh: (command not found): (\S+)$/, '$2: $1')
        .replace(/^\S+: (?:(?:line )?\d+: )?(?=.*: |(?:Can't|cannot) open )/, '');
      const missing = { message: this.#missing, logLine: this.#context.lineNumber() };
      this.#firstMissing ??= missing;
      if (deniedScript.test(line)) this.#denied ??= missing;
      return 'finished';
    }
    const plain = messageStart(line);
    if (plain > 0) return this.#readMessage(levelIn(line, 0), line.slice(plain));
    const match = mayBeMessage(line) ? makeMessage.exec(line) : undefined;
    if (match) return this.#readMessage(Number(match[1] ?? 0), match[2] ?? '');
    const isStarred = line.includes(': *** ');
    const isOfMakefile = line.includes('akefile') || line.includes('Kbuild') || line.includes('.mk:');
    if (!isOfMakefile && !isStarred) return 'not-mine';
    const atLine = isStarred ? stopAtLine.exec(line) : undefined;
    if (atLine) {
      this.#reportMakefileMessage(undefined);
      this.#context.report({
        ...this.#placeOf(atLine[1] ?? '', Number(atLine[2]), atLine[3] ?? ''),
        ...{ severity: 'error', message: atLine[3] ?? '', tool: 'make', related: [] },
      });
      return 'finished';
    }
    const begun = isStarred && isOfMakefile ? stopBegins.exec(line) : undefined;
    if (begun) {
      this.#reportMakefileMessage(undefined);
      if (isIrrelevantRemark(begun[3] ?? '')) return 'finished';
      this.#open = { path: begun[1] ?? '', line: Number(begun[2]), lines: [begun[3] ?? ''] };
      return 'consumed';
    }
    const ofMakefile = makefileMessage.exec(line);
    // Warnings of make itself have the format of compilers' messages, and the compiler's parser reads them.
    if (!ofMakefile || /^(?:warning|error|note): /.test(ofMakefile[3] ?? '')) return 'not-mine';
    if (recipeFor.test(ofMakefile[3] ?? '')) return 'finished';
    this.#reportMakefileMessage(undefined);
    const message = ofMakefile[3] ?? '';
    if (isIrrelevantRemark(message)) return 'finished';
    const remark: Problem = {
      ...this.#placeOf(ofMakefile[1] ?? '', Number(ofMakefile[2]), message),
      ...{ severity: 'warning', message, tool: 'make', related: [] },
      ...(this.#context.isLog && { logLine: this.#context.lineNumber() }),
    };
    // make reports a missing include again as a missing rule, unless the include is optional.
    const english = this.#context.english(message);
    const [, included] = /^(.+): No such file or directory$/.exec(english) ?? [];
    if (included === undefined) this.#makefileMessage = remark;
    else if (!this.#missingIncludes.has(included))
      this.#missingIncludes.set(included, { ...remark, severity: 'error', message: english });
    return 'finished';
  }

  /** Reports an error of several lines as it is if its last line does not come. */
  close(): void {
    const open = this.#open;
    this.#open = undefined;
    if (!open) return;
    const message = open.lines.filter((line) => line !== '').join('\n');
    this.#context.report({
      ...this.#placeOf(open.path, open.line, message),
      ...{ severity: 'error', message, tool: 'make', related: [] },
    });
  }

  #readStop({ lines }: { readonly lines: string[] }, line: string): Answer {
    if (messageStart(line) > 0 || otherTool.test(line) || lines.length >= mostStopLines) return 'not-mine';
    const last = stopEnds.exec(line)?.[1];
    lines.push((last ?? line).trim());
    if (last === undefined) return 'consumed';
    this.close();
    return 'finished';
  }

  /** The place of a Makefile's message. If make has not named a folder, the Makefile may be the kernel's. */
  #placeOf(path: string, line: number, message: string): Pick<Problem, 'file' | 'line' | 'place'> {
    const { directories } = this.#context;
    if (path.includes('/') || directories.hasEntered || !isOfKernelMakefile(message))
      return { file: directories.resolve(path), line };
    const file = directories.inKernel(path);
    return file === undefined ? locationOf(directories) : { file, line };
  }

  /** Ends the output. */
  end(): void {
    this.#reportMakefileMessage(undefined);
    const denied = this.#denied;
    if (denied && this.#context.buildErrorCount() > 0)
      this.#context.report({
        ...locationOf(this.#context.directories),
        ...{ severity: 'error', tool: 'program', related: [], ...denied },
      });
  }

  /** In every language make names the target here, and again in the next line. */
  #reportMakefileMessage(target: string | undefined): void {
    const pending = this.#makefileMessage;
    this.#makefileMessage = undefined;
    if (
      pending &&
      (target === undefined || !/['"»«„“”‘’「]/.test(pending.message) || !pending.message.includes(target))
    )
      this.#context.report(pending);
  }

  /** See `BuildOutputParser.missingCommand`. */
  missingCommand(): Problem | undefined {
    // The first one, since others are consequences of it.
    if (this.#missing === undefined || !this.#firstMissing) return undefined;
    const { message, logLine } = this.#firstMissing;
    return {
      ...locationOf(this.#context.directories),
      ...{ severity: 'error', message, tool: 'program', related: [], logLine },
    };
  }

  /** The first recipe that failed, as a problem: for a failed build whose tools printed no message that was recognised. */
  failure(): Problem | undefined {
    const failed = this.#failure;
    if (!failed) return undefined;
    // Without its configuration, a kernel's Makefile builds nothing, and not every version says so.
    const [[included, missing] = []] = this.#missingIncludes;
    if (missing && (this.#isCut || included?.startsWith('include/config/'))) return missing;
    return {
      file: failed.file,
      line: failed.line,
      severity: 'error',
      message: failed.message,
      tool: 'make',
      related: [],
      place: 'build',
      object: failed.object,
      ...(failed.logLine !== undefined && { logLine: failed.logLine }),
    };
  }

  #readMessage(level: number, text: string): Answer {
    const starred = text.startsWith('*** ');
    const failed = starred ? (plainFailure(text) ?? failure.exec(text) ?? cutFailure.exec(text)) : undefined;
    if (failed) {
      this.#reportMakefileMessage(failed[3]);
      this.#recipeFailed(failed);
      return 'finished';
    }
    this.#reportMakefileMessage(undefined);
    const stopped = starred ? (stop.exec(text)?.[1] ?? this.#parseKeptGoing(text)) : undefined;
    if (stopped !== undefined) {
      this.#stopped(stopped);
      return 'finished';
    }
    if (text.startsWith('warning: ') && /^warning: +Clock skew detected/.test(text)) {
      this.#context.report({
        ...locationOf(this.#context.directories),
        severity: 'warning',
        message: text.replace(/^warning: +/, ''),
        tool: 'make',
        related: [],
      });
      return 'finished';
    }
    if (!text.startsWith('***')) this.#context.directories.read(level, text);
    return 'finished';
  }

  /** The error of a target without a rule, after which `make -k` continues with other targets and so does not say that it stops. */
  #parseKeptGoing(text: string): string | undefined {
    const message = text.slice('*** '.length).replace(/[.。]$/, '');
    return noRule.test(this.#english(message)) ? message : undefined;
  }

  /** Most messages are in English, and the catalogues are slow to search. */
  #english(message: string): string {
    return message.startsWith('No rule to make target') ? message : this.#context.english(message);
  }

  #stopped(original: string): void {
    const { directories } = this.#context;
    const english = this.#english(original);
    // make before 4.0 quotes `so'.
    const message = english
      .replace(/[`‘]([^`'‘’]*)['’]/g, "'$1'")
      // Pages that take the quotes for marks of code drop the blank before them.
      .replace(/^(No rule to make target)(?=')/, '$1 ');
    // If there is no makefile at all, it is missing in the folder that make is in.
    const target = noRule.exec(message)?.[1] ?? (/no makefile found/.test(message) ? 'Makefile' : undefined);
    this.#reportMissing();
    const object = target === undefined ? undefined : directories.resolve(target);
    const included = this.#missingIncludes.get(target ?? '');
    const file = object === undefined ? directories.buildFile() : directories.makefileBeside(object);
    this.#context.report({
      ...{ file: included?.file ?? file, line: included?.line ?? 1 },
      ...{ severity: 'error', message, tool: 'make', related: [], place: 'build' },
      ...(object !== undefined && { object }),
    });
  }

  /** Reports a missing command if make then reports only the consequence: for example, the script that generates the Makefile. */
  #reportMissing(): void {
    const missing = this.#missing;
    this.#missing = undefined;
    if (missing === undefined || !missing.startsWith('./')) return;
    this.#context.report({
      ...locationOf(this.#context.directories),
      ...{ severity: 'error', message: missing, tool: 'program', related: [] },
    });
  }

  #recipeFailed(match: readonly (string | undefined)[]): void {
    const [, path, row, named, , status, signal] = match;
    this.#isCut = status === undefined && signal === undefined;
    const target = named ?? '';
    const { directories } = this.#context;
    const complaintText = this.#complaintBefore(target);
    // Another tool has told what can't be run.
    const isExplained = this.#missing === undefined && this.#context.errorCount() > this.#errorsBefore;
    const isViolent =
      ((status === '126' || status === '127') && !isExplained) ||
      (signal !== undefined && violentEnd.test(signal));
    if (this.#failure && !isViolent && complaintText === undefined) {
      this.#compiler.settle(target);
      this.#errorsBefore = this.#context.errorCount();
      return;
    }
    const object = directories.resolve(target);
    const at = {
      file: path === undefined ? directories.buildFile() : directories.resolve(path),
      line: row === undefined ? 1 : Number(row),
      object,
    };
    // A folder's recipe fails because a recipe of the make in that folder failed; the innermost is printed first.
    this.#failure ??= {
      ...at,
      message: `${target === '' ? 'a recipe' : `the recipe for ${target}`} failed${ending(signal, status)}`,
      ...(this.#context.isLog && { logLine: this.#context.lineNumber() }),
    };
    if (isViolent) {
      const message =
        signal === undefined
          ? (this.#missing ??
            `a command of the recipe for ${target} ${status === '127' ? 'was not found' : "can't be run"}`)
          : `the recipe for ${target} ended: ${signal}`;
      this.#context.report({ ...at, severity: 'error', message, tool: 'make', related: [], place: 'build' });
      this.#missing = undefined;
    } else if (complaintText !== undefined) {
      this.#context.report({
        ...at,
        severity: 'error',
        message: complaintText,
        tool: 'program',
        related: [],
        place: 'build',
      });
    }
    this.#compiler.settle(target);
    this.#errorsBefore = this.#context.errorCount();
  }

  /** The message of an unrecognised program right before its recipe failed; `undefined` if a tool reported the reason. */
  #complaintBefore(target: string): string | undefined {
    const lines = this.#context.takeUnclaimed();
    const missing = this.#missing;
    if (this.#context.errorCount() > this.#errorsBefore) return undefined;
    const makeMessage = lines.filter(
      (line) => /^[^\s:][^:]{0,100}: \S/.test(line) && complaint.test(line) && !harmless.test(line),
    );
    // A folder's recipe fails because another recipe failed.
    if (/^(?:_module_|__sub-make$|\.$)/.test(target)) return undefined;
    if (makeMessage.length > 0)
      return makeMessage
        .at(-1)
        ?.trim()
        .replace(/^(?:fatal )?error: (?=\S)/i, '');
    const foreign = lines.filter(isForeign).map((line) => ({ line, said: this.#context.english(line) }));
    return foreign.findLast(({ line, said }) => said !== line)?.said ?? missing;
  }
}
