import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The user's name and address from the user's configuration of git, as `Name <address>`; git is not run. */
export async function authorOfGit(): Promise<string | undefined> {
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

/**
 * The address of a repository's origin for a browser, without the part that may contain a password; `undefined` if it has none. git is not
 * run.
 */
export async function homepageOfGit(folder: string): Promise<string | undefined> {
  const text = await readFile(join(folder, '.git', 'config'), 'utf8').catch(() => '');
  const [, section = ''] = /^\[remote "origin"\]\s*\n((?:(?!\[).*\n?)*)/m.exec(text) ?? [];
  const [, url = ''] = /^\s*url\s*=\s*(\S+)\s*$/m.exec(section) ?? [];
  const [, host, path] =
    /^(?:https?|ssh|git):\/\/(?:[^@/\s]*@)?([\w.-]+)(?::\d+)?\/([\w./~+-]+?)(?:\.git)?\/?$/.exec(url) ??
    /^(?:[^@/\s]*@)([\w.-]+):([\w./~+-]+?)(?:\.git)?\/?$/.exec(url) ??
    [];
  return host === undefined ? undefined : `https://${host}/${path}`;
}
