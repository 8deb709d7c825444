import { join } from 'node:path';
import { expect } from 'vitest';
import { examine } from '../../server/src/doctor/doctor.ts';
import type { MachineAccess } from '../../server/src/doctor/examined-machine.ts';

/** The release of the kernel that runs on the made-up machine. */
export const runningRelease = '6.12.1-1-test';

/** What a check says of the made-up machine in a folder: `status: message [command]`, paths as the machine knows them. */
export async function saidByDoctor(
  root: string,
  id: string,
  surroundings: Partial<MachineAccess> = {},
): Promise<readonly string[]> {
  const diagnoses = await examine({
    ...{ root, searchPath: join(root, 'bin'), running: runningRelease },
    ...{ kernelFolders: [], systemKernels: true },
    ...{ freeBytes: async () => 5_000_000_000, ...surroundings },
  });
  const { observations } = diagnoses.find((one) => one.id === id) ?? expect.unreachable(id);
  return observations.map(({ status, message, remedy }) => {
    const command = remedy ? ` [${remedy.needsRoot ? '# ' : '$ '}${remedy.command}]` : '';
    return `${status}: ${message}${command}`.replaceAll(root, '');
  });
}
