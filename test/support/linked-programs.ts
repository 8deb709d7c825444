import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { searchPath } from './surroundings.ts';

/** Makes a folder, for use in a PATH, of links to every program of this machine except those whose name matches; returns the folder. */
export function linkPrograms(folder: string, without: RegExp): string {
  mkdirSync(folder);
  for (const place of searchPath().split(delimiter)) {
    if (!existsSync(place)) continue;
    for (const program of readdirSync(place)) {
      const link = join(folder, program);
      if (!without.test(program) && !existsSync(link)) symlinkSync(join(place, program), link);
    }
  }
  return folder;
}
