import { posix } from 'node:path';
import type { Problem, ProblemSeverity } from './problem.ts';
import { type Answer, locationOf, type ToolContext, type ToolParser } from './tool.ts';

/** modpost since Linux 5.4; before, `modpost:` stands only in some messages, and undefined symbols come as `ERROR: "x" [y.ko] undefined!`. */
const named = /^(ERROR|WARNING|FATAL): modpost: (.+)$/;
const unnamed = /^(ERROR|WARNING): ("[^"]+" \[[^\]]+\] .+)$/;

/** The status line, which names the folder of the modules: `  MODPOST /x/Module.symvers`. Since 6.13 the path is relative, and useless. */
const status = /^ {2}MODPOST (?:\[M\] )?(\/\S*\/)[^/]*$/;

/** What a message is about, in the wordings of modpost's versions. */
const objects: readonly RegExp[] = [
  // From Linux 5.19 until modpost took that over, a script of kbuild looked at each object.
  /^(?<object>\S+): (?:error: )?local symbol '?(?<symbol>[^\s']+)'? was exported$/,
  // Up to 7.2: "symbol" [/x/m.ko] undefined!
  /"(?<symbol>[^"]+)" \[(?<object>[^\]]+)\]/,
  // Since 7.3 the module comes first: m.ko: symbol 'x' undefined! | m.ko: module uses symbol 'x' from namespace 'N' …
  /^(?<object>\S+\.k?o): (?:.*?(?:symbol|static EXPORT_SYMBOL\S*) '(?<symbol>[^']+)'|section mismatch in reference: (?<from>[\w.$]+))?/,
  /GPL-incompatible module (?<object>\S+) uses GPL-only symbol '(?<symbol>[^']+)'/,
  /^module (?<object>\S+) uses symbol (?<symbol>\S+) from namespace/,
  /missing MODULE_\w+\(\) in (?<object>\S+)$/,
  // 6.1: /x/m.o: section mismatch in reference: f (section: .text) -> …; 6.12 prints the module without suffix.
  /^(?<object>\S+): section mismatch in reference: (?<symbol>[\w.$]+)/,
  // 5.10: /x/m.o(.text+0x7): Section mismatch in reference from the function f() to …
  /^(?<object>\S+?\.o)\([^)]*\): Section mismatch in reference from the (?:function|variable) (?<symbol>[\w.$]+)/,
  /^(?<object>\S+): '(?<symbol>[^']+)' exported twice/,
];

/** Messages that are consequences of others, or only count them. */
const consequence = /^(?:suppressed \d+ |Section mismatches detected)/;

/**
 * modpost of Linux 4.x to 7.3. It never names a line: problems are placed at the Makefile of the module's folder and name the module and
 * the symbol, so that a caller that reads the source can find the line.
 */
export class ModpostParser implements ToolParser {
  readonly isStateless = true;
  readonly #context: ToolContext;
  /** The explanation under a section mismatch of 5.10 and before, up to an empty line. */
  #explaining = false;

  constructor(context: ToolContext) {
    this.#context = context;
  }

  get busy(): boolean {
    return this.#explaining;
  }

  read(line: string): Answer {
    const first = line.charCodeAt(0);
    // Its messages begin with E, F or W, its status line with a blank.
    if (first === 0x20) {
      const folder = status.exec(line)?.[1];
      if (folder !== undefined) this.#context.directories.moduleFolder = folder;
      return folder === undefined ? 'not-mine' : 'finished';
    }
    if (first === 0x45 || first === 0x46 || first === 0x57) {
      const match = named.exec(line) ?? unnamed.exec(line);
      if (match) {
        this.#report(match[1] === 'WARNING' ? 'warning' : 'error', match[2] ?? '');
        return this.#explaining ? 'consumed' : 'finished';
      }
    }
    if (line.endsWith(' was exported') && /^\S+\.o: error: local symbol /.test(line)) {
      this.#report('error', line);
      return 'finished';
    }
    if (!this.#explaining) return 'not-mine';
    if (line === '') {
      this.#explaining = false;
      return 'finished';
    }
    return /^(?:The (?:function|variable)|This is often|annotation|the (?:function|variable)|If the reference|\()/.test(
      line,
    )
      ? 'consumed'
      : 'not-mine';
  }

  close(): void {
    this.#explaining = false;
  }

  #report(severity: ProblemSeverity, message: string): void {
    this.#explaining = message.includes('): Section mismatch in reference from ');
    if (consequence.test(message)) return;
    const problem: Pick<Problem, 'severity' | 'message' | 'tool' | 'related'> = {
      severity,
      message,
      tool: 'modpost',
      related: [],
    };
    for (const shape of objects) {
      const groups = shape.exec(message)?.groups;
      if (!groups?.object) continue;
      const symbol = groups.symbol ?? groups.from;
      this.#context.report({
        ...locationOf(this.#context.directories, this.#pathOf(groups.object)),
        ...problem,
        ...(symbol !== undefined && { symbol }),
      });
      return;
    }
    this.#context.report({ ...locationOf(this.#context.directories), ...problem });
  }

  /** Some messages name the module without its folder, some without its suffix. */
  #pathOf(object: string): string {
    const path = /\.k?o$/.test(object) ? object : `${object}.ko`;
    const { moduleFolder } = this.#context.directories;
    return path.includes('/') || moduleFolder === undefined ? path : posix.join(moduleFolder, path);
  }
}
