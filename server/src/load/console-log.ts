import { markPrefix, outputPrefix, readyMark } from './init-script.ts';

/** A place in code as the kernel names it: `hello_init+0x12/0x1000 [hello]`. */
export interface CodeLocation {
  readonly symbol: string;
  readonly offset: number;
  /** Absent for the kernel's own code. */
  readonly module?: string;
  /** Whether this is a return address, that is, behind the call itself. */
  readonly isReturn: boolean;
}

/** A problem that the kernel reported. */
export interface KernelComplaint {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** The source line that the kernel named; the path is as it was given to the compiler. */
  readonly place?: { readonly file: string; readonly line: number };
  /** Where it happened, followed by the callers. */
  readonly trace: readonly CodeLocation[];
  /** What was being done, such as `inserting hello`. */
  readonly during: string;
}

/** A step that the machine reported: `inserted hello`, `not-removed hello 1 rmmod: …`. */
export interface MachineStep {
  readonly what: string;
  readonly name: string;
  /** Exit code and message if the step failed. */
  readonly code?: number;
  readonly message?: string;
}

export interface ConsoleLog {
  readonly steps: readonly MachineStep[];
  readonly complaints: readonly KernelComplaint[];
  /** What the test command printed, and its exit code. */
  readonly output: readonly string[];
  readonly exitCode?: number;
  /** The kernel's taint flags before the first module was inserted, and at the end. */
  readonly taintBefore?: number;
  readonly taintAfter?: number;
  readonly hasBegun: boolean;
  readonly hasEnded: boolean;
  /** The last step that the machine began or finished; empty before the first. */
  readonly lastMark: string;
  /** The kernel's message when it panicked. */
  readonly panic?: string;
}

const stamp = /^\[ *\d+\.\d+\](?:\[ *[CT]\d+\])? ?/;
const codePlace = /^([\w.]+)\+0x([0-9a-f]+)\/0x[0-9a-f]+(?: \[([\w-]+)[^\]]*\])?$/;

