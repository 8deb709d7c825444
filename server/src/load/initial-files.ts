import { readFile } from 'node:fs/promises';
import { type ArchiveEntry, cpioArchive } from './cpio.ts';
import type { InitPlan } from './init-script.ts';
import { moduleName } from './kernel-files.ts';
import type { MachineOptions, VirtualMachine } from './machine.ts';
import { readPlainModule } from './plain-module.ts';

/** A file that a machine gets; the path is absolute, inside the machine. */
export interface MachineFile {
  readonly path: string;
  readonly data: Uint8Array;
}

/** The modules of a machine, and what it is to do with them. */
export interface LoadedModules {
  readonly plan: InitPlan;
  readonly files: readonly MachineFile[];
}

/** Reads the modules of a machine, and says what it is to do with them. Rejects with a sentence if one can't be read. */
export async function readLoadedModules(
  { needed, modules, command, folder }: VirtualMachine,
  options: MachineOptions,
): Promise<LoadedModules> {
  const files = await Promise.all(
    [...needed, ...modules].map(async (file, at) => ({
      path: `/modules/${at}/${moduleName(file)}.ko`,
      // Not every insmod can decompress it.
      data: await readPlainModule(file, folder, options),
    })),
  );
  const plan: InitPlan = {
    needed: files.slice(0, needed.length).map(({ path }) => path),
    modules: modules.map((file, at) => ({
      name: moduleName(file),
      file: files[needed.length + at]?.path ?? '',
    })),
    ...(command !== undefined && { command }),
  };
  return { plan, files };
}

const folderMode = 0o040755;
const programMode = 0o100755;
const fileMode = 0o100644;
const deviceMode = 0o020600;

/** The machine's initial file system, as an archive: busybox, init and other files, each in a folder of its own below /modules. */
export async function initialFiles(
  busybox: string,
  init: string,
  files: readonly MachineFile[] = [],
): Promise<Buffer> {
  const own = files.map(({ path, data }): ArchiveEntry => ({ path: path.slice(1), mode: fileMode, data }));
  const folders = own.map(({ path }) => path.slice(0, path.lastIndexOf('/')));
  return cpioArchive([
    ...['bin', 'dev', 'modules', ...folders].map((path) => ({ path, mode: folderMode })),
    // The kernel opens it for the first program, before anything is mounted.
    { path: 'dev/console', mode: deviceMode, device: [5, 1] },
    { path: 'init', mode: programMode, data: Buffer.from(init) },
    { path: 'bin/busybox', mode: programMode, data: await readFile(busybox) },
    ...own,
  ]);
}
