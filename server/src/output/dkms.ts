import { complaint, harmless } from './make-patterns.ts';
import type { Problem } from './problem.ts';
import { type Answer, locationOf, type ToolContext, type ToolParser } from './tool.ts';

/** How one build ended, as dkms reports it. */
export interface DkmsOutcome {
  /** `name/version`, or the name alone; absent if the output does not name it. */
  readonly module?: string;
  readonly kernel?: string;
  readonly outcome: 'failed' | 'succeeded';
}

/** `Error! …` of every dkms version, with one or two blanks, and after the path of a dkms.conf if the error is about that file. */
const error = /^(?:\S*dkms\.conf: )?Error! {1,2}(\S.*)$/;
/** Errors that are consequences of a failure that was reported before, or that another file explains. */
const consequence =
  /^(?:Bad return status|Bad exit status|One or more modules failed|Build of \S+ failed for|Installation aborted|Application of patch|An error occurred)/;
/** The lines under an error. dkms never indents them, but installers that show its output do. */
const more =
  /^(?: +(?=Consult \/))?(?:Consult |Please |Refer to |The make\.log|Your? |Check |This |Possibly |Therefore |Aborting|It |There |must be |\S+ located in the DKMS tree|Directory|File: |Missing the source |Be |Manual intervention|Make sure |Use |Try |Run |\/\S+ for more information|(?:\/usr)?\/lib\/modules\/|(?!dkms )[a-z(][^:=]*$)/;

/** Scripts remove an earlier version before they install a new one, and often there is none. */
const nothingRemoved = /^There (?:is no instance|are no instances) of /;

const failures = {
  badStatus: /^Bad return status for module build on kernel: (\S+)/,
  missing: /^Build of (\S+) failed for: (\S+)/,
} as const;

const autoinstall =
  /^(?:dkms: )?[Aa]utoinstall on (\S+?)(?:\/\w+)? (succeeded|failed) for(?: module\(s\))? (.+?)\.?$/;
const dkmsAutoinstall = /^dkms autoinstall on (\S+?)(?:\/\w+)? (succeeded|failed) for (.+?)\.?$/;
const autoinstallBegins = /^Autoinstall of module (\S+) for kernel (\S+)/;
/** `Building module(s)... (bad exit status: 2)`, of 3.1.5 and later; `make …...(bad exit status: 2)` before. */
const badExit = /(?:\.\.+ ?|^)\(bad exit status: (\d+)\)$/;
/** dkms's words about headers where `Error!` was not copied with them. */
const bareHeaders = /^Your kernel headers for kernel \S+ cannot be found/;
/** Printed by pacman's hook for each kernel without headers: the second form by that of dkms 2. */
const headersMissing =
  /^==> (?:ERROR: Missing \S+ kernel headers for module \S+|Unable to install module \S+ for kernel \S+: Missing kernel headers\.?)$/;
/** xbps's hook: `Building DKMS module: n-v... killed`, `Building DKMS module 'n-v' for kernel-k... FAILED!`. */
const hookFailed =
  /^Building DKMS module:? '?(.+?)-(\d[^-'\s]*)'?(?: for kernel-(\S+?))?\.\.\. ?(?!done)(?:(?:FAILED|failed)\b.*|killed|Killed|[Tt]erminated|[Ee]rror.*)$/;
/** Messages of the scripts in Debian's packages, and the last message of older dkms. */
const skipped =
  /^(?:Module build|dkms: autoinstall) for kernel:? (\S+) was skipped since the\s*(?:kernel headers.*)?$/;
const builtFor = /^Building (?:initial module )?for (\d\S*)$/;
const consult = /\/([^/\s]+\/[^/\s]+)\/build\/(?:make\.log)?/;
const exitCode = /^# exit code: (\d+)$/;
const command = /^# command: (.*)$/;
const done = /^(?:DKMS: (?:install|build) completed|Installing \/\S*\/modules\/|Running depmod)/;
const unsigned = /^(Binary \S+ not found, modules won't be signed|.*modules won't be signed)/;

/** Messages of dkms itself, versions 2.0 to 3.4, on the terminal, in journals and in its make.log. */
export class DkmsReader implements ToolParser {
  readonly #context: ToolContext;
  readonly #outcomes: DkmsOutcome[] = [];
  #open: { readonly lines: string[]; readonly logLine: number } | undefined;
  /** Errors that are reported only if there are no others. */
  readonly #consequences: Problem[] = [];
  /** Errors of a removal, which are none for a script that goes on. */
  readonly #removals: Problem[] = [];
  /** How many of dkms's own errors were reported. */
  #ownErrors = 0;
  #module: string | undefined;
  #kernel: string | undefined;
  #command: string | undefined;
  #exit: { readonly command?: string; readonly status: string; readonly logLine: number } | undefined;
  #badExit: { readonly status: string; readonly logLine: number } | undefined;

