import { dirname } from 'node:path';
import type { Check, Observation } from '../doctor-check.ts';

/** A one-file module takes a few megabytes to build; the largest drivers (nvidia, zfs) take half a gigabyte with debugging information. */
const scarceBytes = 500_000_000;
const tooFewBytes = 20_000_000;

export const diskSpace: Check = {
  id: 'disk-space',
  title: 'Disk space',
  async examine({ configuration, freeBytes, at, named }) {
    const { trees, settings } = configuration;
    const temporary = settings('tmp_location');
    const uses: readonly (readonly [string, string])[] = [
      ['where dkms builds', trees.dkmsTree],
      ['where modules are installed', trees.installTree],
      ['temporary files', at(temporary?.kind === 'known' ? temporary.text : '/tmp')],
    ];
    const observations = await Promise.all(
      uses.map(async ([use, folder]): Promise<Observation> => {
        const folderText = `${named(folder)} (${use})`;
        const free = await freeIn(folder, freeBytes);
        if (free === undefined)
          return { status: 'unknown', message: `${folderText}: the free space can't be determined.` };
        const message = `${folderText} has ${freeSpaceText(free)} free.`;
        if (free >= scarceBytes) return { status: 'ok', message };
        if (free < tooFewBytes) return { status: 'error', message: `${message} Builds fail there.` };
        return { status: 'warning', message: `${message} Large drivers need half a gigabyte.` };
      }),
    );
    if (temporary && temporary.kind !== 'known') {
      const message = 'framework.conf sets tmp_location to a value that only running it would show.';
      observations.push({ status: 'unknown', message });
    }
    return observations;
  },
};

/** Measured at the nearest folder that exists, in which a missing tree would be created. */
async function freeIn(
  folder: string,
  freeBytes: (folder: string) => Promise<number>,
): Promise<number | undefined> {
  for (let path = folder; ; path = dirname(path)) {
    try {
      return await freeBytes(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || path === dirname(path)) return undefined;
    }
  }
}

/** In whole megabytes, rounded down: what is said to be free is free. */
function freeSpaceText(bytes: number): string {
  return bytes < 1_000_000_000
    ? `${Math.floor(bytes / 1_000_000)} MB`
    : `${(bytes / 1_000_000_000).toFixed(1)} GB`;
}
