import { open, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { exists } from '../../file-system.ts';
import type { ArchiveFault } from '../archived-kernel.ts';
import { type Cancelled, isFailure, type ProgramContext, runProgram } from '../run-program.ts';

/**
 * The programs of kbuild below `root` that can't run with the libraries of this machine, for example because they are from a newer
 * distribution.
 */
export async function programsWithoutLibraries(
  root: string,
  context: ProgramContext,
): Promise<readonly string[] | ArchiveFault | Cancelled> {
  const lacking: string[] = [];
  for (const program of await programsBelow(root)) {
    const end = await runProgram('ldd', [program], '/', context);
    if (isFailure(end)) return end;
    // `libelf.so.1 => not found`, or `version "GLIBC_2.38" not found`
    if (end.text.includes('not found')) lacking.push(program);
  }
  return lacking;
}

/**
 * Makes programs load the libraries that were unpacked below `libraries`, which must stay there. The patchelf that changes the programs is
 * there as well, and runs with the same libraries.
 */
export async function giveLibraries(
  programs: readonly string[],
  libraries: string,
  context: ProgramContext,
): Promise<ArchiveFault | Cancelled | undefined> {
  const files = await readdir(libraries, { recursive: true });
  const found = (pattern: RegExp) => files.filter((file) => pattern.test(file)).sort();
  const folders = [...new Set(found(/\.so\.\d+$/).map((file) => join(libraries, dirname(file))))];
  const loader = found(/(?:^|\/)ld-linux[^/]*\.so\.\d+$/)[0];
  if (loader === undefined) {
    return { kind: 'unusable', message: `The packages of the C library in ${libraries} have no loader.` };
  }
  const search = folders.join(':');
  for (const program of programs) {
    const end = await runProgram(
      join(libraries, loader),
      [
        ...['--library-path', search, join(libraries, 'usr/bin/patchelf')],
        ...['--set-interpreter', join(libraries, loader), '--set-rpath', search, program],
      ],
      '/',
      context,
    );
    if (isFailure(end)) return end;
    if (end.succeeded) continue;
    const why = end.text.trim().split('\n').at(-1);
    return { kind: 'unusable', message: `${program} could not be given its C library: ${why}` };
  }
  return undefined;
}

/** Finds the ELF programs (not scripts) in the folders of headers that contain programs. */
async function programsBelow(root: string): Promise<readonly string[]> {
  const programs: string[] = [];
  for (const folder of ['usr/lib', 'usr/src', 'lib']) {
    const top = join(root, folder);
    if (!(await exists(top))) continue;
    for (const entry of await readdir(top, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (!entry.isFile() || !/\/(?:scripts|tools|certs)\//.test(path)) continue;
      if (!/\.(?:h|c|o|ko|sh|pl|py|mk|include|lds|txt)$/.test(entry.name) && (await isProgram(path))) {
        programs.push(path);
      }
    }
  }
  return programs;
}

async function isProgram(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return bytesRead === 4 && buffer.readUInt32BE(0) === 0x7f454c46;
  } finally {
    await file.close();
  }
}
