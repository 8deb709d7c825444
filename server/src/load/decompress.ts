import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, zstdDecompress } from 'node:zlib';
import { runCommand } from '../builds/process.ts';
import type { ProcessGroups } from '../builds/process-group.ts';

/** How kernels and their modules are compressed. */
export type Compression = 'gzip' | 'xz' | 'zstd';

/** How the program xz is run, which Node has no replacement for. */
export interface DecompressOptions {
  readonly groups: ProcessGroups;
  readonly env: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Decompresses bytes; the files that this needs are made in `folder`, and removed. Rejects with what the program said if that fails. */
export async function decompress(
  bytes: Uint8Array,
  compression: Compression,
  folder: string,
  { groups, env, signal }: DecompressOptions,
): Promise<Buffer> {
  if (compression === 'gzip') return promisify(gunzip)(bytes);
  if (compression === 'zstd') return promisify(zstdDecompress)(bytes);
  const own = await mkdtemp(join(folder, 'xz-'));
  try {
    const [packed, plain] = [join(own, 'packed'), join(own, 'plain')];
    await writeFile(packed, bytes);
    let output = '';
    const end = await runCommand(
      { program: 'sh', args: ['-c', 'xz -dc <"$1" >"$2"', 'sh', packed, plain], cwd: folder, env },
      {
        ...{ groups, ...(signal && { signal }) },
        onText: (text) => {
          output += text;
        },
      },
    );
    if (end.kind === 'exited' && end.code === 0) return await readFile(plain);
    throw new Error(output.trim() || end.kind);
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}
