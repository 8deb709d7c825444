import { buildModule } from '../../builds/build-module.ts';
import type { BuildListener, BuildResult } from '../../builds/result.ts';
import type { Kernel } from '../../kernels/kernel.ts';
import type { BuildScheduler } from '../build-scheduler.ts';
import type { Engine } from '../engine.ts';
import { prepareBuild } from '../kernels/build-request.ts';
import type { ModuleText } from '../modules/module-text.ts';
import type { PortCopy } from './port-copy.ts';

/** The options of a port's builds, besides their kernel. */
export interface PortBuildsOptions {
  readonly engine: Engine;
  readonly builds: BuildScheduler;
  readonly copy: PortCopy;
  /** The user's dkms.conf, or the Makefile of a module without one. */
  readonly path: string;
  readonly module: ModuleText;
  readonly signal: AbortSignal;
  readonly listenerOf: (kernel: string) => BuildListener;
}

/**
 * Builds the copy of a module for some kernels, as many at once as there are jobs, and continues from the previous build. make continues
 * after a unit that fails, so that the errors of all units are seen. Nothing is saved as a result of the user's module. Resolves in the
 * order of the kernels.
 */
export async function buildCopy(
  kernels: readonly Kernel[],
  { engine, builds, copy, path, module, signal, listenerOf }: PortBuildsOptions,
): Promise<readonly BuildResult[]> {
  const { jobs, jobserver } = await builds.share(engine.settings.jobs);
  const stop = AbortSignal.any([signal, builds.stopping]);
  return Promise.all(
    kernels.map(async (kernel) => {
      const slot = await jobserver?.take(stop);
      const conf = engine.openConf(module.text);
      try {
        const request = await prepareBuild(engine, conf, kernel, {
          ...{ path: copy.toCopy(path), settingsOf: path, jobs },
          module: { ...module, source: { ...module.source, folder: copy.source } },
        });
        const { environment = {}, make = {} } = request.variables ?? {};
        const variables = { make, environment: { ...environment, GNUMAKEFLAGS: '-k' } };
        return await buildModule(
          // The kernels are those that are named, whichever a Makefile asks for.
          { ...request, variables, unameShim: true, cacheFolder: copy.cacheFolder },
          listenerOf(kernel.name),
          { groups: builds.groups, signal: stop, ...(jobserver && { jobserver }) },
        );
      } finally {
        conf.dispose();
        slot?.release();
      }
    }),
  );
}
