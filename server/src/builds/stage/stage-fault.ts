import { statfs } from 'node:fs/promises';
import { isInside } from '../../is-inside.ts';

/** Why a staged copy could not be made or used. */
export interface StageFault {
  readonly kind: 'disk-full' | 'no-permission' | 'source-vanished' | 'busy' | 'unusable';
  /** Says what is wrong and what to do. */
  readonly message: string;
}

/** The fault for a full disk under `folder`; its message says what to do. */
export async function diskFullFault(folder: string): Promise<StageFault> {
  const space = await statfs(folder).catch(() => undefined);
  const left = space ? ` (${Math.floor((space.bavail * space.bsize) / 1024 / 1024)} MB left)` : '';
  return {
    kind: 'disk-full',
    message: `The disk of ${folder} is full${left}. Free some space there, or set dkms.cacheFolder to a folder on another disk.`,
  };
}

/** Turns a file system error that occurred while copying to `folder` into a fault. Any other error is thrown again. */
export async function stageFault(error: unknown, folder: string): Promise<StageFault> {
  const { code, path, message } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFullFault(folder);
  const where = path ?? folder;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    const inStage = isInside(where, folder);
    return {
      kind: 'no-permission',
      message: inStage
        ? `${where} can't be written to (${code}). Allow it, or set dkms.cacheFolder to a folder that belongs to you.`
        : `${where} can't be read (${code}). Allow it, or remove the file if an earlier build as root left it there.`,
    };
  }
  return { kind: 'unusable', message: `The source can't be copied to ${folder}: ${message}.` };
}
