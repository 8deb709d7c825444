import { constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { access, stat } from '../file-system.ts';

/** Finds the path of a command; `undefined` if there is none. */
export type ProgramFinder = (command: string) => Promise<string | undefined>;

/**
 * Looks commands up as a shell does: on `searchPath` (the text of a PATH), or as paths if they contain a slash.
 * A command is looked up once in a finder's life, so keep it no longer than one search.
 */
export function createProgramFinder(searchPath = process.env.PATH ?? ''): ProgramFinder {
  const folders = searchPath.split(delimiter).filter(isAbsolute);
  const known = new Map<string, Promise<string | undefined>>();
  return (command) => {
    const before = known.get(command);
    if (before) return before;
    const candidates = command.includes('/') ? [command] : folders.map((folder) => join(folder, command));
    const found = firstExecutable(command === '' ? [] : candidates);
    known.set(command, found);
    return found;
  };
}

async function firstExecutable(candidates: readonly string[]): Promise<string | undefined> {
  for (const candidate of candidates) {
    const executable = await access(candidate, constants.X_OK).then(
      async () => (await stat(candidate)).isFile(),
      () => false,
    );
    if (executable) return candidate;
  }
  return undefined;
}
