import { access, statfs } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Kernel } from '../kernels/kernel.ts';
import type { Plan } from './plan.ts';
import { diskFullFault } from './stage/stage-fault.ts';
import { isPlainMake } from './stage/stage-fingerprint.ts';
import { placeInMakefiles } from './warnings/foreign-modules.ts';

/**
 * A disk with less free space than this counts as full. Not every program names the cause: kbuild's fixdep prints "not all data was
 * written to the output" (Linux 6.1), and compilers remove their unfinished files, which frees some space again.
 */
const fullBelowBytes = 1024 * 1024;

/**
 * Why a build failed, if the source is not at fault: one sentence that says what to do; `undefined` if no other reason than the source was
 * found. `output` is the end of what the build printed, `logFault` why the log could not be written.
 */
export async function diagnoseFailure(
  plan: Plan,
  output: string,
  logFault: NodeJS.ErrnoException | undefined,
): Promise<string | undefined> {
  const gone = await headersGone(plan.kernel);
  if (gone !== undefined) return gone;
  const isReported =
    logFault?.code === 'ENOSPC' || logFault?.code === 'EDQUOT' || output.includes('No space left on device');
  const folder = await fullFolder(plan);
  if (isReported || folder !== undefined)
    return (await diskFullFault(folder ?? plan.layout.cacheFolder)).message;
  const command = /^(?:\/bin\/)?(?:ba|da)?sh: (?:line )?\d+: (\S+): (?:command )?not found$/m.exec(
    output,
  )?.[1];
  if (command !== undefined && hasEndedAtCommand(output)) {
    return command.includes('/')
      ? `The build calls ${command}, which is not there, or names an interpreter that is not installed.`
      : `The build calls ${command}, which is not installed. Install it, or add its folder to the PATH.`;
  }
  return takenForKbuild(plan, output);
}

/**
 * Whether a command that was not found has ended the build. make continues after one in `$(shell …)`, such as git for a version; what ends
 * make then has another exit code than that of the shell.
 */
function hasEndedAtCommand(output: string): boolean {
  const codes = [...output.matchAll(/^make(?:\[\d+\])?: \*\*\* \[.*\] Error (\d+)$/gm)].map(
    ([, code]) => code,
  );
  return codes.length === 0 || codes.includes('127');
}

/** Many Makefiles have targets only if KERNELRELEASE is not set, since Kbuild sets it; dkms does so as well, to a leading make. */
async function takenForKbuild(plan: Plan, output: string): Promise<string | undefined> {
  if (!/^make: \*\*\* No (?:rule to make target|targets)/m.test(output)) return undefined;
  if (!plan.steps.some((step) => step.kind === 'make' && isPlainMake(step))) return undefined;
  const place = await placeInMakefiles(plan, (line) => /^\s*ifn?(?:eq|def)\b.*\bKERNELRELEASE\b/.test(line));
  return place && dirname(place.file) === dirname(plan.conf.path)
    ? `dkms sets KERNELRELEASE after a leading make, and ${basename(place.file)} takes that for a call by Kbuild (line ${place.line}), so make finds no such target. Write 'make' in single quotes in MAKE, to which dkms adds nothing, or let MAKE call Kbuild directly with -C $kernel_source_dir.`
    : undefined;
}

/** The folder of the build whose disk is full, if any. Compilers also write to the folder for temporary files, which may be on another disk. */
async function fullFolder({ layout, env }: Plan): Promise<string | undefined> {
  for (const folder of [layout.cacheFolder, env.TMPDIR ?? '/tmp']) {
    const space = await statfs(folder).catch(() => undefined);
    if (space && space.bavail * space.bsize < fullBelowBytes) return folder;
  }
  return undefined;
}

/**
 * What to say if the headers of a kernel that was ready have disappeared; `undefined` if they exist.
 * dkms checks only that `include` exists; without a Makefile nothing can be built either.
 */
export async function headersGone({ buildDir, name, install, isOwn }: Kernel): Promise<string | undefined> {
  const exists = (name: string) =>
    access(join(buildDir, name)).then(
      () => true,
      () => false,
    );
  if ((await exists('include')) && (await exists('Makefile'))) return undefined;
  const how = isOwn
    ? 'Put them back, or prepare the tree again (make modules_prepare)'
    : install === undefined
      ? 'Install them again'
      : `Install them again with "${install}"`;
  return `The headers of kernel ${name} are no longer in ${buildDir}. ${how}, or build for another kernel.`;
}
