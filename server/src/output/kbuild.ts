import type { ProblemSeverity } from './problem.ts';
import { type Answer, locationOf, type ToolContext, type ToolParser } from './tool.ts';

interface Notice {
  /** The first line of the notice; the groups begin the message. */
  readonly first: RegExp;
  /** The lines that continue it. */
  readonly more: RegExp;
  /** Absent for notices that tell a module's author nothing. */
  readonly severity?: ProblemSeverity;
}

/** Lines that continue a notice are aligned under its first word; status lines of kbuild begin with two blanks. */
const indented = /^ {9}\S/;
const versions = /^ {2}(?:The kernel was built|You are using)/;
const starred = /^\*\*\*(?:\s|$)/;
const never = /^\b$/;

/** Notices of the kernel's own Makefiles about the state of the headers, as Linux 5.10 to 7.3 print them. */
const notices: readonly Notice[] = [
  // Up to 6.12 in lines that begin with blanks, since then behind three stars.
  { first: /^ {2}ERROR: (Kernel configuration is invalid\..*)$/, more: indented, severity: 'error' },
  { first: /^\*\*\* {2}ERROR: (Kernel configuration is invalid\..*)$/, more: starred, severity: 'error' },
  {
    first: /^\*\*\* (The (?:external module )?source tree is not clean.*)$/,
    more: starred,
    severity: 'error',
  },
  { first: /^\*\*\* (Configuration file ".*" not found!)$/, more: starred, severity: 'error' },
  {
    // Behind three stars in newer kernels, with other words below.
    first: /^(?:\*\*\* )?(The present kernel configuration has modules disabled\.)$/,
    more: /^\*\*\*(?:\s|$)|^(?:Type|Then) /,
    severity: 'error',
  },
  {
    first: /^WARNING: ((?:Symbol version dump )?"?\S*Module\.symvers"? is missing.*)$/,
    more: indented,
    severity: 'warning',
  },
  // modpost of Linux 6.x and 7.x, of a file that KBUILD_EXTRA_SYMBOLS names; earlier ones only warn, as above.
  { first: /^(\S+\.symvers: No such file or directory)$/, more: never, severity: 'error' },
  {
    first: /^warning: (the compiler differs from the one used to build the kernel)$/,
    more: versions,
    severity: 'information',
  },
  { first: /^warning: (pahole version differs from the one used to build the kernel)$/, more: versions },
  {
    // The headers are of a newer distribution: the programs of kbuild in them need a newer C library than this machine has.
    first: /^((?:\S*\/)?(?:scripts|tools)\/\S+: \S+: version [`'][\w.]+' not found \(required by \S+\))$/,
    more: never,
    severity: 'error',
  },
];

/**
 * kbuild compares two version texts, and calls them different even if only the compiler's command has another prefix or suffix, or if
 * the compiler is missing: its absence is then reported elsewhere.
 */
function isSame([first = '', built, using]: readonly string[]): boolean {
  if (!first.startsWith('the compiler differs')) return false;
  const [theirs, ours] = [built, using].map((line) => /:\s*(.*)$/.exec(line ?? '')?.[1]?.trim() ?? '');
  if (!theirs || !ours) return true;
  return compilerOf(theirs) === compilerOf(ours);
}

/** `x86_64-linux-gnu-gcc-13 (Ubuntu 13.3.0-6ubuntu2~24.04) 13.3.0` without the name of the command. */
function compilerOf(text: string): string {
  return text.replace(/^\S*?(gcc|clang)(?:-\d+)?(?= )/, '$1').replace(/\s+/g, ' ');
}

/** Messages of kbuild itself. */
export class KbuildParser implements ToolParser {
  readonly isStateless = true;
  readonly #context: ToolContext;
  #open: { readonly notice: Notice; readonly lines: string[]; readonly logLine: number } | undefined;

  constructor(context: ToolContext) {
    this.#context = context;
  }

  get busy(): boolean {
    return this.#open !== undefined;
  }

  read(line: string): Answer {
    if (this.#open?.notice.more.test(line)) {
      const text = line.replace(/^\*\*\*/, '').trim();
      if (text && this.#open.lines.length < 10) this.#open.lines.push(text.replace(/ {2,}/g, ' '));
      return 'consumed';
    }
    if (!/^[ *TWw]|required by |\.symvers: /.test(line)) return 'not-mine';
    for (const notice of notices) {
      const match = notice.first.exec(line);
      if (!match) continue;
      this.close();
      // The lines that continue it begin nothing.
      if (!notice.severity) return 'finished';
      this.#open = { notice, lines: [match[1] ?? ''], logLine: this.#context.lineNumber() };
      return 'consumed';
    }
    return 'not-mine';
  }

  close(): void {
    const open = this.#open;
    this.#open = undefined;
    if (!open?.notice.severity || isSame(open.lines)) return;
    this.#context.report({
      ...locationOf(this.#context.directories),
      severity: open.notice.severity,
      message: open.lines.join('\n'),
      ...(this.#context.isLog && { logLine: open.logLine }),
      tool: 'kbuild',
      related: [],
    });
  }
}

/** What kbuild says of a missing list of symbols that is not the kernel's own, which it calls `Module.symvers`, `./Module.symvers` or by its place. */
export const symbolsOfAnother =
  /^(?:Symbol version dump "?)?(?!(?:\.\/)?Module\.symvers)([^\s"]+\.symvers)(?:"? is missing|: No such)/;
