import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, zstdDecompress } from 'node:zlib';
import { runCommand } from '../builds/process.ts';
import type { ProcessGroups } from '../builds/process-group.ts';

/** Reads a module and decompresses it if need be; `folder` is for files of its own. Rejects with a sentence if that fails. */
export async function readPlainModule(
  file: string,
  folder: string,
  {
    groups,
    env,
    signal,
  }: {
    readonly groups: ProcessGroups;
    readonly env: Readonly<Record<string, string>>;
    readonly signal?: AbortSignal;
  },
): Promise<Uint8Array> {
  const bytes = await readFile(file);
  if (file.endsWith('.gz')) return promisify(gunzip)(bytes);
  if (file.endsWith('.zst')) return promisify(zstdDecompress)(bytes);
  if (!file.endsWith('.xz')) return bytes;
  const plain = join(folder, basename(file, '.xz'));
  let output = '';
  const end = await runCommand(
    { program: 'sh', args: ['-c', 'xz -dc <"$1" >"$2"', 'sh', file, plain], cwd: folder, env },
    {
      ...{ groups, ...(signal && { signal }) },
      onText: (text) => {
        output += text;
      },
    },
  );
  if (end.kind === 'exited' && end.code === 0) return readFile(plain);
  throw new Error(`${file} can't be decompressed: ${output.trim() || end.kind}`);
}
