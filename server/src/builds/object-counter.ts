import { isInside } from '../is-inside.ts';

/**
 * Counts the units of a build from its output: kbuild prints `  CC [M]  path/x.o` for each, with a path that is absolute up to
 * Linux 6.12 and relative to the module's folder since.
 */
export class ObjectCounter {
  #objects = 0;
  #rest = '';
  readonly #buildDir: string;
  readonly #compiled: (objects: number, file: string) => void;

  constructor(buildDir: string, compiled: (objects: number, file: string) => void) {
    this.#buildDir = buildDir;
    this.#compiled = compiled;
  }

  get objects(): number {
    return this.#objects;
  }

  write(text: string): void {
    const whole = this.#rest + text;
    const end = whole.lastIndexOf('\n') + 1;
    this.#rest = whole.slice(end);
    for (const [, path = ''] of whole.slice(0, end).matchAll(/^ {2}(?:CC|AS|RUSTC) \[M\] +(\S+)$/gm)) {
      // kbuild also compiles a small file of its own for each module, and since 6.12 one for all of them.
      if (path.endsWith('.mod.o') || path.endsWith('.module-common.o')) continue;
      this.#objects++;
      this.#compiled(
        this.#objects,
        isInside(path, this.#buildDir) ? path.slice(this.#buildDir.length + 1) : path,
      );
    }
  }
}