  constructor(context: ToolContext) {
    this.#context = context;
  }

  get busy(): boolean {
    return this.#open !== undefined;
  }

  get outcomes(): readonly DkmsOutcome[] {
    return this.#outcomes;
  }

  read(line: string): Answer {
    if (this.#open) {
      if (this.#open.lines.length < 6 && more.test(line) && !error.test(line) && !autoinstall.test(line)) {
        const { lines } = this.#open;
        const last = lines.at(-1) ?? '';
        // A path that was wrapped by a narrow terminal.
        if (last.endsWith('/')) lines[lines.length - 1] = last + line.trim();
        else lines.push(line.trim());
        return 'consumed';
      }
      this.close();
    }
    const first = line.charCodeAt(0);
    // #, A, B, D, E, M, a, d, or a make whose dots end in a bracket.
    if (first === 0x23) return this.#ofMakeLog(line);
    const text = error.exec(line)?.[1] ?? (bareHeaders.test(line) ? line : undefined);
    if (text !== undefined) {
      this.#open = { lines: [text.trim()], logLine: this.#context.lineNumber() };
      return 'consumed';
    }
    if (line.endsWith(')') && badExit.test(line)) {
      this.#badExit = { status: badExit.exec(line)?.[1] ?? '', logLine: this.#context.lineNumber() };
      return 'finished';
    }
    if (line.endsWith('signed') && unsigned.test(line)) {
      this.#report(line, 'information');
      return 'finished';
    }
    if (first === 0x41 || first === 0x61 || first === 0x64) return this.#summary(line);
    if (first === 0x42) return this.#begins(line);
    if (first === 0x3d && headersMissing.test(line)) {
      this.#reportOwn({ ...this.#problem(line, 'error', this.#context.lineNumber()), tool: 'program' });
      return 'finished';
    }
    if (done.test(line)) {
      this.#outcome('succeeded');
      return 'finished';
    }
    if (first === 0x4d) return this.#skips(line);
    return 'not-mine';
  }

  close(): void {
    const open = this.#open;
    this.#open = undefined;
    if (!open) return;
    // dkms 2 printed the name of the command that should have printed the next line.
    if (open.lines[0] === 'echo' && open.lines.length > 1) open.lines.shift();
    const message = open.lines.join('\n');
    const problem = this.#problem(message, 'error', open.logLine);
    const [first = ''] = open.lines;
    this.#module = consult.exec(message)?.[1] ?? this.#module;
    this.#kernel =
      failures.badStatus.exec(first)?.[1] ??
      failures.missing.exec(first)?.[2] ??
      /for kernel (\d\S*)/.exec(first)?.[1] ??
      this.#kernel;
    if (nothingRemoved.test(first)) {
      this.#removals.push(problem);
      return;
    }
    if (!/^One or more modules failed/.test(first)) this.#outcome('failed');
    // A .ko that is not where dkms.conf says causes no other message.
    if (consequence.test(first) && !/^Build of|^Application of patch/.test(first))
      this.#consequences.push(problem);
    else this.#reportOwn(problem);
  }

