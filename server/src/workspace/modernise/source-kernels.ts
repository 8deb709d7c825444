import type { Kernel } from '../../kernels/kernel.ts';
import type { TargetKernel } from '../../triage/uses/missing-api-uses.ts';
import type { Engine } from '../engine.ts';
import { CauseFinder } from '../explanation/cause-finder.ts';
import { KernelApis } from '../explanation/kernel-apis.ts';

/** Reads what the headers of kernels declare, for one look at a module. To be disposed of. */
export class SourceKernelReader {
  readonly #causes: CauseFinder;
  readonly #apis: KernelApis;

  /** `dist` is the folder of the bundled program. */
  constructor(engine: Engine, dist: string) {
    this.#causes = new CauseFinder({
      dist,
      cacheFolder: () => engine.settings.cacheFolder,
      kernels: () => engine.kernels(),
    });
    this.#apis = new KernelApis(this.#causes, engine.kernelConfigs);
  }

  read(kernels: readonly Kernel[]): Promise<readonly TargetKernel[]> {
    return this.#apis.targetsOf(kernels);
  }

  dispose(): Promise<void> {
    return this.#causes.dispose();
  }
}
