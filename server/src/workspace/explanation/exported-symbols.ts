import { readSymvers, type SymversIndex } from '../../triage/symvers.ts';

/** What the kernels of the machine export: the Module.symvers of each, read once until kernels are installed or removed. */
export class ExportedSymbols {
  readonly #read = new Map<string, Promise<SymversIndex | undefined>>();

  /** Of the kernel with this build folder; `undefined` where it has no Module.symvers. */
  of(buildDir: string): Promise<SymversIndex | undefined> {
    const known = this.#read.get(buildDir) ?? readSymvers(buildDir);
    this.#read.set(buildDir, known);
    return known;
  }

  /** Kernels were installed, changed or removed. */
  forget(): void {
    this.#read.clear();
  }
}
