import { createProgramFinder } from '../../kernels/program-path.ts';
import { type BootSearch, type Missing, missing } from '../bootable.ts';

/** What virtme-ng lacks on this machine. */
export interface VirtmeMissing extends Missing {
  /** Whether virtme-ng itself is there, so that whoever installed it may expect its use. */
  readonly isInstalled: boolean;
}

/**
 * Finds virtme-run, the program of virtme-ng that boots a kernel, and which the program `vng` runs as well; or says what is missing: without
 * `file`, it does not recognise the kernel.
 */
export async function findVirtmeRun({
  searchPath,
  distribution,
}: Pick<BootSearch, 'searchPath' | 'distribution'>): Promise<string | VirtmeMissing> {
  const find = createProgramFinder(searchPath);
  const program = await find('virtme-run');
  if (program === undefined) {
    return {
      reason:
        'virtme-ng (virtme-run) is not installed. Debian 13, Ubuntu 24.04 and Fedora have it in the package virtme-ng.',
      isInstalled: false,
    };
  }
  if ((await find('file')) === undefined) {
    return {
      ...missing(
        'The program file, by which virtme-ng recognises a kernel, is not installed.',
        distribution,
        {
          ...{ debian: 'file', fedora: 'file', arch: 'file', suse: 'file' },
        },
      ),
      isInstalled: true,
    };
  }
  return program;
}
