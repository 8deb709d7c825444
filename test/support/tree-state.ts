import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** A line for everything below a folder: name, kind, mode, time of the last change, and a hash of the content. */
export function treeState(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const path = join(folder, name);
      const { mode, mtimeNs } = lstatSync(path, { bigint: true });
      return `${name} ${mode.toString(8)} ${mtimeNs} ${contentOf(path)}`;
    });
}

function contentOf(path: string): string {
  const stats = lstatSync(path);
  if (stats.isSymbolicLink()) return `-> ${readlinkSync(path)}`;
  return stats.isFile() ? createHash('sha256').update(readFileSync(path)).digest('hex') : '';
}
