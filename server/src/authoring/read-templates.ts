import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Templates } from './fill-template.ts';
import type { ModuleKind } from './module-kinds.ts';

/** The paths in a new module of the templates that all kinds share. */
const sharedFiles: Readonly<Record<string, string>> = {
  Kbuild: 'Kbuild',
  Makefile: 'Makefile',
  'dkms.conf': 'dkms.conf',
  'README.md': 'README.md',
  // Under its own name it would take effect in this repository, and npm would leave it out of the package.
  gitignore: '.gitignore',
  'build.yml': '.github/workflows/build.yml',
};

/** Reads the templates of a kind from the folder of all templates, and how to try the driver. */
export async function readTemplates(
  folder: string,
  kind: ModuleKind,
): Promise<{ readonly templates: Templates; readonly usage: string }> {
  const read = (...path: string[]) => readFile(join(folder, ...path), 'utf8');
  const templates = new Map([['skeleton.c', await read(kind.id, 'skeleton.c')]]);
  for (const [file, path] of Object.entries(sharedFiles)) templates.set(path, await read('shared', file));
  return { templates, usage: await read(kind.id, 'usage.md') };
}
