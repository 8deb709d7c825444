import { access, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kernel } from '../kernels/kernel.ts';
import type { Plan } from './plan.ts';
import { diskFullFault } from './stage/stage-fault.ts';

/**
 * A disk with less free space than this counts as full. Not every program says that it is: kbuild's fixdep prints "not all data was
 * written to the output" (Linux 6.1), and compilers remove their unfinished files, which frees some space again.
 */
const fullBelowBytes = 1024 * 1024;

/**
 * Why a build failed, where that is no fault of the source: one sentence that says what to do, `undefined` where the source is to
 * blame as far as one can tell. `output` is the end of what the build printed, `logFault` why the log could not be written.
 */
export async function diagnoseFailure(
  plan: Plan,
  output: string,
  logFault: NodeJS.ErrnoException | undefined,
): Promise<string | undefined> {
  const gone = await headersGone(plan.kernel);
  if (gone !== undefined) return gone;
  const isSaid =
    logFault?.code === 'ENOSPC' || logFault?.code === 'EDQUOT' || output.includes('No space left on device');
  const folder = await fullFolder(plan);
  if (isSaid || folder !== undefined) return (await diskFullFault(folder ?? plan.layout.cacheFolder)).message;
  const command = /^(?:\/bin\/)?(?:ba|da)?sh: (?:line )?\d+: (\S+): (?:command )?not found$/m.exec(
    output,
  )?.[1];
  if (command !== undefined) {
    return `The build calls ${command}, which is not installed. Install it, or add its folder to the PATH.`;
  }
  return undefined;
}

/** The folder of the build whose disk is full. Compilers write to the one for temporary files too, which may be on another disk. */
async function fullFolder({ layout, env }: Plan): Promise<string | undefined> {
  for (const folder of [layout.cacheFolder, env.TMPDIR ?? '/tmp']) {
    const space = await statfs(folder).catch(() => undefined);
    if (space && space.bavail * space.bsize < fullBelowBytes) return folder;
  }
  return undefined;
}

/**
 * What to say when the headers of a kernel that was ready are no longer there, `undefined` while they are.
 * dkms looks for `include` alone; without a Makefile nothing can be built.
 */
export async function headersGone({ buildDir, release, install }: Kernel): Promise<string | undefined> {
  const exists = (name: string) =>
    access(join(buildDir, name)).then(
      () => true,
      () => false,
    );
  if ((await exists('include')) && (await exists('Makefile'))) return undefined;
  const how = install === undefined ? 'Install them again' : `Install them again with "${install}"`;
  return `The headers of kernel ${release} are no longer in ${buildDir}. ${how}, or build for another kernel.`;
}