/** `WARNING: CPU: 0 PID: 77 at m.c:7 f+0x5/0x10 [m]` up to Linux 6.18, `WARNING: m.c:7 at f+0x5/0x10 [m], CPU#0: insmod/77` since. */
const warningAt =
  /^WARNING: (?:CPU: \d+ PID: \d+ at (\S+):(\d+) (\S+(?: \[[^\]]+\])?)|(\S+):(\d+) at (\S+(?: \[[^\]]+\])?)(?:, CPU#.*)?)$/;
const bugAt = /^kernel BUG at (\S+):(\d+)!$/;
/** The first line of other complaints. */
const complaint =
  /^(?:BUG: .+|general protection fault.*|stack segment: .*|divide error: .*|invalid opcode: .*|int3: .*|Oops: .*|UBSAN: .*|INFO: (?:task|rcu|possible|trying) .*|WARNING: .+|watchdog: BUG: .+|refcount_t: .+|list_(?:add|del) corruption.*|Unable to handle kernel .+)$/;
/** Lines that belong to a fault whose first line has been reported already. */
const follows = /^(?:Oops: |invalid opcode: |BUG: unable to handle)/;
const refusal =
  /^(?:module )?([\w-]+): (Unknown symbol .+|disagrees about version of symbol .+|version magic .+ should be .+|exports duplicate symbol .+|module uses symbol \(.+\) from namespace .+, but does not import it\.|\.gnu\.linkonce\.this_module section size must match .+|module license '.+' taints kernel\.)$/;

/**
 * Reads the machine's console output from the first mark on: the steps, and the problems that the kernel reported meanwhile, each with its
 * call trace. The text may be cut off anywhere.
 */
export function readConsoleLog(text: string): ConsoleLog {
  return new ConsoleReader().read(text);
}

class ConsoleReader {
  readonly #steps: MachineStep[] = [];
  readonly #complaints: (KernelComplaint & { readonly trace: CodeLocation[] })[] = [];
  readonly #output: string[] = [];
  #facts: Pick<ConsoleLog, 'exitCode' | 'taintBefore' | 'taintAfter' | 'panic'> = {};
  #during = '';
  #hasBegun = false;
  #hasEnded = false;
  /** The complaint whose trace the next lines belong to. */
  #open: (KernelComplaint & { readonly trace: CodeLocation[] }) | undefined;
  #isInTrace = false;

  read(text: string): ConsoleLog {
    for (const line of text.split(/\r*\n/)) this.#line(line.replace(stamp, ''));
    return {
      ...{ steps: this.#steps, complaints: this.#complaints, output: this.#output, ...this.#facts },
      ...{ hasBegun: this.#hasBegun, hasEnded: this.#hasEnded, lastMark: this.#during },
    };
  }

  #line(line: string): void {
    if (line.startsWith(markPrefix)) {
      this.#mark(line.slice(markPrefix.length));
      return;
    }
    const panic = /^Kernel panic - not syncing: (.+)$/.exec(line)?.[1];
    if (panic !== undefined) this.#facts = { ...this.#facts, panic };
    if (!this.#hasBegun) return;
    // One that follows from a fault has no trace of its own.
    if (panic !== undefined && !this.#open) this.#begin('error', `The kernel panicked: ${panic}`);
    else if (line.startsWith(outputPrefix)) this.#output.push(line.slice(outputPrefix.length));
    else if (!this.#complain(line)) this.#trace(line);
  }

  #mark(text: string): void {
    if (text === readyMark) return;
    const [, what = '', name = '', code, message] = /^(\S+) ?(\S*)(?: (\d+) ?(.*))?$/.exec(text) ?? [];
    this.#open = undefined;
    this.#during = text;
    if (what === 'begin') {
      this.#hasBegun = true;
      this.#facts = { ...this.#facts, taintBefore: Number(name) };
    } else if (what === 'end') {
      this.#hasEnded = true;
      this.#facts = { ...this.#facts, taintAfter: Number(name) };
    } else if (what === 'ran') this.#facts = { ...this.#facts, exitCode: Number(name) };
    else
      this.#steps.push({
        what,
        name,
        ...(code !== undefined && { code: Number(code), message: message ?? '' }),
      });
  }

  /** Whether the line begins a complaint, or repeats one. */
  #complain(line: string): boolean {
    const [, file = '', number = '', place = '', newFile = '', newNumber = '', newPlace = ''] =
      warningAt.exec(line) ?? [];
    if (file !== '' || newFile !== '') {
      const at = readCodePlace(place || newPlace, false);
      const where = { file: file || newFile, line: Number(number || newNumber) };
      this.#begin('warning', `WARNING in ${at ? plainSymbol(at) : 'the kernel'}`, where, at);
      return true;
    }
    const [, bugFile, bugLine] = bugAt.exec(line) ?? [];
    if (bugFile !== undefined) {
      this.#begin('error', 'kernel BUG', { file: bugFile, line: Number(bugLine) });
      return true;
    }
    if (refusal.test(line)) {
      this.#begin(line.includes('taints kernel') ? 'warning' : 'error', line);
      this.#open = undefined;
      return true;
    }
    if (!complaint.test(line)) return false;
    if (this.#open && follows.test(line)) return true;
    this.#begin(/^(?:WARNING|INFO|UBSAN|refcount_t)/.test(line) ? 'warning' : 'error', line);
    return true;
  }

  #begin(
    severity: KernelComplaint['severity'],
    message: string,
    place?: KernelComplaint['place'],
    at?: CodeLocation,
  ): void {
    const during = this.#during;
    this.#open = { severity, message, during, ...(place && { place }), trace: at ? [at] : [] };
    this.#isInTrace = false;
    this.#complaints.push(this.#open);
  }

  #trace(line: string): void {
    if (!this.#open) return;
    if (/^---\[ end /.test(line)) {
      this.#open = undefined;
      return;
    }
    if (/^Call Trace:/.test(line)) {
      this.#isInTrace = true;
      return;
    }
    const instruction = /^RIP: \d+:(\S+(?: \[[^\]]+\])?)$/.exec(line)?.[1];
    if (instruction !== undefined) {
      const at = readCodePlace(instruction, false);
      // After the trace come the registers of the program that called the kernel.
      if (at && !this.#isInTrace && this.#open.trace.length === 0) this.#open.trace.push(at);
      return;
    }
    if (!this.#isInTrace) return;
    const at = readCodePlace(line.trim(), true);
    if (at) this.#open.trace.push(at);
  }
}

function readCodePlace(text: string, isReturn: boolean): CodeLocation | undefined {
  const [, symbol, offset = '', module] = codePlace.exec(text) ?? [];
  if (symbol === undefined) return undefined;
  return { symbol, offset: Number.parseInt(offset, 16), isReturn, ...(module !== undefined && { module }) };
}

/** The name of a function without the suffix that the compiler adds, as in `inner.isra.0`. */
export function plainSymbol({ symbol }: CodeLocation): string {
  return symbol.replace(/\.(?:isra|constprop|part|cold|llvm)\b.*$/, '');
}

/** The meanings of the kernel's taint flags; source: Documentation/admin-guide/tainted-kernels.rst of Linux 6.12. */
const flags: readonly (readonly [bit: number, letter: string, meaning: string])[] = [
  [0, 'P', 'a module with a proprietary licence was loaded'],
  [1, 'F', 'a module was loaded by force'],
  [2, 'S', 'the kernel runs on a system out of its specification'],
  [3, 'R', 'a module was unloaded by force'],
  [4, 'M', 'the processor reported a machine check'],
  [5, 'B', 'a page was released that is in use'],
  [6, 'U', 'a program asked for the taint'],
  [7, 'D', 'the kernel died: there was an oops or a BUG'],
  [8, 'A', 'a table of ACPI was overridden'],
  [9, 'W', 'the kernel issued a warning'],
  [10, 'C', 'a staging driver was loaded'],
  [11, 'I', 'a workaround for a bug in firmware is in use'],
  [14, 'L', 'a lockup occurred'],
  [15, 'K', 'the kernel was live-patched'],
  [16, 'X', 'a module set the taint of distributions'],
  [17, 'T', 'the kernel was built with the struct randomization plugin'],
  [18, 'N', 'an in-kernel test was run'],
];

/** The new taint flags, except those of every module that dkms builds (out of tree, unsigned): `D (the kernel died: …)`. */
export function newTaints(
  before: number,
  after: number,
): readonly { readonly letter: string; readonly meaning: string }[] {
  return flags
    .filter(([bit]) => (after >> bit) & 1 && !((before >> bit) & 1))
    .map(([, letter, meaning]) => ({ letter, meaning }));
}
