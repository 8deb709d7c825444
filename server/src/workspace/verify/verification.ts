import { type FilledTemplate, fillTemplate, withFilledNames } from '../../builds/filled-template.ts';
import type { BuildListener, BuildResult } from '../../builds/result.ts';
import { isFolderName, type ModuleIdentity } from '../../builds/stage/stage-layout.ts';
import { differences } from '../../builds/verify/difference.ts';
import { type DkmsVerdict, runRealDkms } from '../../builds/verify/real-dkms.ts';
import type { BuildScheduler } from '../build-scheduler.ts';
import type { JobShare } from '../build-share.ts';
import type { BuildTarget } from '../build-target.ts';
import type { Engine } from '../engine.ts';
import type { JudgedResult } from '../results/judged-result.ts';

/** The comparison of our build with that of the real dkms. */
export interface Verification {
  readonly ours: JudgedResult;
  /** Absent if dkms could not be run, or was cancelled; `reason` says why. */
  readonly dkms?: DkmsVerdict;
  readonly reason?: string;
  /** The differences, a sentence each; none if the builds agree or could not be compared. */
  readonly differences: readonly string[];
}

/**
 * Builds a conf for a kernel, lets the real dkms of this machine do the same in private trees, and compares. `listener` receives the events
 * of our build and the output of dkms as it runs.
 */
export async function verifyWithDkms(
  engine: Engine,
  builds: BuildScheduler,
  target: BuildTarget,
  how: { readonly listener: BuildListener; readonly signal: AbortSignal; readonly share?: JobShare },
): Promise<Verification> {
  const { listener, share } = how;
  const ours = await builds.build(target, listener, how.signal, share);
  const notCompared = (reason: string): Verification => ({ ours, reason, differences: [] });
  if (ours.status === 'cancelled') return notCompared('The build was cancelled.');
  const { installedDkms: installed } = engine;
  if (!installed) {
    return notCompared(
      'dkms is not installed, so there is nothing to compare with. Install the package dkms.',
    );
  }
  const kernel = (await engine.kernels()).find((one) => one.name === target.kernel);
  if (!kernel) return notCompared(ours.reason ?? `Kernel ${target.kernel} is not on this machine.`);
  const file = await engine.readModule(target.conf);
  if (file.kind !== 'text') return notCompared(file.message);
  if (file.source.inside !== '')
    return notCompared(
      `The module has no dkms.conf and needs files outside of its folder, so dkms can't build it. Create a dkms.conf for all of ${file.source.folder}.`,
    );
  const conf = engine.openConf(file.text);
  try {
    const template = fillTemplate(conf, engine.readings.read(conf, target.conf));
    listener.output(`\nBuilding the same with dkms ${installed.version.text} (${installed.path})\n`);
    const signal = AbortSignal.any([how.signal, builds.stopping]);
    const verdict = await runRealDkms(
      {
        ...{ path: target.conf, kernel, program: installed.path },
        ...{ cacheFolder: engine.settings.cacheFolder, jobs: share?.jobs ?? engine.settings.jobs },
        module: identityFor(ours, template),
        ...(file.proposedAt !== undefined && { confText: file.text }),
        ...(template && { confText: template.conf.text }),
      },
      { groups: builds.groups, signal, onText: (text) => listener.output(text) },
    );
    if ('kind' in verdict) {
      return notCompared(verdict.kind === 'cancelled' ? 'The build was cancelled.' : verdict.message);
    }
    return { ours, dkms: verdict, differences: differences(ours, verdict) };
  } finally {
    conf.dispose();
  }
}

/** dkms does not compare the given name with the file, so if the file's own name can't be that of a folder, any other will do. */
function identityFor(ours: BuildResult, template: FilledTemplate | undefined): ModuleIdentity {
  const module = withFilledNames(template, ours.module);
  const slash = module.lastIndexOf('/');
  const own = { name: module.slice(0, slash), version: module.slice(slash + 1) };
  return slash > 0 && isFolderName(own.name) && isFolderName(own.version)
    ? own
    : { name: 'module', version: '0' };
}
