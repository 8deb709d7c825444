import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { treeMark } from '../../server/src/kernels/tree-mark.ts';
import { testCache, testOption } from './surroundings.ts';

/** The kernels that `test/kernels/fetch-kernels.sh` fetched; `modulesDir` is laid out like /lib/modules. */
export interface TestKernels {
  readonly modulesDir: string;
  /** The release of Debian 12's newest 6.1, as `uname -r` would print it. */
  readonly release61: string;
  /** The release of the newest 6.12. */
  readonly release612: string;
}

/** The lines of kernels that the tests build for. */
export const testLines = ['5.10', '6.1', '6.12', '7'] as const;

/** The reason that a skipped test shows. */
export const howToGetTestMaterial =
  'the test material is absent: run test/kernels/fetch-kernels.sh and test/kernels/fetch-modules.sh';

/** `undefined` if the kernels were not fetched. DKMS_TOOLS_KERNELS names a folder other than that of the scripts. */
export function testKernels(): TestKernels | undefined {
  const release61 = testRelease('6.1');
  const release612 = testRelease('6.12');
  if (release61 === undefined || release612 === undefined) return undefined;
  return { modulesDir: join(kernelsDir(), 'modules'), release61, release612 };
}

/** The release that was fetched for a line (`6.1`, `6.12`, `5.10`, `7`); `undefined` if it was not. */
export function testRelease(line: string): string | undefined {
  const marker = join(kernelsDir(), 'lines', line);
  return existsSync(marker) ? readFileSync(marker, 'utf8').trim() : undefined;
}

/** The releases that were fetched for the lines of the tests, the oldest first. */
export function testReleases(): readonly string[] {
  return testLines.flatMap((line) => testRelease(line) ?? []);
}

/** The mark of one of these kernels, after which the stages of its builds are named; see `treeMark`. */
export function testKernelMark(release: string): string {
  return treeMark({ release, buildDir: join(kernelsDir(), 'modules', release, 'build') });
}

/** A tree that `test/kernels/prepare-trees.sh` prepared, such as `arm64`; `undefined` if it did not, because there is no compiler for it. */
export function testTree(name: string): string | undefined {
  const folder = join(kernelsDir(), 'trees', name);
  return existsSync(join(folder, 'complete')) ? folder : undefined;
}

/**
 * The source folder of a driver that `test/kernels/fetch-modules.sh` fetched, such as `v4l2loopback`; it must be copied, never written to.
 */
export function testModule(name: string): string | undefined {
  return testModules().find((source) => basename(source).startsWith(`${name}-`));
}

/** The source folders of all drivers that were fetched. */
export function testModules(): readonly string[] {
  const folder = join(cacheDir(), 'modules');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((entry) => join(folder, entry))
    .filter((source) => existsSync(join(source, 'dkms.conf')));
}

/** A folder for the PATH with the make 4.4 that comes with the kernel line `7`; `undefined` if it was not fetched. */
export function newerMake(): string | undefined {
  const folder = join(kernelsDir(), 'make-4.4');
  return existsSync(join(folder, 'make')) ? folder : undefined;
}

function kernelsDir(): string {
  return testOption('KERNELS') ?? join(cacheDir(), 'kernels');
}

function cacheDir(): string {
  return testCache();
}

/** The folder into which `test/kernels/fetch-images.sh` unpacked the image and the modules of a release; `undefined` if it did not. */
export function testImage(release: string): string | undefined {
  const folder = join(kernelsDir(), 'images', release);
  return existsSync(join(folder, 'complete')) ? folder : undefined;
}
