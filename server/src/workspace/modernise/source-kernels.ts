import type { Kernel } from '../../kernels/kernel.ts';
import type { Engine } from '../engine.ts';
import { CauseFinder } from '../explanation/cause-finder.ts';
import { KernelApis } from '../explanation/kernel-apis.ts';
import type { SourceKernels } from './modern-sources.ts';

/** Does some work that may ask what the headers of kernels declare. `dist` is the folder of the bundled program. */
export async function withSourceKernels<Result>(
  engine: Engine,
  dist: string,
  kernels: readonly Kernel[],
  work: (read: SourceKernels) => Promise<Result>,
): Promise<Result> {
  const causes = new CauseFinder({
    dist,
    cacheFolder: () => engine.settings.cacheFolder,
    kernels: () => engine.kernels(),
  });
  const apis = new KernelApis(causes, engine.kernelConfigs);
  try {
    return await work(() => apis.targetsOf(kernels));
  } finally {
    await causes.dispose();
  }
}
