import { readDistribution } from '../../kernels/distribution.ts';
import type { Kernel } from '../../kernels/kernel.ts';
import { findImage, findMachinePrograms, type Missing, whatToDo } from '../../load/bootable.ts';
import type { Engine } from '../engine.ts';
import { fetchedRoot } from '../fetched-kernels/fetched-kernels-folder.ts';

/** Whether a module can be loaded in a virtual machine with a kernel. */
export interface LoadKernel {
  /** Its name. */
  readonly kernel: string;
  /** A sentence; absent if nothing is missing. */
  readonly missing?: string;
  /** The command that installs what is missing, as root. */
  readonly install?: string;
  /** Whether the missing part is the image of a downloaded kernel, which can be downloaded as well. */
  readonly downloadable?: true;
}

/** The kernels that modules can be built for, newest first, and what is missing to boot each. Runs nothing. */
export async function findLoadKernels(engine: Engine): Promise<readonly LoadKernel[]> {
  const search = {
    distribution: await readDistribution(),
    searchPath: process.env.PATH,
  };
  const programs = await findMachinePrograms({ ...search, kernelFolders: [] });
  const ready = (await engine.kernels()).filter(({ status }) => status === 'ready');
  return Promise.all(
    ready.map(async (kernel) => {
      const files = await findImage(kernel, { ...search, ...placesToBoot(engine, kernel) });
      const missing = 'reason' in files ? files : 'reason' in programs ? programs : undefined;
      return { kernel: kernel.name, ...(missing && described(missing)) };
    }),
  );
}

/** Where a kernel's image may be, and whether it can be downloaded. */
export function placesToBoot(
  engine: Engine,
  kernel: Kernel,
): { readonly kernelFolders: readonly string[]; readonly isDownloaded: boolean } {
  const { kernelFolders, cacheFolder } = engine.settings;
  if (!engine.isFetchedKernel(kernel)) return { kernelFolders, isDownloaded: false };
  return { kernelFolders: [...kernelFolders, fetchedRoot(cacheFolder, kernel.release)], isDownloaded: true };
}

function described(missing: Missing): Pick<LoadKernel, 'missing' | 'install' | 'downloadable'> {
  return {
    missing: whatToDo(missing),
    ...(missing.install !== undefined && { install: missing.install }),
    ...(missing.isDownloadable && { downloadable: true }),
  };
}
