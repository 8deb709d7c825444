import type { ProgramFinder } from '../../kernels/program-path.ts';
import type { ArchiveFault } from '../archived-kernel.ts';
import { type Cancelled, isFailure, type ProgramContext } from '../run-program.ts';
import { giveLibraries, programsWithoutLibraries } from './c-library.ts';
import { removeMissingFeatures } from './compiler-features.ts';
import { chooseHostCompiler } from './host-compiler.ts';
import { relocateHeaders } from './relocation.ts';
import { removeNewerTypeInformation } from './type-information.ts';

/** Unpacked headers of one kernel. */
export interface UnpackedHeaders {
  /** The folder into which the packages were unpacked. */
  readonly root: string;
  /** Where that folder will be moved. */
  readonly place: string;
  /** The folder for `make -C`, below `root`. */
  readonly buildDir: string;
}

/**
 * Makes unpacked headers usable on this machine, which may run another distribution. `libraries` unpacks the libraries against which their
 * programs were linked, and is called if those of this machine are older. Returns sentences that say what was changed.
 */
export async function fitHeaders(
  { root, place, buildDir }: UnpackedHeaders,
  findProgram: ProgramFinder,
  libraries: () => Promise<string | ArchiveFault | Cancelled>,
  context: ProgramContext,
): Promise<readonly string[] | ArchiveFault | Cancelled> {
  const notes: string[] = [];
  await relocateHeaders(root, place);
  const compiler = await chooseHostCompiler(buildDir, findProgram);
  if (!compiler) return { kind: 'unsupported', message: 'There is no gcc on this machine. Install gcc.' };
  const command = compiler.words.join(' ');
  if (compiler.insteadOf !== undefined) {
    notes.push(`Modules are compiled with ${command}, since ${compiler.insteadOf} is not installed.`);
  }
  const features = await removeMissingFeatures(buildDir, compiler.words, context);
  if ('kind' in features) return features;
  if (features.length > 0) {
    const names = features.map((symbol) => `CONFIG_${symbol}`).join(', ');
    notes.push(
      `${command} lacks features that the kernel's compiler has: ${names} ${features.length === 1 ? 'is' : 'are'} off.`,
    );
  }
  const programs = await programsWithoutLibraries(root, context);
  if (isFailure(programs)) return programs;
  if (programs.length > 0) {
    const folder = await libraries();
    if (typeof folder !== 'string') return folder;
    const failed = await giveLibraries(programs, folder, context);
    if (failed) return failed;
    notes.push(
      "The programs of kbuild use the C library of their own distribution, since this machine's is older.",
    );
  }
  const removed = await removeNewerTypeInformation(buildDir, context);
  if (typeof removed !== 'boolean') return removed;
  if (removed) {
    notes.push(
      "Modules get no type information (BTF), since this machine's pahole is older than the kernel's.",
    );
  }
  return notes;
}
