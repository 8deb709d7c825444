import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { filesBelow } from '../../builds/source/many-files.ts';
import type { Kernel } from '../../kernels/kernel.ts';
import { kernelsNamed, unknownKernel } from '../../kernels/kernel-names.ts';
import type { KernelHistory } from '../../triage/history/kernel-history.ts';
import type { JudgedKernel } from './loading-check.ts';

/**
 * The kernels that names mean for a judgement of modules: kernels of this machine, whether they can be built against or not, and releases or
 * lines (`6.12`) that are not here, as far as the history knows them. Without a name, the running kernel.
 */
export function judgedKernels(
  names: readonly string[],
  all: readonly Kernel[],
  history: KernelHistory | undefined,
): readonly JudgedKernel[] | { readonly wrong: string } {
  if (names.length === 0) {
    const running = all.find((kernel) => kernel.running);
    return running
      ? [running]
      : { wrong: 'the headers of the running kernel were not found; name a kernel with --kernel' };
  }
  const found = new Map<string, JudgedKernel>();
  for (const name of names) {
    const named = kernelsNamed(all, name);
    const [first] = named;
    if (named.length === 1 && first) found.set(first.name, first);
    else if (named.length === 0 && history?.kernel(name)) found.set(name, { absent: name });
    else return { wrong: unknownKernel(name, all) };
  }
  return [...found.values()];
}

/** A folder with more modules than this is not one of a package. */
const mostModules = 500;

/** The built modules that paths name: files, and those below folders. */
export async function findBuiltFiles(
  paths: readonly string[],
): Promise<readonly string[] | { readonly wrong: string }> {
  const found: string[] = [];
  for (const path of paths) {
    const what = await stat(path).catch(() => undefined);
    if (!what) return { wrong: `${path} does not exist` };
    if (!what.isDirectory()) {
      found.push(path);
      continue;
    }
    const below = (await filesBelow(path)).filter((file) => /\.ko(?:\.(?:gz|xz|zst))?$/.test(file));
    if (below.length === 0)
      return { wrong: `${path} has no built module (.ko); build it first, or name the file` };
    found.push(...below.sort().map((file) => join(path, file)));
  }
  if (found.length > mostModules)
    return { wrong: `there are ${found.length} modules; name fewer than ${mostModules}` };
  return found;
}
