import type { Problem } from './problem.ts';
import { type Answer, isForeign, locationOf, type ToolContext, type ToolParser } from './tool.ts';

/** kmod's programs: `modprobe: ERROR: could not insert 'x': Key was rejected by service`, `insmod: ERROR: could not insert module ./x.ko: …`. */
const notInserted =
  /^(?:(?:\S*\/)?(?:modprobe|insmod|depmod)(?:\[\d+\])?: )?(?:ERROR|FATAL): (could not (?:insert|load) (?:module )?\S+: .+|could not find module by name.*|Module \S+ not found(?: in directory \S+|\.?$)|Module \S+ is builtin.*)$/;
/** The library of kmod: the file that modules.dep names. */
const notRead = /^(?:(?:\S*\/)?(?:modprobe|insmod): )?(?:ERROR: )?ctx=\S+ path=(\S+) error=(.+)$/;
/** systemd, which loads the modules of /etc/modules-load.d. */
const notLoaded = /^Failed to insert module ('\S+': .+)$/;
const notInsertedOld = /^(?:\S*\/)?insmod: (can't insert '\S+': .+)$/;
/** The programs before kmod: `insmod: error inserting 'x.ko': -1 Invalid module format`, `FATAL: Error inserting x (/lib/…/x.ko): Operation not permitted`. */
const notInsertedBefore =
  /^(?:(?:\S*\/)?insmod: error inserting|(?:(?:\S*\/)?modprobe: )?FATAL: Error inserting) ('\S+'|\S+ \(\S+\)): (?:-1 )?(.+)$/;
/** depmod reports missing files; that alone does not mean that a module is broken. */
const depmod = /^(?:\S*\/)?depmod: (ERROR|FATAL|WARNING): (.+)$/;
/** The kernel's own messages, after the module's name. */
const refused: readonly (readonly [RegExp, Problem['severity']])[] = [
  [/^(?:\w+: )?(disagrees about version of symbol \S+)$/, 'error'],
  [/^(?:\w+: )?(version magic '.*' should be '[^']*'?)$/, 'error'],
  [/^(?:\w+: )?(Unknown symbol \S+ \(err -?\d+\))$/, 'error'],
  [/^(?:\w+: )?(module verification failed: signature and\/or required key missing.*)$/, 'information'],
  [/^(?:\w+: )?(module: x86\/modules: Skipping invalid relocation target.*)$/, 'error'],
  [/^(?:\w+: )?(module uses symbol \(\S+\) from namespace \S+, but does not import it\.?)$/, 'error'],
  [
    /^(?:module )?\w+: (\.gnu\.linkonce\.this_module section size must match the kernel's built struct module size at run time)$/,
    'error',
  ],
  [/^(?:\w+: )?(exports duplicate symbol \S+ \(owned by .+\))$/, 'error'],
  [
    /^(Loading of (?:unsigned module|module with (?:unsupported crypto|unavailable key)) is rejected)$/,
    'error',
  ],
  [/^(Lockdown: \S+: unsigned module loading is restricted.*)$/, 'error'],
  [/^(PKCS#7 signature not signed with a trusted key)$/, 'warning'],
  [/^(BPF: ?.+)$/, 'warning'],
  [/^(failed to validate module \[\w+\] BTF: -?\d+)$/, 'error'],
];
const symbolIn =
  /(?:disagrees about version of symbol |module uses symbol \()([^\s)]+)|Unknown symbol (\S+) \(err -?22\)/;
const keptSymbols = 1000;
const keptSuspects = 20;
/** A cheap check: every such line contains one of these words. */
const mayConcern =
  /insert|could not load module| error=|symbol|magic|verification|rejected|Lockdown|PKCS#7|BTF|BPF|depmod|relocation|linkonce|Module \S+ not found|find module/;

/** Messages about loading a finished module: those of the kernel's log, and those of the programs that load it. */
export class KernelReader implements ToolParser {
  readonly busy = false;
  readonly #context: ToolContext;
  /** Symbols whose checksum differs or whose namespace is not imported: a later message that they are unknown says nothing new. */
  readonly #disagreed = new Set<string>();
  /** Errors of depmod, which count as the reason of a failed build only if nothing else was reported. */
  readonly #suspects: Problem[] = [];

  constructor(context: ToolContext) {
    this.#context = context;
  }

  read(line: string): Answer {
    if (!mayConcern.test(line)) return 'not-mine';
    const english = isForeign(line) ? this.#context.english(line) : line;
    const before = notInsertedBefore.exec(english);
    const unread = notRead.exec(line);
    if (unread) return this.#report(`could not load module ${unread[1]}: ${unread[2]}`, 'error');
    const loaded = before ? `${before[1]}: ${before[2]}` : notLoaded.exec(english)?.[1];
    const inserted =
      loaded === undefined
        ? (notInserted.exec(english) ?? notInsertedOld.exec(line))?.[1]
        : `could not insert ${loaded}`;
    if (inserted !== undefined)
      return this.#report(inserted, 'error', /'?([\w-]+?)(?:\.ko\S*)?'?: /.exec(inserted)?.[1]);
    const indexed = depmod.exec(line);
    if (indexed?.[1] === 'WARNING') return this.#report(indexed[2] ?? '', 'information');
    if (indexed) {
      const suspect = this.#problem(indexed[2] ?? '', 'warning');
      if (this.#suspects.length < keptSuspects) this.#suspects.push(suspect);
      return 'finished';
    }
    const symbol = symbolIn.exec(line);
    if (symbol?.[1] !== undefined && this.#disagreed.size < keptSymbols) this.#disagreed.add(symbol[1]);
    if (symbol?.[2] !== undefined && this.#disagreed.has(symbol[2])) return 'finished';
    for (const [pattern, severity] of refused) {
      const match = pattern.exec(line);
      if (!match) continue;
      const named = /^(?:module )?(\w+): /.exec(line)?.[1];
      return this.#report(match[1] ?? '', severity, named);
    }
    return 'not-mine';
  }

  close(): void {}

  /** Ends the output. depmod's complaints are reported as errors only if the build failed and no other tool says why. */
  end(isFailed: boolean): void {
    const severity = isFailed && this.#context.errorCount() === 0 ? 'error' : 'warning';
    for (const suspect of this.#suspects) this.#context.report({ ...suspect, severity });
  }

  #report(message: string, severity: Problem['severity'], module?: string): Answer {
    const text = module !== undefined && !message.includes(module) ? `${module}: ${message}` : message;
    this.#context.report(this.#problem(text, severity));
    return 'finished';
  }

  #problem(message: string, severity: Problem['severity']): Problem {
    return {
      ...locationOf(this.#context.directories),
      ...{ severity, message, tool: 'kernel', related: [] },
      ...(this.#context.isLog && { logLine: this.#context.lineNumber() }),
    };
  }
}
