import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Problem } from '../../output/problem.ts';
import { type ConfLocation, problemAt } from '../conf-location.ts';
import type { Plan } from '../plan.ts';
import type { BuiltModule } from '../result.ts';

const makefile = /^(?:GNUmakefile|[Mm]akefile.*|Kbuild.*)$|\.mk$/;

/** How Makefiles ask for the kernel that runs, whatever kernel they are to build for. */
const runningKernel = /\buname\s+-r\b/;

/**
 * Says that modules were built for another kernel than the plan's, which happens where a Makefile finds the headers by itself: dkms
 * looks at names alone, and would install a module that does not load. `undefined` where all is well, or where no vermagic tells.
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
    `The build made ${foreign.name}.ko for kernel ${release} instead of ${plan.kernel.release}, and dkms would install a module that ` +
    'does not load: let the Makefile take its headers from the variable that MAKE of the dkms.conf sets to $kernel_source_dir, or from $(KERNELRELEASE), not from uname -r.';
  return problemAt((await placeOfRunningKernel(plan)) ?? plan.makeLocation, 'warning', 'kbuild', message);
}

/** What the headers themselves say; kernels may be known here by another name, that of their folder. */
async function releaseOfHeaders(buildDir: string): Promise<string | undefined> {
  const text = await readFile(join(buildDir, 'include/config/kernel.release'), 'utf8').catch(() => undefined);
  return text?.trim();
}

/** The first line of a Makefile, in the user's source, that asks for the running kernel. */
async function placeOfRunningKernel({ buildDir, conf }: Plan): Promise<ConfLocation | undefined> {
  const files = await readdir(buildDir, { recursive: true });
  const nearFirst = files
    .filter((file) => makefile.test(basename(file)))
    .sort((one, other) => one.split('/').length - other.split('/').length);
  for (const file of nearFirst) {
    const text = await readFile(join(buildDir, file), 'utf8').catch(() => '');
    const line = text.split('\n').findIndex((one) => !one.startsWith('#') && runningKernel.test(one));
    if (line >= 0) {
      return { file: join(dirname(conf.path), file), line: line + 1 };
    }
  }
  return undefined;
}
