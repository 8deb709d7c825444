import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** The default cache folder, which `$XDG_CACHE_HOME` and a setting override. */
export function defaultCacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const base = environment.XDG_CACHE_HOME;
  // The XDG specification says that a relative path is to be ignored.
  return join(base && isAbsolute(base) ? base : join(homedir(), '.cache'), 'dkms-tools');
}
