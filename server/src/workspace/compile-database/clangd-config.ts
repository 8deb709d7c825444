import { mkdir, readFile, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { escapeRegex } from '../../escape-regex.ts';
import { writeWhole } from '../../write-whole.ts';

/**
 * The user's configuration of clangd: the place for settings of one machine (https://clangd.llvm.org/config, clangd 12 and later), which
 * may apply to a single project. Fragments are separated by lines of `---`.
 */
export function clangdConfigFile(environment: NodeJS.ProcessEnv): string {
  const named = environment.XDG_CONFIG_HOME;
  const base = named && isAbsolute(named) ? named : join(environment.HOME || homedir(), '.config');
  return join(base, 'clangd', 'config.yaml');
}

const mark =
  '# Written by DKMS Tools: how these files are compiled for the selected kernel. To undo it, remove the lines down to the next ---.';

/** A configuration that makes clangd read a database for the files below these folders; whatever else it contains is kept. */
export function withDatabase(text: string, folders: readonly string[], database: string): string {
  const matches = folders.map(matchBelow);
  const others = fragmentsOf(text).filter(
    (fragment) => !isOurs(fragment) || !matches.some((match) => fragment.includes(match)),
  );
  const own = matches.map(
    (match) => `${mark}\nIf:\n${match}\nCompileFlags:\n  CompilationDatabase: ${quoted(database)}\n`,
  );
  const kept = others.filter((fragment) => fragment.trim() !== '');
  return [...kept, ...own].map((fragment) => fragment.replace(/\n*$/, '\n')).join('---\n');
}

/** Whether the configuration has our fragment, which names the database for these folders. */
export function namesDatabase(text: string, folders: readonly string[], database: string): boolean {
  const own = fragmentsOf(text).filter(
    (fragment) => isOurs(fragment) && fragment.includes(`CompilationDatabase: ${quoted(database)}\n`),
  );
  return folders.length > 0 && folders.every((folder) => own.some((one) => one.includes(matchBelow(folder))));
}

/** Writes such a configuration if it differs from the present one; if the file is a link, to its target. */
export async function useInClangd(file: string, folders: readonly string[], database: string): Promise<void> {
  const before = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const text = withDatabase(before, folders, database);
  if (text === before) return;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeWhole(await realpath(file).catch(() => file), text);
}

function fragmentsOf(text: string): readonly string[] {
  return text.split(/^---[^\S\n]*\n/m);
}

function isOurs(fragment: string): boolean {
  return fragment.trimStart().startsWith(mark);
}

/** clangd takes extended regular expressions that match the whole path. */
function matchBelow(folder: string): string {
  return `  PathMatch: ${quoted(`${escapeRegex(folder)}/.*`)}\n`.trimEnd();
}

/** A YAML text in single quotes, in which quotes are doubled and nothing else is special. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
