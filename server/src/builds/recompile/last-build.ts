import { readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GivenView } from '../kernel-view/kernel-view.ts';
import type { Plan } from '../plan.ts';
import { isPlainMake } from '../stage/stage-fingerprint.ts';
import type { StageLayout } from '../stage/stage-layout.ts';

/** What the last build of a conf for a kernel left in its stage, for compiling one of its units again. */
export interface LastBuild {
  /** The folder of the user's source. */
  readonly source: string;
  /** The staged copy that was built. */
  readonly buildDir: string;
  /** The folder of the module in it, in which make was started. */
  readonly moduleDir: string;
  /** All names under which commands may refer to that folder. */
  readonly names: readonly string[];
  /** The folder of the kernel that make was started in, without links. */
  readonly kernelDir: string;
  /** The variables of the build that are missing from the user's environment, or have another value there. */
  readonly env: Readonly<Record<string, string>>;
  /** How its commands saw a kernel whose headers are not in their usual place. */
  readonly view?: GivenView;
  /** Whether the build was complete, so that the command of every unit is known. */
  readonly isComplete: boolean;
  /** For bash: the build command, where it is one plain make, so that make can be asked what it would run. */
  readonly makeScript?: string;
  /** Differs for each build, and names what was written of its copy; see `readCopyRecord`. */
  readonly stamp: string;
}

const format = 5;

function manifestOf(layout: StageLayout): string {
  return join(layout.root, 'last-build.json');
}

/** To be called when a build has ended, whatever its outcome. */
export async function rememberLastBuild(
  layout: StageLayout,
  plan: Plan,
  given: {
    readonly source: string;
    readonly names: readonly string[];
    readonly isComplete: boolean;
    readonly stamp: string;
  },
): Promise<void> {
  const make = plan.steps.find((step) => step.kind === 'make');
  const { source, names, isComplete, stamp } = given;
  const last: LastBuild = {
    ...{ source, names, isComplete, stamp },
    ...{ buildDir: plan.buildDir, moduleDir: plan.moduleDir },
    kernelDir: await realpath(plan.kernel.buildDir),
    env: exported(plan),
    ...(plan.view?.kind === 'given' && { view: plan.view }),
    ...(make?.aloneScript !== undefined && isPlainMake(make) && { makeScript: make.aloneScript }),
  };
  const file = manifestOf(layout);
  await writeFile(`${file}.new`, JSON.stringify({ format, ...last }));
  await rename(`${file}.new`, file);
}

/** To be called when a build begins: what the previous one left can no longer be relied on. */
export async function forgetLastBuild(layout: StageLayout): Promise<void> {
  await rm(manifestOf(layout), { force: true });
}

/** `undefined` if no build has ended since the stage was made, or if its stage is gone. */
export async function readLastBuild(layout: StageLayout): Promise<LastBuild | undefined> {
  const text = await readFile(manifestOf(layout), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const last = JSON.parse(text) as LastBuild & { readonly format: unknown };
    const exists = await stat(last.buildDir).then(
      (found) => found.isDirectory(),
      () => false,
    );
    return last.format === format && exists ? last : undefined;
  } catch {
    return undefined;
  }
}

/** The variables that the build itself set; the others are the user's and are not needed to compile a file. */
const ofTheBuild = ['kernelver', 'arch', 'module', 'module_version'];

function exported({ env, kernel, variables, hasUnameShim }: Plan): Record<string, string> {
  const names = [
    ...ofTheBuild,
    ...Object.keys({ ...kernel.makeVariables, ...variables?.environment }),
    ...(variables ? ['MAKEFLAGS'] : []),
    ...(hasUnameShim ? ['PATH'] : []),
  ];
  return Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
}
