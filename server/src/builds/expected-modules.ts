import { constants } from 'node:fs';
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { exists } from '../file-system.ts';
import type { Problem } from '../output/problem.ts';
import { listFirst } from '../plural.ts';
import { readModuleFacts } from './built-module.ts';
import { problemAt } from './conf-location.ts';
import type { ExpectedModule, Plan } from './plan.ts';
import { runCommand } from './process.ts';
import type { ProcessGroups } from './process-group.ts';
import type { BuiltModule } from './result.ts';
import { filesBelow } from './source/many-files.ts';

export interface ModuleCheck {
  readonly built: readonly BuiltModule[];
  /** A problem for each module that is not where dkms looks for it. */
  readonly missing: readonly Problem[];
  /** Whether the build made any module at all, expected or not. */
  readonly madeAny: boolean;
}

/** Looks for the modules where dkms does after a build, and strips those that dkms would strip. `print` receives the errors of strip. */
export async function checkModules(
  plan: Plan,
  groups: ProcessGroups,
  print: (text: string) => void,
): Promise<ModuleCheck> {
  const present: ExpectedModule[] = [];
  const absent: ExpectedModule[] = [];
  for (const expected of plan.expected) {
    const named = await namedByPackaging(plan, expected);
    if (await exists(join(plan.buildDir, expected.file))) present.push(expected);
    else if (named.length > 0) present.push(...named);
    else if (!expected.optional) absent.push(expected);
  }
  if (absent.length === 0) await stripModules(plan, present, groups, print);
  const built = await Promise.all(
    present.map(({ name, file }) => builtModule(name, join(plan.buildDir, file))),
  );
  if (absent.length === 0) return { built, missing: [], madeAny: built.length > 0 };
  const wanted = new Set(plan.expected.map((expected) => expected.file));
  const others = (await findModules(plan.buildDir)).filter((file) => !wanted.has(file));
  const missing = absent.map((expected) => missingModule(expected, others));
  return { built, missing, madeAny: built.length + others.length > 0 };
}

/** The modules that a placeholder in a name may stand for: those in its folder that no other name of the conf is about. */
async function namedByPackaging(plan: Plan, expected: ExpectedModule): Promise<readonly ExpectedModule[]> {
  const { pattern, file } = expected;
  if (!pattern) return [];
  const folder = dirname(file);
  const others = new Set(plan.expected.map((one) => one.file));
  const files = await readdir(join(plan.buildDir, folder)).catch(() => []);
  return files.flatMap((one) => {
    const name = one.replace(/\.ko$/, '');
    const path = join(folder, one);
    return one !== name && pattern.test(name) && !others.has(path) ? [{ ...expected, name, file: path }] : [];
  });
}

async function builtModule(name: string, path: string): Promise<BuiltModule> {
  const facts = await readModuleFacts(path);
  if (!facts) return { name, path };
  const { size, modinfo } = facts;
  const { vermagic } = modinfo;
  return { name, path, size, modinfo, ...(vermagic !== undefined && { vermagic }) };
}

function missingModule(expected: ExpectedModule, others: readonly string[]): Problem {
  const message =
    others.length === 0
      ? `The build did not produce ${expected.file}, which dkms looks for. Let the Makefile build it (obj-m), or name here what it builds.`
      : `The build produced ${listFirst(others)}, but not ${expected.file}, which dkms looks for. Correct BUILT_MODULE_NAME and BUILT_MODULE_LOCATION, or the Makefile.`;
  return problemAt(expected.location, 'error', 'kbuild', message);
}

/**
 * Strips the debugging information from the modules. dkms ignores a failure, such as that of a file that is not an object.
 * Source: actual_build of dkms 3.0.10.
 */
async function stripModules(
  { strip, buildDir, env }: Plan,
  present: readonly ExpectedModule[],
  groups: ProcessGroups,
  print: (text: string) => void,
): Promise<void> {
  const files = present.flatMap(({ file, stripped }) => (stripped ? [file] : []));
  if (files.length === 0) return;
  const command = { program: strip, args: ['-g', '--', ...files], cwd: buildDir, env };
  const end = await runCommand(command, { groups, onText: print });
  if (end.kind === 'not-started') print(`The modules were not stripped: ${end.reason}\n`);
}

/** Copies the modules to where dkms stores them, so that POST_BUILD may change the build folder as it likes. */
export async function storeModules(
  { layout, module, kernel }: Plan,
  built: readonly BuiltModule[],
): Promise<readonly BuiltModule[]> {
  const folder = join(layout.dkmsTree, module.name, module.version, kernel.release, kernel.arch, 'module');
  await mkdir(folder, { recursive: true });
  return Promise.all(
    built.map(async (one) => {
      const path = join(folder, `${one.name}.ko`);
      await mkdir(dirname(path), { recursive: true });
      await copyFile(one.path, path, constants.COPYFILE_FICLONE);
      return { ...one, path };
    }),
  );
}

/** The paths of the modules below a folder, sorted. */
async function findModules(folder: string): Promise<readonly string[]> {
  const files = await filesBelow(folder);
  return files.filter((file) => file.endsWith('.ko')).sort();
}
