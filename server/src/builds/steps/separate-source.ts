import { constants } from 'node:fs';
import { cp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Plan } from '../plan.ts';

/** Whether a command of a plan names the source, which dkms keeps separate from the folder in which it builds. */
export function namesSource({ steps, layout, module, buildDir }: Plan): boolean {
  const names = [
    join(layout.sourceTree, `${module.name}-${module.version}`),
    join(dirname(buildDir), 'source'),
    '../source',
  ];
  return steps.some(({ command }) => names.some((name) => command.includes(name)));
}

/** Copies a folder unchanged; files share their blocks with the originals if the file system supports that. */
export async function copyFolder(from: string, to: string): Promise<void> {
  await cp(from, to, {
    ...{ recursive: true, verbatimSymlinks: true, preserveTimestamps: true },
    mode: constants.COPYFILE_FICLONE,
  });
}
