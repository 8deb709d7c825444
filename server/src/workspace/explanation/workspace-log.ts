import { dirname, isAbsolute, join } from 'node:path';
import type { Range } from '../../conf/text.ts';
import { isInside } from '../../is-inside.ts';
import { readBoundedText } from '../../module/bounded-text.ts';
import type { Engine } from '../engine.ts';
import { columnUnitOf, rangeOfProblem } from '../problem-range.ts';
import type { CauseFinder } from './cause-finder.ts';
import { explainLog, type LogOutcome } from './explained-log.ts';
import { explainResults, type ProblemWithCause } from './explained-results.ts';

/** A problem of a log, in the file of the workspace where there is one. */
export interface WorkspaceLogProblem {
  readonly problem: ProblemWithCause;
  /** Its file, where that can be read in the workspace. */
  readonly path?: string;
  readonly range: Range;
}

export interface WorkspaceLog {
  readonly unrecognised?: string;
  readonly logs: readonly LogOutcome[];
  readonly problems: readonly WorkspaceLogProblem[];
}

export interface WorkspaceLogInput {
  readonly text: string;
  readonly name: string;
  /** The folder of the source, where it is known whose log it is: a registered module's, which may lie outside of the workspace. */
  readonly source?: string;
}

const largestSourceBytes = 8_000_000;

/**
 * What a log says, for who has the module's source open: the module of the workspace with the log's name is the one that was built, or the only
 * one where the log tells no name.
 */
export async function explainInWorkspace(
  engine: Engine,
  causes: CauseFinder,
  folders: readonly string[],
  log: WorkspaceLogInput,
): Promise<WorkspaceLog> {
  const first = explainLog(log.text, { name: log.name });
  if (first.unrecognised !== undefined) return { unrecognised: first.unrecognised, logs: [], problems: [] };
  const source = log.source ?? (await sourceOf(engine, folders, first.logs));
  const places = log.source === undefined ? folders : [...folders, log.source];
  const read = source === undefined ? first : explainLog(log.text, { name: log.name, source });
  const results = await explainResults(causes, read.results, () => source);
  const problems = await Promise.all(
    results.flatMap((result) => result.problems.map((problem) => locate(problem, source, places))),
  );
  return { logs: read.logs, problems };
}

async function sourceOf(
  engine: Engine,
  folders: readonly string[],
  logs: readonly LogOutcome[],
): Promise<string | undefined> {
  const modules = await engine.findModules(folders);
  const names = new Set(logs.flatMap(({ module }) => module?.split('/')[0] ?? []));
  const named = modules.find(({ name }) => names.has(name));
  const only = modules.length === 1 && names.size === 0 ? modules[0] : undefined;
  const found = named ?? only;
  return found && dirname(found.path);
}

async function locate(
  problem: ProblemWithCause,
  source: string | undefined,
  folders: readonly string[],
): Promise<WorkspaceLogProblem> {
  const file = isAbsolute(problem.file) || source === undefined ? problem.file : join(source, problem.file);
  const isOurs = folders.some((folder) => isInside(file, folder));
  const text =
    isOurs && problem.place === undefined ? await readBoundedText(file, largestSourceBytes) : undefined;
  const line = text?.split('\n', problem.line)[problem.line - 1];
  const range = rangeOfProblem(problem, line, columnUnitOf(problem.tool === 'clang' ? 'clang' : undefined));
  return { problem, range, ...(text !== undefined && { path: file }) };
}
