import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Problem } from '../../output/problem.ts';
import { type ConfLocation, problemAt } from '../conf-location.ts';
import type { Plan } from '../plan.ts';
import type { BuiltModule } from '../result.ts';
import { makefileName } from '../source/build-file-names.ts';
import { filesBelow } from '../source/many-files.ts';

/** How a Makefile asks for the running kernel, although the build may be for another one. */
const runningKernel = /\buname\s+-r\b/;

/**
 * A warning if a module was built for a kernel other than that of the plan, which happens if a Makefile finds the headers itself: dkms
 * looks only at names, and would install a module that does not load. `undefined` if all is well, or if no module has a vermagic.
 */
export async function foreignModules(
  plan: Plan,
  built: readonly BuiltModule[],
): Promise<Problem | undefined> {
  const releases = [plan.kernel.release, await releaseOfHeaders(plan.kernel.buildDir)];
  const foreign = built.find(({ vermagic }) => {
    const release = vermagic?.split(' ')[0];
    return release !== undefined && release !== '' && !releases.includes(release);
  });
  if (!foreign) return undefined;
  const release = foreign.vermagic?.split(' ')[0];
  const message =
    `The build produced ${foreign.name}.ko for kernel ${release} instead of ${plan.kernel.release}, so dkms would install a module that ` +
    'does not load. Let the Makefile take the headers from the variable that MAKE in dkms.conf sets to $kernel_source_dir, or from $(KERNELRELEASE), but not from uname -r.';
  return problemAt((await placeOfRunningKernel(plan)) ?? plan.makeLocation, 'warning', 'kbuild', message);
}

/** The release that the headers themselves name, which may differ from the kernel's name, that of its folder. */
async function releaseOfHeaders(buildDir: string): Promise<string | undefined> {
  const text = await readFile(join(buildDir, 'include/config/kernel.release'), 'utf8').catch(() => undefined);
  return text?.trim();
}

/** A note that `uname -r` printed a different release than in a build by dkms; `undefined` if no Makefile calls it. */
export async function shimmedUname(plan: Plan): Promise<Problem | undefined> {
  const place = plan.hasUnameShim ? await placeOfRunningKernel(plan) : undefined;
  const message = `uname -r printed ${plan.kernel.release} in this build because dkms.unameShim is set. In a build by dkms, it prints the release of the running kernel.`;
  return place && problemAt(place, 'information', 'kbuild', message);
}

/** The first line of a Makefile, in the user's source, that asks for the running kernel. */
function placeOfRunningKernel(plan: Plan): Promise<ConfLocation | undefined> {
  return placeInMakefiles(plan, (line) => runningKernel.test(line));
}

/** The first line of the Makefiles in the user's source that satisfies a condition; Makefiles nearer to the top folder come first. */
export async function placeInMakefiles(
  { buildDir, source }: Pick<Plan, 'buildDir' | 'source'>,
  matches: (line: string) => boolean,
): Promise<ConfLocation | undefined> {
  const files = await filesBelow(buildDir);
  const nearFirst = files
    .filter((file) => makefileName.test(basename(file)))
    .sort((one, other) => one.split('/').length - other.split('/').length);
  for (const file of nearFirst) {
    const text = await readFile(join(buildDir, file), 'utf8').catch(() => '');
    const line = text.split('\n').findIndex((one) => !one.startsWith('#') && matches(one));
    if (line >= 0) {
      return { file: join(source.folder, file), line: line + 1 };
    }
  }
  return undefined;
}
