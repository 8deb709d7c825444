import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArchiveFault } from '../archived-kernel.ts';

/** Why a package could not be unpacked below `root`, judging by the program's output. */
export function unpackFault(name: string, root: string, printed: string): ArchiveFault {
  const why = printed.trim().split('\n').at(-1) ?? '';
  return printed.includes('No space left on device')
    ? { kind: 'disk-full', message: `The disk of ${root} is full: ${name} could not be unpacked.` }
    : { kind: 'unusable', message: `${name} could not be unpacked: ${why}` };
}

/** Removes manuals, changelogs and translations, which take a few megabytes. */
export async function removeDocuments(root: string): Promise<void> {
  await rm(join(root, 'usr/share'), { recursive: true, force: true });
}
