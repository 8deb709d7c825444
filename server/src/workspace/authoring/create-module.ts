import { join, resolve } from 'node:path';
import { fillTemplates } from '../../authoring/fill-template.ts';
import { moduleKinds, moduleLicences } from '../../authoring/module-kinds.ts';
import { type NewModuleOptions, oldestKernel, readNewModule } from '../../authoring/new-module.ts';
import { readTemplates } from '../../authoring/read-templates.ts';
import { textFile } from '../../packaging/package-facts.ts';
import { authorOfGit } from './git-configuration.ts';
import { makeFolder, whyTaken } from './new-folder.ts';

/** The kinds and licences that a user can choose from. */
export const moduleChoices = {
  kinds: moduleKinds.map(({ id, title, summary }) => ({ id, title, summary })),
  licences: moduleLicences.map(({ id, spdx }) => ({ id, spdx })),
  oldestKernel,
} as const;

/** Why there can't be such a module, in one sentence; `undefined` if there can. Reads no files. */
export function whyNoModule(options: NewModuleOptions): string | undefined {
  const read = readNewModule(options);
  return 'wrong' in read ? read.wrong : undefined;
}

/** A module that was created. */
export interface CreatedModule {
  readonly folder: string;
  /** The paths of its files in the folder, sorted. */
  readonly files: readonly string[];
  readonly conf: string;
  /** The C file. */
  readonly source: string;
}

/**
 * Creates the folder of a new module with all of its files, or nothing: the files are written to a draft folder beside it, which is then
 * renamed. `wrong` says in one sentence why nothing was created. `dist` is the folder of the bundled program. The default author is the one
 * in git's configuration.
 */
export async function createModule(
  folder: string,
  options: NewModuleOptions,
  dist: string,
): Promise<CreatedModule | { readonly wrong: string }> {
  const author = options.author ?? (await authorOfGit());
  const given = readNewModule({ ...options, ...(author !== undefined && { author }) });
  if ('wrong' in given) return given;
  const place = resolve(folder);
  const taken = await whyTaken(place);
  if (taken !== undefined) return { wrong: `${folder} ${taken}` };
  const { templates, usage } = await readTemplates(join(dist, 'templates'), given.kind);
  const files = fillTemplates(templates, given, { year: new Date().getFullYear(), usage });
  const failure = await makeFolder(place, new Map([...files].map(([path, text]) => [path, textFile(text)])));
  if (failure !== undefined) return { wrong: `${folder} ${failure}` };
  return {
    ...{ folder: place, files: [...files.keys()].sort() },
    ...{ conf: join(place, 'dkms.conf'), source: join(place, `${given.name}.c`) },
  };
}
