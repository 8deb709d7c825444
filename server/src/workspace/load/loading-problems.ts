import type { ProcessGroups } from '../../builds/process-group.ts';
import type { BuildResult } from '../../builds/result.ts';
import type { Kernel } from '../../kernels/kernel.ts';
import { ownFolder, partsOf } from '../../module/module-source.ts';
import type { Problem } from '../../output/problem.ts';
import type { Engine } from '../engine.ts';
import { checkLoading } from './loading-check.ts';

/**
 * Warnings for what keeps the kernel from loading the modules that were just built for it, such as a symbol about which the Makefile told modpost only
 * to warn. dkms installs such a module. Signatures are left out, since dkms signs later, and so is what depends on another package.
 */
export async function loadingProblems(
  engine: Engine,
  kernel: Kernel,
  { status, path, source = ownFolder(path), built, problems }: BuildResult,
  groups: ProcessGroups,
): Promise<readonly Problem[]> {
  if (status !== 'ok' || built.length === 0) return [];
  const verdicts = await checkLoading(
    { engine, history: undefined },
    { files: built.map((one) => one.path), kernels: [kernel], folders: partsOf(source), isSigned: false },
    groups,
  );
  if ('wrong' in verdicts) return [];
  // A module that was built for another kernel is reported already, with the line of the Makefile that is to blame.
  const isForeign = problems.some(
    ({ tool, message }) => tool === 'kbuild' && /^The build produced \S+ for kernel /.test(message),
  );
  if (isForeign) return [];
  return verdicts.flatMap((verdict) =>
    verdict.problems
      .filter(({ severity }) => severity === 'error')
      // The copy that was built is no place for a user.
      .map((problem) => ({
        ...problem,
        severity: 'warning' as const,
        ...(problem.file === verdict.path && { file: path }),
      })),
  );
}
