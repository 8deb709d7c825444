import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { AptArchive } from '../../server/src/archives/apt/apt-archive.ts';
import { aptSuitesOf } from '../../server/src/archives/apt/apt-suites.ts';
import type { ArchivedKernel } from '../../server/src/archives/archived-kernel.ts';
import { newestFirst } from '../../server/src/archives/choose-kernel.ts';
import { relocateHeaders } from '../../server/src/archives/fit/relocation.ts';
import { isFailure, type ProgramContext } from '../../server/src/archives/run-program.ts';
import { ProcessGroups } from '../../server/src/builds/process-group.ts';
import type { HeaderSet } from './gather-history.mts';

/** Where the headers are kept that the history is made from: about 80 MB a kernel. */
export const keptHeaders = join(
  process.env.XDG_CACHE_HOME || join(homedir(), '.cache'),
  'dkms-tools-history',
);

/**
 * The headers of all kernels for ordinary PCs that Debian's archive has, downloaded as far as they are not kept from an earlier run. `tell` gets a line for each
 * kernel; one that the lists name and the archive no longer has is left out and told.
 */
export async function archivedHeaders(tell: (line: string) => void): Promise<readonly HeaderSet[]> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== undefined));
  const context: ProgramContext = { groups: new ProcessGroups(), env: env as Record<string, string> };
  await mkdir(keptHeaders, { recursive: true });
  const kernels = new Map<string, ArchivedKernel>();
  const archives = new Map(
    aptSuitesOf('debian').map((suite) => [
      suite.id,
      new AptArchive(suite, join(keptHeaders, 'apt', suite.id)),
    ]),
  );
  for (const archive of archives.values()) {
    const listed = await archive.list(context);
    if (isFailure(listed)) throw new Error('message' in listed ? listed.message : 'cancelled');
    for (const kernel of listed) if (kernel.flavour === 'amd64') kernels.set(kernel.release, kernel);
  }
  const sets: HeaderSet[] = [];
  for (const kernel of newestFirst([...kernels.values()])) {
    const { release } = kernel;
    const place = join(keptHeaders, release);
    const archive = archives.get(kernel.suite);
    if (!existsSync(place) && archive) {
      const work = `${place}.unpacked`;
      await rm(work, { recursive: true, force: true });
      // Its programs are of no use here.
      const wanted = kernel.packages.filter(({ name }) => !name.startsWith('linux-kbuild-'));
      const failed = await archive.unpack(wanted, work, context);
      if (failed) {
        tell(`${release} is left out. ${'message' in failed ? failed.message : ''}`);
        continue;
      }
      await relocateHeaders(work, place);
      await rename(work, place);
      tell(`${release} downloaded`);
    }
    sets.push({ release, buildDir: join(place, 'usr/src', `linux-headers-${release}`) });
  }
  return sets;
}
