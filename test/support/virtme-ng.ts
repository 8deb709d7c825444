import { existsSync } from 'node:fs';
import path from 'node:path';
import { testCache } from './surroundings.ts';

const material = path.join(testCache(), 'virtme-ng');

/** The folder with virtme-run. */
export const virtmeFolder = path.join(material, 'bin');

/** Why virtme-ng can't be used here; `undefined` if it can. */
export function virtmeMissing(): string | undefined {
  if (!existsSync(path.join(material, 'complete')))
    return 'virtme-ng is absent: run test/kernels/fetch-virtme-ng.sh';
  return existsSync('/usr/bin/python3') ? undefined : 'python3 of the system is not installed';
}
