import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Kernel } from '../kernels/kernel.ts';
import type { Plan } from './plan.ts';
import { diskFull } from './stage-fault.ts';

/** A disk with less than this is as good as full: compilers that failed have removed their unfinished files. */
const fullBelowBytes = 16 * 1024 * 1024;

/**
 * Why a build failed, where that is no fault of the source: one sentence that says what to do, `undefined` where the source is to
 * blame as far as one can tell. `output` is the end of what the build printed, `logFault` why the log could not be written.
 */
export async function diagnoseFailure(
  plan: Plan,
  output: string,
  logFault: NodeJS.ErrnoException | undefined,
): Promise<string | undefined> {
  const gone = headersGone(plan.kernel);
  if (gone !== undefined) return gone;
  if (
    logFault?.code === 'ENOSPC' ||
    logFault?.code === 'EDQUOT' ||
    output.includes('No space left on device')
  ) {
    return (await diskFull(await fullFolder(plan))).message;
  }
  const command = /^(?:\/bin\/)?(?:ba|da)?sh: (?:line )?\d+: (\S+): (?:command )?not found$/m.exec(
    output,
  )?.[1];
  if (command !== undefined) {
    return `The command ${command}, which the build calls, is not installed: install it, or put the folder that has it on the PATH.`;
  }
  return undefined;
}

/** Compilers write their unfinished files to the folder for temporary files, which may be on another disk than the stage. */
async function fullFolder({ layout, env }: Plan): Promise<string> {
  const temporary = env.TMPDIR ?? '/tmp';
  const space = await statfs(temporary).catch(() => undefined);
  const stageSpace = await statfs(layout.root).catch(() => undefined);
  const isStageFull = stageSpace !== undefined && stageSpace.bavail * stageSpace.bsize < fullBelowBytes;
  const isTemporaryFull = space !== undefined && space.bavail * space.bsize < fullBelowBytes;
  return isTemporaryFull && !isStageFull ? temporary : layout.root;
}

/**
 * What to say when the headers of a kernel that was ready are no longer there, `undefined` while they are.
 * dkms looks for `include` alone; without a Makefile nothing can be built.
 */
export function headersGone({ buildDir, release, install }: Kernel): string | undefined {
  if (existsSync(join(buildDir, 'include')) && existsSync(join(buildDir, 'Makefile'))) return undefined;
  const how = install === undefined ? 'install them again' : `install them again with "${install}"`;
  return `The headers of kernel ${release} are no longer in ${buildDir}: ${how}, or build for another kernel.`;
}
