import type { Problem } from '../problem.ts';
import { makeLogHeader } from './log-facts.ts';

/** What kbuild prints for an object or a module. */
const compiles = /^ {2}(?:CC|AS|LD|AR|RUSTC|CPP|COPY|SHIPPED)\b/;
/** A Makefile, or dkms itself, calls the make of a kernel. */
const callsKernel = /^(?:# command: )?'?make\b.* -C ['"]?\/(?:usr\/)?lib\/modules\/([^/\s'"]+)\/build\b/;

/** make says that it changes into a folder, in whichever language. */
const entersFolder = /^make(?:\[\d+\])? ?: (?!\*)/;

const place: Omit<Problem, 'message'> = {
  ...{ file: 'Makefile', line: 1, place: 'build', severity: 'warning', tool: 'dkms', related: [] },
};

/** What goes wrong in a build without a message of any tool: no module is made, or one for another kernel. */
export class SilentFailures {
  /** dkms wrote the command above its output, so that nothing is missing before it. */
  #hasCommand = false;
  /** The line in which kbuild begins to look through the modules. */
  #modpostLine: number | undefined;
  #hasCompiled = false;
  /** The kernel for which dkms was to build. */
  #wanted: string | undefined;
  /** make entered the folder of that kernel. */
  #hasEntered = false;
  #called: { readonly kernel: string; readonly logLine: number } | undefined;

  read(text: string, number: number): void {
    this.#hasCommand ||= text.startsWith('# command: ');
    if (text.startsWith('  MODPOST ')) this.#modpostLine ??= number;
    this.#hasCompiled ||= compiles.test(text);
    if (text.startsWith('DKMS ')) this.#wanted ??= makeLogHeader.exec(text)?.groups?.kernel;
    const kernel = text.includes('/lib/modules/') ? callsKernel.exec(text)?.[1] : undefined;
    const called = this.#called?.kernel;
    if (called !== undefined && text.startsWith('make'))
      this.#hasEntered ||= entersFolder.test(text) && text.includes(called);
    if (kernel !== undefined) this.#called ??= { kernel, logLine: number };
  }

  /** @param isDone Whether the build ended without an error. */
  problems(isDone: boolean): readonly Problem[] {
    const found: Problem[] = [];
    const logLine = this.#modpostLine;
    if (isDone && this.#hasCommand && !this.#hasCompiled && logLine !== undefined) {
      const message =
        'make ended without building a module: the Makefile or Kbuild that kbuild read names none in obj-m, or makes them depend on a CONFIG_… that is not set';
      found.push({ ...place, message, logLine });
    }
    const called = this.#called;
    if (
      called &&
      this.#wanted !== undefined &&
      called.kernel !== this.#wanted &&
      (this.#hasCompiled || this.#hasEntered)
    ) {
      const message = `make builds for ${called.kernel}, but dkms asked for ${this.#wanted}`;
      found.push({ ...place, message, logLine: called.logLine });
    }
    return found;
  }
}
