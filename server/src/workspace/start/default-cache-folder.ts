import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Where staged copies go unless a setting or `$XDG_CACHE_HOME` says otherwise. */
export function defaultCacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const base = environment.XDG_CACHE_HOME;
  // The XDG specification tells to ignore a relative path.
  return join(base && isAbsolute(base) ? base : join(homedir(), '.cache'), 'dkms-tools');
}
