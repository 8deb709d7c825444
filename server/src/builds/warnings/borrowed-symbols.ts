import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isInside } from '../../is-inside.ts';
import { wholeSource } from '../../module/proposal/whole-source.ts';
import { symbolsOfAnother } from '../../output/kbuild.ts';
import type { Problem } from '../../output/problem.ts';
import { readModuleFacts } from '../built-module.ts';
import { type ConfLocation, problemAt } from '../conf-location.ts';
import type { Plan } from '../plan.ts';
import type { BuiltModule } from '../result.ts';
import { makefileName } from '../source/build-file-names.ts';
import { statsOf } from '../source/many-files.ts';
import { isLike } from '../source/source-entries.ts';
import { isOfNeighbour } from '../source/stage-scope.ts';
import { placeInMakefiles } from './foreign-modules.ts';

/** Symbols of a module that another build has made. */
interface OtherSymbols {
  /** The Module.symvers. */
  readonly file: string;
  readonly place: ConfLocation;
  /** What dkms or another machine makes of it, and what to do, as sentences. */
  readonly consequence: () => Promise<string>;
}

/**
 * A warning if modules depend on one that lies beside their folder, or at an absolute path, and that make has built there before: its symbols
 * were taken from the Module.symvers that make left, which may be for another kernel, and which dkms or other machines do not have. None if
 * all is well. `paths` are those of the source.
 */
export async function borrowedSymbols(
  plan: Plan,
  built: readonly BuiltModule[],
  paths: readonly string[],
): Promise<readonly Problem[]> {
  if (!built.some(({ modinfo }) => modinfo?.depends)) return [];
  for (const { file, place, consequence } of [
    ...(await symbolsBeside(plan, paths)),
    ...(await symbolsAtAbsolutePaths(plan, paths)),
  ]) {
    const exporting = await exportingModules(file);
    const user = built.find(({ modinfo }) => dependsOn(modinfo, exporting) !== undefined);
    const name = user && dependsOn(user.modinfo, exporting);
    if (name === undefined) continue;
    const release = await releaseOf(join(dirname(file), `${name}.ko`));
    const message =
      `${user?.name}.ko uses symbols of ${name}.ko, for which the build read ${file}, as make left it there${release === undefined ? '' : ` for kernel ${release}`}. ` +
      (release === plan.kernel.release
        ? ''
        : `The kernel does not load ${user?.name}.ko if the checksums of these symbols are others: build ${name}.ko for ${plan.kernel.release} first. `) +
      (await consequence());
    return [problemAt(place, 'warning', 'kbuild', message)];
  }
  return [];
}

/** A problem, on the line that names the symbols of another module, if they are what is missing: modpost names no line. */
export async function placeMissingSymbols(plan: Plan, problem: Problem): Promise<Problem> {
  const [, file] = symbolsOfAnother.exec(problem.message) ?? [];
  if (file === undefined || isInside(file, plan.kernel.buildDir)) return problem;
  const names = (line: string, text: string) => line.includes('KBUILD_EXTRA_SYMBOLS') && line.includes(text);
  const place =
    (await placeInMakefiles(plan, (line) => names(line, basename(dirname(file))))) ??
    (await placeInMakefiles(plan, (line) => names(line, '')));
  return place ? { ...problem, ...place } : problem;
}

/** Those of modules beside the module's folder, which the build took along. */
async function symbolsBeside(plan: Plan, paths: readonly string[]): Promise<readonly OtherSymbols[]> {
  const { source, buildDir } = plan;
  if (source.inside === '') return [];
  const found: OtherSymbols[] = [];
  for (const path of paths.filter((one) => isOfNeighbour(one, source.inside))) {
    const file = join(source.folder, path);
    const [original, now] = await statsOf([file, join(buildDir, path)]);
    // The build may have made one itself.
    if (!original || !now || !isLike(now, original)) continue;
    const place = await placeInMakefiles(plan, (line) => line.includes('KBUILD_EXTRA_SYMBOLS'));
    found.push({
      ...{ file, place: place ?? plan.makeLocation },
      consequence: async () => {
        const whole = await wholeSource(join(source.folder, source.inside), dirname(file));
        return (
          'dkms builds a copy of one folder alone, in which this file is missing. ' +
          (whole === undefined
            ? `Let one dkms.conf build both modules.`
            : `Create a dkms.conf for all of ${whole} (dkms-tools init --write ${whole}).`)
        );
      },
    });
  }
  return found;
}

/** Folders that a package or dkms fills, on other machines as well. */
const ofSystem = ['/usr', '/lib', '/var/lib/dkms', '/opt', '/boot'];

/** Those that a Makefile of the module names by a path of this machine. */
async function symbolsAtAbsolutePaths(
  { source, kernel }: Plan,
  paths: readonly string[],
): Promise<readonly OtherSymbols[]> {
  const found: OtherSymbols[] = [];
  for (const path of paths.filter((one) => makefileName.test(basename(one)))) {
    const makefile = join(source.folder, path);
    const text = await readFile(makefile, 'utf8').catch(() => '');
    for (const [line0, line] of text.split('\n').entries()) {
      const [, value = ''] = /^[^#]*\bKBUILD_EXTRA_SYMBOLS\s*[:+?]*=([^#]*)/.exec(line) ?? [];
      for (const file of value.split(/\s+/).filter((word) => /^\/[^$]+$/.test(word)))
        if (![...ofSystem, kernel.buildDir].some((folder) => isInside(file, folder)))
          found.push({
            ...{ file, place: { file: makefile, line: line0 + 1 } },
            consequence: async () =>
              `The path is absolute, so a build on another machine does not find the file. ${
                isInside(file, source.folder)
                  ? 'Name it from $(src) on.'
                  : 'Let one dkms.conf build both modules.'
              }`,
          });
    }
  }
  return found;
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
