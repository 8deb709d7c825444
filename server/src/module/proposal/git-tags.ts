import { join, resolve } from 'node:path';
import { readdir } from '../../file-system.ts';
import { readBoundedText } from '../bounded-text.ts';

/** A file of git that is larger is not read; the packed tags of the kernel's own repository have 150 kB. */
const mostBytes = 4_000_000;

/** The tags of the git repository whose top is `folder`; empty if it is not a repository. Does not run git. Never throws. */
export async function readGitTags(folder: string): Promise<readonly string[]> {
  const git = await findGitFolder(join(folder, '.git'));
  const packed = (await readBoundedText(join(git, 'packed-refs'), mostBytes)) ?? '';
  const tags = [...packed.matchAll(/^[0-9a-f]{40,64} refs\/tags\/(\S+)$/gm)].map(([, name = '']) => name);
  const loose = await readdir(join(git, 'refs', 'tags')).catch((): string[] => []);
  return [...new Set([...tags, ...loose])];
}

/** The folder with the tags; a file `.git` (of a submodule or a work tree) names it. */
async function findGitFolder(path: string): Promise<string> {
  const text = await readBoundedText(path, mostBytes);
  const [, named] = /^gitdir: (.+)$/m.exec(text ?? '') ?? [];
  if (named === undefined) return path;
  const folder = resolve(path, '..', named);
  const common = await readBoundedText(join(folder, 'commondir'), mostBytes);
  return common === undefined ? folder : resolve(folder, common.trim());
}
