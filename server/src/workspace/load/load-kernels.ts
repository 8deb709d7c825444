import { readDistribution } from '../../kernels/distribution.ts';
import { findImage, findMachinePrograms, type Missing, whatToDo } from '../../load/bootable.ts';
import type { Engine } from '../engine.ts';

/** Whether a module can be loaded in a virtual machine with a kernel. */
export interface LoadKernel {
  /** Its name. */
  readonly kernel: string;
  /** A sentence; absent where nothing is missing. */
  readonly missing?: string;
  /** The command that installs what is missing, as root. */
  readonly install?: string;
}

/** The kernels that modules can be built for, newest first, and what is missing to boot each. Runs nothing. */
export async function findLoadKernels(engine: Engine): Promise<readonly LoadKernel[]> {
  const search = {
    distribution: await readDistribution(),
    searchPath: process.env.PATH,
    kernelFolders: engine.settings.kernelFolders,
  };
  const programs = await findMachinePrograms(search);
  const ready = (await engine.kernels()).filter(({ status }) => status === 'ready');
  return Promise.all(
    ready.map(async (kernel) => {
      const files = await findImage(kernel, search);
      const missing = 'reason' in files ? files : 'reason' in programs ? programs : undefined;
      return { kernel: kernel.name, ...(missing && described(missing)) };
    }),
  );
}

function described(missing: Missing): Pick<LoadKernel, 'missing' | 'install'> {
  return {
    missing: whatToDo(missing),
    ...(missing.install !== undefined && { install: missing.install }),
  };
}
