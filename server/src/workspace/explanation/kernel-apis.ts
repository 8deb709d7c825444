import type { Kernel } from '../../kernels/kernel.ts';
import type { KernelConfigCache } from '../../kernels/kernel-config-cache.ts';
import type { HeaderIndexes } from '../../triage/headers/header-indexes.ts';
import type { MacroFacts } from '../../triage/preprocessor/condition.ts';
import { kernelMacros, readVersionMacros } from '../../triage/preprocessor/kernel-macros.ts';
import type { ExportedSymbols } from '../../triage/symvers.ts';
import type { ExportingKernel } from '../../triage/uses/missing-exports.ts';
import type { TargetKernel } from '../../triage/uses/target-kernel.ts';

/** What C files can use of kernels: the declarations of their headers, and the macros for their version and configuration. */
export class KernelApis {
  readonly #indexes: HeaderIndexes;
  readonly #exported: ExportedSymbols;
  readonly #configs: KernelConfigCache;
  readonly #macros = new Map<string, Promise<MacroFacts | undefined>>();

  constructor(
    known: { readonly indexes: HeaderIndexes; readonly exported: ExportedSymbols },
    configs: KernelConfigCache,
  ) {
    this.#indexes = known.indexes;
    this.#exported = known.exported;
    this.#configs = configs;
  }

  /**
   * Some kernels as targets of a source. Those whose headers can't be read are left out. Waits for indexes that are still being built,
   * in a thread of their own.
   */
  async targetsOf(kernels: readonly Kernel[]): Promise<readonly TargetKernel[]> {
    const targets: TargetKernel[] = [];
    for (const kernel of kernels) {
      if (kernel.status !== 'ready') continue;
      const headers = await this.#indexes.get(kernel);
      const macros = await this.macrosOf(kernel);
      if (headers && !headers.empty && macros) targets.push({ release: kernel.name, headers, macros });
    }
    return targets;
  }

  /** The same kernels with what they export; those without a Module.symvers are left out. */
  async exportsOf(kernels: readonly Kernel[]): Promise<readonly ExportingKernel[]> {
    const found: ExportingKernel[] = [];
    for (const kernel of kernels) {
      if (kernel.status !== 'ready') continue;
      const headers = await this.#indexes.get(kernel);
      const symvers = await this.#exported.of(kernel.buildDir);
      if (headers && !headers.empty && symvers) found.push({ release: kernel.name, headers, symvers });
    }
    return found;
  }

  /** The macros of a kernel; needs no index. `undefined` if its headers do not state their version. */
  macrosOf({ buildDir }: Kernel): Promise<MacroFacts | undefined> {
    const known = this.#macros.get(buildDir);
    if (known) return known;
    const read = Promise.all([readVersionMacros(buildDir), this.#configs.read(buildDir)]).then(
      ([versions, config]) => versions && kernelMacros({ versions, ...(config && { config }) }),
    );
    this.#macros.set(buildDir, read);
    return read;
  }

  /** Kernels were installed, changed or removed. */
  forget(): void {
    this.#macros.clear();
  }
}
