import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readKernelConfig } from '../../kernels/kernel-config.ts';
import { type Cancelled, isFailure, type ProgramContext, runProgram } from '../run-program.ts';

/**
 * Removes the kernel's type information (BTF, in `vmlinux`) from headers if this machine's pahole is older than the one that made it, which
 * would stop the build. Without it kbuild makes no type information for modules, and prints a line that says so. True if it was removed.
 */
export async function removeNewerTypeInformation(
  buildDir: string,
  context: ProgramContext,
): Promise<boolean | Cancelled> {
  const config = await readKernelConfig(buildDir);
  // As printed by pahole --numeric_version: 130 is 1.30.
  const wanted = Number(config?.lookup('PAHOLE_VERSION') ?? 0);
  if (wanted === 0) return false;
  const end = await runProgram('pahole', ['--numeric_version'], '/', context);
  if (isFailure(end) && end.kind === 'cancelled') return end;
  const own = isFailure(end) || !end.succeeded ? 0 : Number(end.text.trim());
  if (own >= wanted) return false;
  await rm(join(buildDir, 'vmlinux'), { force: true });
  return true;
}
