import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { wholeSource } from '../../module/proposal/whole-source.ts';
import type { Problem } from '../../output/problem.ts';
import { readModuleFacts } from '../built-module.ts';
import { problemAt } from '../conf-location.ts';
import type { Plan } from '../plan.ts';
import type { BuiltModule } from '../result.ts';
import { statsOf } from '../source/many-files.ts';
import { isLike } from '../source/preparation.ts';
import { isOfNeighbour } from '../source/stage-scope.ts';
import { placeInMakefiles } from './foreign-modules.ts';

/**
 * A warning if modules depend on one that lies beside their folder, and that make has built there before: its symbols were taken from the
 * Module.symvers that make left, which may be for another kernel, and which dkms does not have. None if all is well. `paths` are those of
 * the source.
 */
export async function borrowedSymbols(
  plan: Plan,
  built: readonly BuiltModule[],
  paths: readonly string[],
): Promise<readonly Problem[]> {
  const { source, kernel, buildDir } = plan;
  if (source.inside === '') return [];
  for (const path of paths.filter((one) => isOfNeighbour(one, source.inside))) {
    const users = join(source.folder, path);
    const [original, now] = await statsOf([users, join(buildDir, path)]);
    // The build may have made one itself.
    if (!original || !now || !isLike(now, original)) continue;
    const exporting = await exportingModules(users);
    const user = built.find(({ modinfo }) => dependsOn(modinfo, exporting) !== undefined);
    const name = user && dependsOn(user.modinfo, exporting);
    if (name === undefined) continue;
    const own = join(source.folder, source.inside);
    const release = await releaseOf(join(dirname(users), `${name}.ko`));
    const whole = await wholeSource(own, dirname(users));
    const message =
      `${user?.name}.ko uses symbols of ${name}.ko, for which the build read ${users}, as make left it there${release === undefined ? '' : ` for kernel ${release}`}. ` +
      (release === kernel.release
        ? ''
        : `The kernel does not load ${user?.name}.ko if the checksums of these symbols are others: build ${name}.ko for ${kernel.release} first. `) +
      'dkms builds a copy of one folder alone, in which this file is missing. ' +
      (whole === undefined
        ? `Let one dkms.conf build both modules.`
        : `Create a dkms.conf for all of ${whole} (dkms-tools init --write ${whole}).`);
    const place = await placeInMakefiles(plan, (line) => line.includes('KBUILD_EXTRA_SYMBOLS'));
    return [problemAt(place ?? plan.makeLocation, 'warning', 'kbuild', message)];
  }
  return [];
}

/** The names of the modules in a Module.symvers, the third field of each of its lines. */
async function exportingModules(path: string): Promise<readonly string[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const names = text.split('\n').flatMap((line) => line.split('\t')[2] ?? []);
  return [...new Set(names.map((name) => basename(name)))];
}

/** The first of some modules on which a built one depends. The kernel takes `-` and `_` for the same. */
function dependsOn(modinfo: BuiltModule['modinfo'], names: readonly string[]): string | undefined {
  const plain = (name: string) => name.replaceAll('-', '_');
  const needed = (modinfo?.depends ?? '').split(',').map(plain);
  return names.find((name) => needed.includes(plain(name)));
}

async function releaseOf(module: string): Promise<string | undefined> {
  return (await readModuleFacts(module))?.modinfo.vermagic?.split(' ')[0];
}
