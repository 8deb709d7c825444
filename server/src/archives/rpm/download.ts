import { basename, join } from 'node:path';
import type { ArchiveFault } from '../archived-kernel.ts';
import { type Cancelled, isFailure, type ProgramContext, runProgram } from '../run-program.ts';

/** Downloads files into a folder. `onProgress` receives the progress, from 0 to 1. */
export async function downloadFiles(
  addresses: readonly string[],
  into: string,
  context: ProgramContext,
  onProgress: (done: number) => void,
): Promise<ArchiveFault | Cancelled | undefined> {
  for (const [at, address] of addresses.entries()) {
    const file = join(into, basename(new URL(address).pathname));
    const args = ['--fail', '--location', '--progress-bar', '--output', file, address];
    const end = await runProgram('curl', args, into, context, (text) => {
      // ######   12.3%
      const percent = [...text.matchAll(/([\d.]+)%/g)].at(-1)?.[1];
      if (percent !== undefined) onProgress((at + Math.min(1, Number(percent) / 100)) / addresses.length);
    });
    if (isFailure(end)) return end;
    if (end.succeeded) continue;
    // curl: (22) The requested URL returned error: 404
    const [, code, why = 'it failed'] = /curl: \((\d+)\) (.*)/.exec(end.text) ?? [];
    if (code === '23') return { kind: 'disk-full', message: `The disk of ${into} is full: ${why}.` };
    return { kind: 'unreachable', message: `${address} can't be downloaded. curl says: ${why.trim()}` };
  }
  onProgress(1);
  return undefined;
}
