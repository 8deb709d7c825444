import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fillTemplates } from '../../authoring/fill-template.ts';
import { moduleKinds, moduleLicences } from '../../authoring/module-kinds.ts';
import { type NewModuleOptions, oldestKernel, readNewModule } from '../../authoring/new-module.ts';
import { readTemplates } from '../../authoring/read-templates.ts';

/** What a user chooses from. */
export const moduleChoices = {
  kinds: moduleKinds.map(({ id, title, summary }) => ({ id, title, summary })),
  licences: moduleLicences.map(({ id, spdx }) => ({ id, spdx })),
  oldestKernel,
} as const;

/** Why there cannot be such a module, in one sentence; `undefined` if there can. Nothing is looked at. */
export function whyNoModule(options: NewModuleOptions): string | undefined {
  const read = readNewModule(options);
  return 'wrong' in read ? read.wrong : undefined;
}

/** A module that was made. */
export interface CreatedModule {
  readonly folder: string;
  /** The paths of its files in the folder, sorted. */
  readonly files: readonly string[];
  readonly conf: string;
  /** The C file. */
  readonly source: string;
}

/**
 * Makes the folder of a new module, with everything that belongs to it, or nothing: the files are written beside it, and take their place at
 * once. `wrong` says in one sentence why nothing was made. `dist` is the folder of the bundled program. Without an author, git's is taken.
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
  if (taken !== undefined) return { wrong: `${folder}: ${taken}` };
  const { templates, usage } = await readTemplates(join(dist, 'templates'), given.kind);
  const files = fillTemplates(templates, given, { year: new Date().getFullYear(), usage });
  const failure = await writeAtOnce(place, files);
  if (failure !== undefined) return { wrong: `${folder} can't be written to (${failure})` };
  return {
    ...{ folder: place, files: [...files.keys()].sort() },
    ...{ conf: join(place, 'dkms.conf'), source: join(place, `${given.name}.c`) },
  };
}

async function whyTaken(folder: string): Promise<string | undefined> {
  const found = await stat(folder).catch((error: NodeJS.ErrnoException) => error.code);
  if (found === 'ENOENT') return undefined;
  if (typeof found !== 'object') return `can't be looked at (${found})`;
  if (!found.isDirectory()) return 'there already is a file of this name';
  const entries = await readdir(folder).catch((error: NodeJS.ErrnoException) => error.code);
  if (!Array.isArray(entries)) return `can't be read (${entries})`;
  return entries.length > 0 ? 'this folder is not empty: name one that does not exist yet' : undefined;
}

/** Why it could not be done, as the system says it; nothing of it is left then. */
async function writeAtOnce(folder: string, files: ReadonlyMap<string, string>): Promise<string | undefined> {
  // Beside the folder, and so on the same file system: the last step is a single rename.
  const draft = join(dirname(folder), `.${basename(folder)}-${randomUUID()}`);
  try {
    await mkdir(draft);
    for (const [path, text] of files) {
      await mkdir(dirname(join(draft, path)), { recursive: true });
      await writeFile(join(draft, path), text, { flag: 'wx' });
    }
    await rename(draft, folder);
    return undefined;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? `there is no folder ${dirname(folder)}` : (code ?? message);
  }
}

/** The user's name and address as git knows them, from his own configuration; git is not run. */
async function authorOfGit(): Promise<string | undefined> {
  const places = [
    join(homedir(), '.gitconfig'),
    join(process.env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'git', 'config'),
  ];
  for (const place of places) {
    const text = await readFile(place, 'utf8').catch(() => '');
    const [, section = ''] = /^\[user\]\s*\n((?:(?!\[).*\n?)*)/m.exec(text) ?? [];
    const [name, email] = ['name', 'email'].map(
      (key) => new RegExp(`^\\s*${key}\\s*=\\s*"?(.*?)"?\\s*$`, 'mi').exec(section)?.[1],
    );
    if (name !== undefined && email !== undefined) return `${name} <${email}>`;
  }
  return undefined;
}
