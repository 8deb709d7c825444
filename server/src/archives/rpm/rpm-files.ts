import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArchiveFault } from '../archived-kernel.ts';
import { removeDocuments, unpackFault } from '../fit/unpacked-files.ts';
import { type Cancelled, isFailure, type ProgramContext, runProgram } from '../run-program.ts';

/**
 * Unpacks the packages in a folder below `root`, if each is signed with one of `keys` (files as distributions ship them). rpm checks that
 * with a separate database in `work`, so that keys which the machine trusts for other purposes do not count.
 */
export async function unpackRpms(
  downloads: string,
  root: string,
  { keys, work }: { readonly keys: readonly string[]; readonly work: string },
  context: ProgramContext,
): Promise<ArchiveFault | Cancelled | undefined> {
  const files = (await readdir(downloads)).filter((name) => name.endsWith('.rpm')).sort();
  const untrusted = await findUntrusted(
    files.map((name) => join(downloads, name)),
    { keys, work },
    context,
  );
  if (untrusted) return untrusted;
  await mkdir(root, { recursive: true });
  for (const name of files) {
    const script =
      'set -o pipefail; rpm2cpio "$1" | cpio --extract --make-directories --quiet --no-absolute-filenames';
    const end = await runProgram('bash', ['-c', script, 'unpack', join(downloads, name)], root, context);
    if (isFailure(end)) return end;
    if (!end.succeeded) return unpackFault(name, root, end.text);
  }
  await removeDocuments(root);
  return undefined;
}

async function findUntrusted(
  files: readonly string[],
  { keys, work }: { readonly keys: readonly string[]; readonly work: string },
  context: ProgramContext,
): Promise<ArchiveFault | Cancelled | undefined> {
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  // By default, newer versions keep keys in files at a fixed place.
  const database = ['--dbpath', work, '--define', '_keyring rpmdb'];
  const imported = await runProgram('rpmkeys', [...database, '--import', ...keys], '/', context);
  if (isFailure(imported)) return imported;
  if (!imported.succeeded) {
    const why = imported.text.trim().split('\n').at(-1);
    return { kind: 'untrusted', message: `The keys in ${keys.join(', ')} can't be used: ${why}` };
  }
  for (const file of files) {
    const strict = ['--define', '_pkgverify_level signature', '--define', '_pkgverify_flags 0x0'];
    const end = await runProgram('rpmkeys', [...database, ...strict, '--checksig', file], '/', context);
    if (isFailure(end)) return end;
    // A package without a signature still has correct digests.
    if (end.succeeded && /: digests signatures OK\s*$/m.test(end.text)) continue;
    const why = end.text.trim().split('\n').at(-1)?.replace(`${file}: `, '');
    return {
      kind: 'untrusted',
      message: `${file.replace(/^.*\//, '')} is not trusted, so nothing was taken from it. Its signature was checked with ${keys.join(', ')}. rpmkeys says: ${why}`,
    };
  }
  return undefined;
}
