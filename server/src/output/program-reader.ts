import type { Problem } from './problem.ts';
import { type Answer, isForeign, locationOf, type ToolContext, type ToolParser } from './tool.ts';

interface Phrase {
  /** The message is what the first group matches, or the whole line if there is no group. */
  readonly pattern: RegExp;
  readonly severity: Problem['severity'];
  /** Set if the message only says that something else failed. */
  readonly isConsequence?: true;
  /** Set if the message is an error only in a failed build without another error, otherwise a warning. */
  readonly isSuspect?: true;
}

/** Messages that end a build, whichever program prints them. The program's name before the phrase is kept. */
const phrases: readonly Phrase[] = [
  { pattern: /^.*: No space left on device\.?$/, severity: 'error' },
  { pattern: /^.*[Dd]isk quota exceeded\.?$/, severity: 'error' },
  { pattern: /^(?:CMake Error.*|meson\.build:\d+:\d+: ERROR: .*)$/, severity: 'error' },
  {
    pattern:
      /^(?:(?:E|dpkg): (?:Sub-process .* returned an error code.*|error processing package .*)|run-parts: .*dkms exited with return code \d+|dkms: autoinstall for kernel:? .*fail.*|(?:warning: )?.*scriptlet failed, exit status \d+)$/,
    severity: 'error',
    isConsequence: true,
  },
  {
    pattern:
      /^(?:==> (?:WARNING:|Warning,) `?dkms .*(?:exited|returned) \d+|error: (?:command failed to execute correctly|failed to commit transaction.*))$/,
    severity: 'error',
    isConsequence: true,
  },
  {
    pattern:
      /^(?:\S+\.sh: failed: .*|\s*\(Look at \S+ to find out what went wrong\)|ERROR: An error occurred while performing the step: .*|.*Failed to build \S+\. .*|Error building the module:|Building rpms failed; see .*|rpmbuild failed with errorcode \d+.*|(?:>>> )?Failed to (?:emerge|install) \S+-\d\S*(?:, Log file:)?|==> ERROR: (?:A failure occurred in|Makepkg was unable to build) .*)$/,
    severity: 'error',
    isConsequence: true,
  },
  { pattern: /^==> ERROR: (?!.*(?:image generation|mkinitcpio)).+$/, severity: 'error' },
  { pattern: /^ERROR: (Not to be used as root; start as user or .*)$/, severity: 'error' },
  // NVIDIA's installer, which goes on with what may be the reason.
  { pattern: /^ERROR: (Unable to load the kernel module '[^']+'\.)/, severity: 'error' },
  { pattern: /^-> (Kernel module load error: .+)$/, severity: 'error' },
  // Alpine Linux's akms; what make said stands before its last message.
  { pattern: /^(?:\* )?akms: ERROR: (?:Failed to build|Module) .*$/, severity: 'error', isConsequence: true },
  { pattern: /^(?:\* )?(akms: ERROR: .+)$/, severity: 'error' },
  // Nix, whose last lines of the build stand below.
  {
    pattern: /^(?:error: )?builder for '\S+' failed with exit code \d+(?=;|$)/,
    severity: 'error',
    isConsequence: true,
  },
  // BitBake, which shows the log of the task below these.
  {
    pattern: /^ERROR: (?:\S+ do_\w+: .+|Logfile of failure stored in: .+)$/,
    severity: 'error',
    isConsequence: true,
  },
  // gcc-wrapper.py of Android's kernels, behind a warning that it does not allow.
  { pattern: /^error, (forbidden warning: ?\S+:\d+)$/, severity: 'error' },
  // conftest.sh of NVIDIA's driver. It only warns where it does not bail out.
  {
    pattern:
      /^\*\*\* (Failed .+ (?:check|test)\. Bailing out!|Unable to determine the target kernel version\.) \*\*\*$/,
    severity: 'error',
  },
  {
    pattern: /^(The Module\.symvers file is missing), or does not contain any$/,
    severity: 'error',
  },
  // wget names the status behind the time.
  {
    pattern: /^(?:[\d:.-]+ ){0,2}(ERROR \d{3}: .+)$/,
    severity: 'error',
    isSuspect: true,
  },
  { pattern: /^sign-file: .+$/, severity: 'warning' },
  {
    pattern:
      /^.*(?:FAILED: load BTF from |Failed to (?:generate|encode) BTF|Encountered error while encoding BTF).*$/,
    severity: 'error',
  },
  { pattern: /^FAILED unresolved symbol \S+$/, severity: 'error' },
  { pattern: /^(?:\S*\/)?(?:pahole|resolve_btfids): .+$/, severity: 'warning' },
  { pattern: /^.*: error while loading shared libraries: .+$/, severity: 'error' },
  // A step before the build may succeed without what it could not download.
  { pattern: /^(?:curl: \(\d+\) |wget: |git: |fatal: ).+$/, severity: 'error', isSuspect: true },
  {
    pattern: /^(?:\S*\/)?[\w.+-]*(?:gcc|cc|g\+\+)(?:-[\d.]+)?: (error trying to exec '.+)$/,
    severity: 'error',
  },
  // Older dkms goes on when it can't copy a module to where it is loaded from.
  {
    pattern:
      /^(?:cp|mkdir|install|mv): (?:cannot|can't) create (?:regular file|directory) ['‘]?(?:\/usr)?\/lib\/modules\/.+$/,
    severity: 'error',
  },
  { pattern: /^(?:patch: \*{4} .+|\d+ out of \d+ hunks? (?:FAILED|failed).*)$/, severity: 'error' },
  { pattern: /^Out of memory: Killed process .*\((?:cc1|cc1plus|rustc|clang|ld|make).*$/, severity: 'error' },
];

/** A complaint of one of the programs that scripts call. */
const complaintOfProgram =
  /^(?:\S*\/)?(?:cp|mv|rm|ln|mkdir|install|sed|patch|tar|bsdtar|cat|chmod|touch|find): .*(?:No such file|Permission denied|File exists|cannot |can't |failed to )/;

/** configure gives up: on a line of its own, or behind the question that it could not answer. */
const configureStops = /^(?:checking .{1,200}\.\.\. ?)?(configure: error:.*)$/;

/** sign-file says where it failed, and OpenSSL why on the next lines. */
const signingStops = /^At main\.c:\d+:/;

/** VirtualBox's installer, which names what is missing on the next lines. */
const notSetUp = /^This system is currently not set up to build kernel modules/;

/** The heading under which rpmbuild finally lists what went wrong. */
const rpmSummary = 'RPM build errors:';

/** A part of gcc's message about a header, copied without its place. */
const bareHeader = /^[\w./+-]+\.h: No such file or directory$/;
/** bash can't read a dkms.conf, or one of its lines is no assignment. */
const confError = /^((\S*dkms\.conf): line (\d+): )(.+)$/;

const mayConcern =
  /^error, forbidden |^\*\*\* (?:Failed|Unable) |^The Module\.symvers file |^(?:\* )?akms: |^ERROR: (?:\S+ do_|Logfile of )|ERROR \d{3}: |\.h: No such file or directory$|No space|quota|\.sh: failed: |\(Look at |used as root|^ERROR: Unable to load |^-> Kernel |Failed to (?:emerge|install) |performing the step|Failed to build|^Error building|rpms failed|^rpmbuild|dkms\.conf: line |^run-parts|^dkms: auto|scriptlet|configure: error|CMake|meson|^E: |^dpkg: |^==> |^error: |sign-file|^At main|BTF|pahole|btfids|^FAILED|shared libraries|error trying to exec|^curl: |^wget: |^git: |^fatal: |^patch: |hunk|^Out of memory|lib\/modules\/|^RPM build errors:$|^builder for |^This system is /;

interface OpenMessage {
  readonly lines: string[];
  readonly logLine: number;
  /** The place in a dkms.conf, and the text with which all lines of bash's message begin. */
  readonly conf?: { readonly begin: string; readonly file: string; readonly line: number };
}

/** Programs of the system, whose messages have one line each. */
export class ProgramReader implements ToolParser {
  readonly #context: ToolContext;
  /** An open message of configure, which lists what it misses on the next lines, or of bash, which quotes the line of a dkms.conf. */
  #open: OpenMessage | undefined;
  readonly #consequences: Problem[] = [];
  readonly #suspects: Problem[] = [];

  constructor(context: ToolContext) {
    this.#context = context;
  }

  get busy(): boolean {
    return this.#open !== undefined;
  }

  read(line: string): Answer {
    const open = this.#open;
    if (open?.conf) {
      if (open.lines.length < 2 && line.startsWith(`${open.conf.begin}\``)) {
        open.lines.push(line.slice(open.conf.begin.length));
        return 'consumed';
      }
      this.close();
    }
    if (this.#open) {
      const [first = ''] = this.#open.lines;
      // In the messages of ZFS's and Lustre's configure, only the first line is empty.
      const isFirst = this.#open.lines.length === 1 && first === 'configure: error:';
      if ((isFirst || signingStops.test(first)) && line.trim() === '') return 'consumed';
      if (this.#open.lines.length < 8 && continues(first, line, isFirst)) {
        this.#open.lines.push(
          line
            .trim()
            .replace(/^(?:\*+|-)\s+/, '')
            .replace(/^\*+$/, ''),
        );
        return 'consumed';
      }
      this.close();
    }
    if (isForeign(line) && !mayConcern.test(line)) {
      const english = this.#context.english(line);
      if (!/: No space left on device$/.test(english)) return 'not-mine';
      this.#report(english, 'error', this.#context.lineNumber());
      return 'finished';
    }
    if (!mayConcern.test(line)) return 'not-mine';
    const stopped = configureStops.exec(line)?.[1];
    if (stopped !== undefined) {
      this.#open = { lines: [stopped.trim()], logLine: this.#context.lineNumber() };
      return 'consumed';
    }
    if (signingStops.test(line) || notSetUp.test(line)) {
      this.#open = { lines: [line.trim()], logLine: this.#context.lineNumber() };
      return 'consumed';
    }
    if (line === 'error: Failed build dependencies:' || line === rpmSummary) {
      const begin = line.replace('error: ', '');
      this.#open = { lines: [begin], logLine: this.#context.lineNumber() };
      return 'consumed';
    }
    const conf = confError.exec(line);
    if (conf) {
      const [, begin = '', file = '', row, said = ''] = conf;
      this.#open = {
        lines: [said],
        logLine: this.#context.lineNumber(),
        conf: { begin, file, line: Number(row) },
      };
      return 'consumed';
    }
    if (bareHeader.test(line)) {
      const bare = this.#problem(line, 'error', this.#context.lineNumber());
      this.#consequences.push({ ...bare, tool: 'gcc' });
      return 'finished';
    }
    const found = phrases.find(({ pattern }) => pattern.test(line));
    if (!found) return 'not-mine';
    if (line.startsWith('==> ERROR: A failure occurred')) this.#reportComplaint();
    const message = found.pattern.exec(line)?.[1] ?? line.trim();
    const problem = this.#problem(message, found.severity, this.#context.lineNumber());
    if (found.isSuspect) this.#suspects.push(problem);
    else if (!found.isConsequence) this.#context.report(problem);
    else if (this.#consequences.length < 100) this.#consequences.push(problem);
    return 'finished';
  }

  close(): void {
    const open = this.#open;
    this.#open = undefined;
    if (!open) return;
    if (open.lines[0] === rpmSummary) {
      // rpmbuild repeats the scripts that failed, and names the files that should have been there.
      const told = open.lines.slice(1).filter((line) => line !== '' && !/^Bad exit status /.test(line));
      if (told.length > 0) this.#report(told.join('\n'), 'error', open.logLine);
      return;
    }
    if (!open.conf) {
      // dkms goes on with a module that could not be signed.
      const severity = signingStops.test(open.lines[0] ?? '') ? 'warning' : 'error';
      this.#report(open.lines.filter((line) => line !== '').join(' '), severity, open.logLine);
      return;
    }
    const { place, ...problem } = this.#problem(open.lines.join(': '), 'error', open.logLine);
    const { file, line } = open.conf;
    this.#context.report({ ...problem, file: this.#context.directories.resolve(file), line });
  }

  /**
   * Ends the output: reports messages that are consequences of other errors, if there are no others. If a recipe has failed (`hasStopped`), that
   * says more than what the programs around make said of it.
   */
  end(isFailed: boolean, hasStopped: boolean): void {
    this.close();
    // If another program reported what failed, the build continued after the earlier step.
    const severity = isFailed && this.#context.errorCount() === 0 ? 'error' : 'warning';
    for (const suspect of this.#suspects.slice(0, 100)) this.#context.report({ ...suspect, severity });
    if (this.#context.errorCount() > 0 || hasStopped) return;
    for (const problem of this.#consequences) this.#context.report(problem);
  }

  /** Reports what a program of a package's script printed right before makepkg gives up. */
  #reportComplaint(): void {
    const said = this.#context.takeUnclaimed().findLast((line) => complaintOfProgram.test(line));
    if (said !== undefined) this.#report(said.trim(), 'error', this.#context.lineNumber());
  }

  #report(message: string, severity: Problem['severity'], logLine: number): void {
    this.#context.report(this.#problem(message, severity, logLine));
  }

  #problem(message: string, severity: Problem['severity'], logLine: number): Problem {
    return {
      ...locationOf(this.#context.directories),
      ...{ severity, message, tool: 'program', related: [] },
      ...(this.#context.isLog && { logLine }),
    };
  }
}

/** Whether a line goes on with a message of several lines that begins with `first`. */
function continues(first: string, line: string, isFirst: boolean): boolean {
  if (signingStops.test(first)) return /^\s*(?:- )?SSL error:/.test(line);
  if (notSetUp.test(first)) return /^(?:Please install |for adding |Running the following |\s+\S)/.test(line);
  // Pages and mails drop the blanks before the stars; Lustre's has none.
  const isStarred = line.startsWith('***') && first === 'configure: error:';
  return /^\s+\S/.test(line) || isStarred || (isFirst && /^[A-Z][^:]*\.$/.test(line));
}
