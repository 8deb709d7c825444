import { join } from 'node:path';
import { readdir } from '../../file-system.ts';
import type { KernelLocation } from './kernel-location.ts';

/**
 * The headers that Debian's and Ubuntu's packages put in /usr/src (`sourceFolder`): `linux-headers-<release>`.
 * They are there without their kernel in containers and on build machines.
 */
export async function findDebianHeaders(sourceFolder: string): Promise<KernelLocation[]> {
  const names = await readdir(sourceFolder).catch(() => []);
  return names.flatMap((folder) => {
    const name = /^linux-headers-(\d.*)$/.exec(folder)?.[1];
    // Debian's -common and Ubuntu's folder without a flavour hold what the headers of several flavours share.
    if (name === undefined || /-common(?:-rt)?$/.test(name) || /^[\d.]+-\d+$/.test(name)) return [];
    return [{ name, buildDir: join(sourceFolder, folder) }];
  });
}
