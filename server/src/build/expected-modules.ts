import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../output/problem.ts';
import { readModuleFacts } from './built-module.ts';
import { problemAt } from './conf-place.ts';
import type { ExpectedModule, Plan } from './plan.ts';
import type { BuiltModule } from './result.ts';

export interface ModuleCheck {
  readonly built: readonly BuiltModule[];
  /** A problem for each module that is not where dkms looks for it. */
  readonly missing: readonly Problem[];
  /** Whether the build made any module at all, expected or not. */
  readonly madeAny: boolean;
}

/** Looks for the modules where dkms does after a build. */
export async function checkModules(plan: Plan): Promise<ModuleCheck> {
  const built: BuiltModule[] = [];
  const absent: ExpectedModule[] = [];
  for (const expected of plan.expected) {
    const path = join(plan.buildDir, expected.file);
    if (await exists(path)) built.push(await builtModule(expected.name, path));
    else if (!expected.optional) absent.push(expected);
  }
  if (absent.length === 0) return { built, missing: [], madeAny: built.length > 0 };
  const wanted = new Set(plan.expected.map((expected) => expected.file));
  const others = (await findModules(plan.buildDir)).filter((file) => !wanted.has(file));
  const missing = absent.map((expected) => missingModule(expected, others));
  return { built, missing, madeAny: built.length + others.length > 0 };
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
      ? `The build did not make ${expected.file}, which dkms looks for: let the Makefile build it (obj-m), or name here what it builds.`
      : `The build made ${listed(others)}, but not ${expected.file}, which dkms looks for: correct BUILT_MODULE_NAME and BUILT_MODULE_LOCATION, or the Makefile.`;
  return problemAt(expected.place, 'error', 'kbuild', message);
}

function listed(files: readonly string[]): string {
  const shown = files.slice(0, 5).join(', ');
  return files.length > 5 ? `${shown} and ${files.length - 5} more` : shown;
}

/** Paths of the modules below a folder, in order. */
async function findModules(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true });
  return entries.filter((entry) => entry.endsWith('.ko')).sort();
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
