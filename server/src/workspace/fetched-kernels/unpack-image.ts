import { mkdir, readdir, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArchiveFault } from '../../archives/archived-kernel.ts';
import type { HeaderOrigin, KernelArchive } from '../../archives/kernel-archive.ts';
import { type Cancelled, isFailure, type ProgramContext, runProgram } from '../../archives/run-program.ts';
import { exists } from '../../file-system.ts';

/**
 * Unpacks a kernel's image and its modules in `work`, has depmod list them, and moves them to `root`, where the headers were unpacked. The image comes
 * last, so that nobody finds it without its modules.
 */
export async function unpackImage(
  archive: KernelArchive,
  kernel: HeaderOrigin,
  { work, root }: { readonly work: string; readonly root: string },
  context: ProgramContext,
  onProgress: (done: number) => void,
): Promise<ArchiveFault | Cancelled | undefined> {
  const { release } = kernel;
  const names = await archive.images(kernel, context);
  if (isFailure(names)) return names;
  const absent: ArchiveFault = {
    kind: 'absent',
    message: `The archive does not have the image of ${release} (any more). Get a newer kernel, which has one.`,
  };
  if (names.length === 0) return absent;
  const unpacked = join(work, 'image');
  const failed = await archive.unpack(names, unpacked, context, onProgress);
  if (failed) return failed;
  // depmod looks in lib, which packages of systems with a merged /usr do not contain.
  if (!(await exists(join(unpacked, 'lib')))) await symlink('usr/lib', join(unpacked, 'lib'));
  const modules = join(unpacked, 'lib/modules', release);
  const images = [join(modules, 'vmlinuz'), join(unpacked, 'boot', `vmlinuz-${release}`)];
  const found = await Promise.all(images.map(exists));
  const image = images.find((_, at) => found[at]);
  if (image === undefined || !(await exists(modules))) return absent;
  const listed = await runProgram('depmod', ['-b', unpacked, release], '/', {
    ...context,
    env: { ...context.env, PATH: `${context.env.PATH ?? ''}:/usr/sbin:/sbin` },
  });
  if (isFailure(listed)) return listed;
  if (!listed.succeeded) {
    const why = listed.text.trim().split('\n').at(-1);
    return { kind: 'unusable', message: `The modules of ${release} can't be listed. depmod says: ${why}` };
  }
  const place = join(root, 'lib/modules', release);
  await mkdir(place, { recursive: true });
  for (const name of await readdir(modules)) {
    if (name === 'vmlinuz' || name === 'build' || name === 'source') continue;
    await rm(join(place, name), { recursive: true, force: true });
    await rename(join(modules, name), join(place, name));
  }
  await rename(image, join(place, 'vmlinuz'));
  return undefined;
}
