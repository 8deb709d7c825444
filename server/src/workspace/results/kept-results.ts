import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { stageLayout } from '../../builds/stage/stage-layout.ts';
import { exists } from '../../file-system.ts';
import type { NamedKernel } from '../../kernels/kernel-names.ts';
import { treeMark } from '../../kernels/tree-mark.ts';
import type { Problem } from '../../output/problem.ts';
import { writeWhole } from '../../write-whole.ts';
import type { BuildTarget } from '../build-target.ts';
import type { ColumnUnit } from '../problem-range.ts';
import type { EndedBuild } from './target-result.ts';

/** A result saved for the next session; it is valid for a source with this mark. */
export interface KeptResult {
  readonly ended: EndedBuild;
  readonly mark: string;
  readonly columnUnit: ColumnUnit;
  readonly problems: readonly Problem[];
}

/** A target by the tree of its kernel, since a saved result outlives the names that a session gives to kernels. */
export interface SavedTarget {
  readonly conf: string;
  readonly kernel: NamedKernel;
}

/** The version of the file format; files of other versions are not read. */
const format = 2;

/** Larger files are not read: that would take more time than the results are worth. */
const mostProblems = 2000;

/** Saves a result next to the stage of its target, in an open cache folder. A failure is ignored: the next session has no result then. */
export async function keepResult(cacheFolder: string, saved: SavedTarget, kept: KeptResult): Promise<void> {
  const path = pathOf(cacheFolder, saved);
  const target: BuildTarget = { conf: saved.conf, kernel: saved.kernel.name };
  const tree = saved.kernel.buildDir;
  const problems = kept.problems.slice(0, mostProblems);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeWhole(path, JSON.stringify({ format, target, tree, ...kept, problems }));
  } catch {
    // Nobody waits for it.
  }
}

/** The saved result of a target, without files that no longer exist; `undefined` if there is none that can be trusted. */
export async function readKeptResult(
  cacheFolder: string,
  saved: SavedTarget,
): Promise<KeptResult | undefined> {
  const text = await readFile(pathOf(cacheFolder, saved), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const kept = parse(text);
  if (kept?.format !== format) return undefined;
  if (kept.target.conf !== saved.conf || kept.tree !== saved.kernel.buildDir) return undefined;
  const { log, ...ended } = kept.ended;
  const present = await Promise.all(ended.built.map(({ path }) => exists(path)));
  const built = ended.built.filter((_, index) => present[index]);
  // A module that was removed since is no longer listed as built.
  if (built.length < ended.built.length) return undefined;
  const hasLog = log !== undefined && (await exists(log));
  return { ...kept, ended: { ...ended, ...(hasLog && { log }) } };
}

/** Removes the saved result of a target. To be called when a build of it begins and holds the lock of the stage. */
export async function forgetResult(cacheFolder: string, saved: SavedTarget): Promise<void> {
  await rm(pathOf(cacheFolder, saved), { force: true }).catch(() => {});
}

type Written = KeptResult & {
  readonly format: number;
  readonly target: BuildTarget;
  readonly tree: string;
};

/** The target of a saved result; `undefined` if the text is not a saved result. */
export function keptTargetOf(text: string): BuildTarget | undefined {
  const target = parse(text)?.target;
  return typeof target?.conf === 'string' && typeof target.kernel === 'string' ? target : undefined;
}

function parse(text: string): Written | undefined {
  try {
    return JSON.parse(text) as Written;
  } catch {
    return undefined;
  }
}

function pathOf(cacheFolder: string, { conf, kernel }: SavedTarget): string {
  return stageLayout(cacheFolder, conf, treeMark(kernel)).resultFile;
}
