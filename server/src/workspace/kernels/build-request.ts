import type { BuildRequest } from '../../builds/build-module.ts';
import type { Conf } from '../../conf/conf.ts';
import type { Kernel } from '../../kernels/kernel.ts';
import type { Engine } from '../engine.ts';
import type { ModuleText } from '../modules/module-text.ts';
import { factsOfKernel } from './kernel-facts.ts';
import { buildVariablesFor } from './kernel-variables.ts';

/**
 * The request for a build of an open conf for a kernel, with what dkms, the settings and the overrides of this machine say. `settingsOf` is
 * the path whose settings apply, if the conf is a copy of another one.
 */
export async function prepareBuild(
  engine: Engine,
  conf: Conf,
  kernel: Kernel,
  given: {
    readonly path: string;
    readonly settingsOf?: string;
    readonly jobs: number;
    readonly module: Pick<ModuleText, 'proposedAt' | 'source'>;
  },
): Promise<BuildRequest> {
  const { path, jobs } = given;
  const { proposedAt, source } = given.module;
  const owner = given.settingsOf ?? path;
  const choice = {
    kernel: await factsOfKernel(engine.kernelConfigs, kernel, engine.dkmsVersionFor(owner)),
  };
  const overrides = await engine.readings.findOverrides(conf, owner, choice);
  const facts = engine.readings.factsFor(owner, { ...choice, overrides });
  const { cacheFolder } = engine.settings;
  const { unameShim, stageExclude: exclude } = engine.settingsFor(owner);
  const variables = buildVariablesFor(engine.settings, kernel);
  return {
    ...{ path, source, conf, kernel, facts, cacheFolder, exclude, jobs, unameShim },
    ...(variables && { variables }),
    ...(proposedAt !== undefined && { proposedAt }),
  };
}