  #reportOwn(problem: Problem): void {
    const before = this.#context.buildErrorCount();
    this.#context.report(problem);
    this.#ownErrors += this.#context.buildErrorCount() - before;
  }

  /** The output has ended: reports the errors that only follow from others, if there are no others. */
  end(): void {
    this.close();
    this.#endRemovals();
    const errors = this.#context.buildErrorCount();
    if (errors > this.#ownErrors) return;
    const failed = this.#consequences.filter(({ message }) => /^Bad return status/.test(message));
    if (errors > 0) {
      // A message of dkms about another step or kernel does not explain this failure.
      for (const problem of failed) this.#context.report(problem);
      return;
    }
    const main = this.#consequences.filter(({ message }) => !/^One or more modules failed/.test(message));
    for (const problem of main.length > 0 ? main : this.#consequences) this.#context.report(problem);
    // If nothing else is reported, the exit status of a command is the failure.
    if (this.#consequences.length > 0 || this.#exit || this.#badExit) return;
    for (const { module, kernel, outcome } of this.#outcomes) {
      if (outcome !== 'failed') continue;
      this.#report(
        `dkms failed for ${module ?? 'a module'}${kernel === undefined ? '' : ` on ${kernel}`}`,
        'error',
      );
    }
  }

  #endRemovals(): void {
    const hasContinued =
      this.#consequences.length > 0 ||
      this.#context.buildErrorCount() > 0 ||
      this.#outcomes.some(({ outcome }) => outcome === 'succeeded');
    for (const problem of this.#removals)
      this.#reportOwn(hasContinued ? { ...problem, severity: 'information' } : problem);
    if (!hasContinued && this.#removals.length > 0) this.#outcome('failed');
  }

  /** Whether dkms reported the end of a build in the terminal, and where: the make that called dkms fails because of it. */
  get badExitLine(): number | undefined {
    return this.#badExit?.logLine;
  }

  /** The exit status of a command in a make.log, or of a build on the terminal, if no message gives the reason. */
  failure(): Problem | undefined {
    const ended = this.#exit;
    if (ended) {
      const what = ended.command === undefined ? 'the command' : ended.command;
      return this.#problem(`exit code ${ended.status}: ${what}`, 'error', ended.logLine);
    }
    const bad = this.#badExit;
    return bad && this.#problem(`bad exit status: ${bad.status}`, 'error', bad.logLine);
  }

  #ofMakeLog(line: string): Answer {
    const begun = command.exec(line)?.[1];
    if (begun !== undefined) {
      this.#command = begun;
      // What was printed before does not belong to this command.
      this.#context.takeUnclaimed();
      return 'finished';
    }
    const status = exitCode.exec(line)?.[1];
    if (status === undefined) return 'not-mine';
    if (status !== '0') {
      this.#reportComplaint();
      this.#exit ??= {
        ...(this.#command !== undefined && { command: this.#command }),
        ...{ status, logLine: this.#context.lineNumber() },
      };
      this.#outcome('failed');
    }
    return 'finished';
  }

  /** Reports what a script such as a configure complained of before it failed; make and the compilers have parsers of their own. */
  #reportComplaint(): void {
    if (this.#command === undefined || /\bmake\b/.test(this.#command)) return;
    const said = this.#context
      .takeUnclaimed()
      .findLast((line) => complaint.test(line) && !harmless.test(line));
    if (said === undefined) return;
    this.#reportOwn({
      ...this.#problem(said.trim(), 'error', this.#context.lineNumber()),
      tool: 'program',
    });
  }

  #summary(line: string): Answer {
    const begins = autoinstallBegins.exec(line);
    if (begins) {
      [, this.#module, this.#kernel] = begins;
      return 'finished';
    }
    const match = autoinstall.exec(line) ?? dkmsAutoinstall.exec(line);
    if (!match) return this.#skips(line);
    const [, kernel = '', verb, names = ''] = match;
    for (const name of names.split(/[\s,]+/)) {
      const module = name.replace(/\(\d+\)$/, '');
      if (module === '') continue;
      const outcome = verb === 'failed' ? 'failed' : 'succeeded';
      const known = this.#outcomes.some(
        (one) => one.kernel === kernel && one.module?.split('/')[0] === module.split('/')[0],
      );
      if (!known) this.#outcomes.push({ module, kernel, outcome });
    }
    return 'finished';
  }

  /** A package's script, or the hook of a kernel's package, did not call dkms. */
  #skips(line: string): Answer {
    const kernel = skipped.exec(line)?.[1];
    if (kernel === undefined) return 'not-mine';
    this.#kernel = kernel;
    this.#report(
      `Module build for kernel ${kernel} was skipped because its kernel headers do not seem to be installed.`,
      'error',
    );
    this.#outcome('failed');
    return 'finished';
  }

  #begins(line: string): Answer {
    const hook = hookFailed.exec(line);
    if (hook) {
      const [, name = '', version = '', kernel] = hook;
      this.#module = `${name}/${version}`;
      this.#kernel = kernel ?? this.#kernel;
      this.#report(line, 'error');
      this.#outcome('failed');
      return 'finished';
    }
    const kernel = builtFor.exec(line)?.[1];
    if (kernel === undefined) return 'not-mine';
    this.#kernel = kernel;
    return 'finished';
  }

  #outcome(outcome: DkmsOutcome['outcome']): void {
    const module = this.#module;
    const kernel = this.#kernel;
    const isSame = (one: DkmsOutcome) =>
      one.outcome === outcome && one.module === module && one.kernel === kernel;
    if (this.#outcomes.some(isSame) || this.#outcomes.length >= 1000) return;
    this.#outcomes.push({
      ...(module !== undefined && { module }),
      ...(kernel !== undefined && { kernel }),
      outcome,
    });
  }

  #report(message: string, severity: Problem['severity']): void {
    this.#reportOwn(this.#problem(message, severity, this.#context.lineNumber()));
  }

  #problem(message: string, severity: Problem['severity'], logLine: number): Problem {
    return {
      ...locationOf(this.#context.directories),
      ...{ severity, message, tool: 'dkms', related: [] },
      ...(this.#context.isLog && { logLine }),
    };
  }
}
