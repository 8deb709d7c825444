import { parseArchiveName } from '../../archives/archive-name.ts';
import type { Engine } from '../engine.ts';
import { readNamedKernels } from './named-kernels.ts';

const dayMs = 24 * 3600 * 1000;

/**
 * The names of archives in `dkms.kernels` whose headers are not on this machine, and those to ask for again at the time `now` (milliseconds
 * since 1970), if the settings say that they are to be kept current.
 */
export async function namesToGet(
  engine: Engine,
  now: number,
): Promise<{ readonly missing: readonly string[]; readonly outdated: readonly string[] }> {
  const { kernels: entries, updateKernels, cacheFolder } = engine.settings;
  const names = entries.filter(({ isOfArchives }) => isOfArchives).map(({ text }) => text.trim());
  if (names.length === 0) return { missing: [], outdated: [] };
  const { unmatched } = await engine.kernelSet();
  const missing = names.filter((name) => unmatched.some((text) => text.trim() === name));
  if (updateKernels === 'never') return { missing, outdated: [] };
  const known = await readNamedKernels(cacheFolder);
  const outdated = names.filter((name) => {
    const id = parseArchiveName(name)?.id;
    const asked = known.find((one) => one.id === id)?.askedAt;
    return !missing.includes(name) && asked !== undefined && now - asked > dayMs;
  });
  return { missing, outdated };
}
