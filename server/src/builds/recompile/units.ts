import { readFile, stat } from 'node:fs/promises';
import { dirname, join, normalize, posix, relative, resolve } from 'node:path';
import { isInside } from '../../is-inside.ts';
import { outsideView, runInView } from '../kernel-view/kernel-view.ts';
import { bashCommand } from '../process.ts';
import type { ProcessGroups } from '../process-group.ts';
import { filesBelow } from '../source/many-files.ts';
import { plainEnvironment } from '../steps/step-script.ts';
import { findCompileCommand, parseCommandFile, parseDependencies } from './compile-command.ts';
import type { LastBuild } from './last-build.ts';

/** One C file, with the command that compiled it in the last build, or would have. */
export interface Unit {
  /** Relative to the source, like all paths of `inputs`. */
  readonly source: string;
  /** The user's file, if the build compiled a copy of it or a link to it. */
  readonly original?: string;
  /** The folder in which make ran the compiler; absolute. */
  readonly cwd: string;
  /** The compiler and all its arguments, unchanged. */
  readonly words: readonly string[];
  /** The files of the module that it reads, the C file first; `undefined` if not known, because it was never compiled. */
  readonly inputs: readonly string[] | undefined;
}

/** kbuild's own small files, which it compiles for each module. */
const ofKbuild = /\.mod\.o\.cmd$|^\.\.?module-common\.o\.cmd$/;

/**
 * The units of the last build. Each compiled unit has left its command in a file. For the others (they failed, or make stopped before them),
 * `make -n` prints the commands; that works only if the build command is a single plain make. To be called in a trusted workspace only: make
 * reads the Makefiles of the copy again, and so runs their `$(shell …)`, recipes marked with `+`, and recipes for files that they include.
 */
export async function findUnits(
  last: LastBuild,
  options: { readonly groups: ProcessGroups; readonly signal?: AbortSignal },
): Promise<readonly Unit[]> {
  const files = await filesBelow(last.buildDir);
  const units = new Map<string, Unit>();
  for (const file of files) {
    const name = posix.basename(file);
    if (!/^\..+\.o\.cmd$/.test(name) || ofKbuild.test(name)) continue;
    const unit = compiledUnit(last, file, await readFile(join(last.buildDir, file), 'utf8'));
    if (unit) units.set(unit.source, unit);
  }
  const asked = last.isComplete ? [] : await askMake(last, options);
  for (const unit of asked) if (!units.has(unit.source)) units.set(unit.source, unit);
  return [...units.values()];
}

function compiledUnit(last: LastBuild, file: string, text: string): Unit | undefined {
  const found = parseCommandFile(outsideView(last.view?.paths ?? [], text));
  if (!found) return undefined;
  const { target, command, inputs } = found;
  // Up to Linux 6.12 kbuild compiles in the folder of the kernel and names the module's files absolutely; then in the module's folder.
  const object = join(last.buildDir, objectOf(file));
  const cwd = target.startsWith('/')
    ? last.kernelDir
    : resolve(last.moduleDir, target) === object
      ? last.moduleDir
      : above(dirname(object), dirname(target));
  if (cwd === undefined) return undefined;
  const source = insideOf(last, cwd, command.source);
  if (source === undefined) return undefined;
  return { source, cwd, words: command.words, inputs: insidePaths(last, cwd, inputs) };
}

/** The object of a record of its command, `.NAME.o.cmd`. */
function objectOf(record: string): string {
  return join(dirname(record), posix.basename(record).slice(1, -'.cmd'.length));
}

/** The folder from which the relative path `inside` leads to `folder`. */
function above(folder: string, inside: string): string | undefined {
  if (inside === '.') return folder;
  return folder.endsWith(`/${inside}`) ? folder.slice(0, -inside.length - 1) : undefined;
}

/** A path in a command, relative to the source; `undefined` for a path of the kernel or the system. */
function insideOf({ names }: LastBuild, cwd: string, path: string): string | undefined {
  const absolute = normalize(resolve(cwd, path));
  const name = names.find((one) => isInside(absolute, one));
  return name === undefined ? undefined : relative(name, absolute);
}

function insidePaths(last: LastBuild, cwd: string, paths: readonly string[]): readonly string[] {
  const inside = paths.map((path) => insideOf(last, cwd, path)).filter((path) => path !== undefined);
  return [...new Set(inside)];
}

/** Ends a Makefile that would never answer; on a busy machine, one that does answer takes half a minute. */
const askedMs = 120_000;

async function askMake(
  last: LastBuild,
  { groups, signal }: { readonly groups: ProcessGroups; readonly signal?: AbortSignal },
): Promise<readonly Unit[]> {
  if (last.makeScript === undefined) return [];
  let text = '';
  // -k, so that one target that can't be built does not hide the others.
  const env = {
    ...plainEnvironment(process.env),
    ...last.env,
    MAKEFLAGS: `kn${last.env.MAKEFLAGS ?? ''}`,
  };
  const timeout = AbortSignal.timeout(askedMs);
  await runInView(
    last.view,
    {
      ...bashCommand(last.makeScript, 'dkms'),
      ...{ cwd: last.moduleDir, env },
    },
    {
      groups,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      onText: (more) => {
        text += more;
      },
    },
  );
  const units: Unit[] = [];
  let entered = last.moduleDir;
  const outside = outsideView(last.view?.paths ?? [], text);
  for (const line of outside.replaceAll('\\\n', ' ').split('\n')) {
    const folder = /: Entering directory '(.+)'$/.exec(line)?.[1];
    if (folder !== undefined && last.names.some((name) => isInside(folder, name))) entered = folder;
    const command = line.includes(' -c ') ? findCompileCommand(line) : undefined;
    if (!command || command.source.endsWith('.mod.c')) continue;
    const cwd = command.source.startsWith('/') ? last.kernelDir : entered;
    const source = insideOf(last, cwd, command.source);
    if (source === undefined) continue;
    const exists = await stat(resolve(cwd, command.source)).then(Boolean, () => false);
    if (!exists) continue;
    units.push({ source, cwd, words: command.words, inputs: await failedInputs(last, cwd, command.object) });
  }
  return units;
}

/** The files that the compiler read before it failed, from its own list, which kbuild removes only after success. */
async function failedInputs(last: LastBuild, cwd: string, object: string): Promise<Unit['inputs']> {
  const list = join(posix.dirname(object), `.${posix.basename(object)}.d`);
  const text = await readFile(resolve(cwd, list), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : insidePaths(last, cwd, parseDependencies(text));
}
