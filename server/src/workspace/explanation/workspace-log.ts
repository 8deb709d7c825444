import { dirname, isAbsolute, join } from 'node:path';
import type { Range } from '../../conf/text.ts';
import { isInside } from '../../is-inside.ts';
import { readBoundedText } from '../../module/bounded-text.ts';
import type { Engine } from '../engine.ts';
import { columnUnitOf, rangeOfProblem } from '../problem-range.ts';
import type { CauseFinder } from './cause-finder.ts';
import { explainLog, type LogOutcome } from './explained-log.ts';
import { explainResults, type ProblemWithCause } from './explained-results.ts';

/** A problem of a log, located in the file of the workspace if there is one. */
export interface WorkspaceLogProblem {
  readonly problem: ProblemWithCause;
  /** Its file, if that can be read in the workspace. */
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
  /**
   * The folder of the source, if it is known to which module the log belongs, such as a registered module, whose source may lie outside the
   * workspace.
   */
  readonly source?: string;
}

const largestSourceBytes = 8_000_000;

/**
 * What a log says, with locations in the workspace: each of its builds belongs to the module of the workspace with that name or, if the log
 * names none, to the only module.
 */
export async function explainInWorkspace(
  engine: Engine,
  causes: CauseFinder,
  folders: readonly string[],
  log: WorkspaceLogInput,
): Promise<WorkspaceLog> {
  const first = explainLog(log.text, { name: log.name });
  if (first.unrecognised !== undefined) return { unrecognised: first.unrecognised, logs: [], problems: [] };
  const sourceOf = log.source === undefined ? await sourcesOf(engine, folders, first.logs) : () => log.source;
  const places = log.source === undefined ? folders : [...folders, log.source];
  const read = explainLog(log.text, { name: log.name, sourceOf });
  const results = await explainResults(causes, read.results, ({ module }) => sourceOf(module));
  const problems = await Promise.all(
    results.flatMap(({ module, problems }) =>
      problems.map((problem) => locate(problem, sourceOf(module), places)),
    ),
  );
  return { logs: read.logs, problems };
}

/** The folder of a module of the workspace, by its name in a log; if the log names none, that of the only module. */
async function sourcesOf(
  engine: Engine,
  folders: readonly string[],
  logs: readonly LogOutcome[],
): Promise<(module: string | undefined) => string | undefined> {
  const modules = await engine.findModules(folders);
  const isNamed = logs.some(({ module }) => module !== undefined);
  const only = modules.length === 1 && !isNamed ? modules[0] : undefined;
  return (module) => {
    const name = module?.split('/')[0];
    const found = modules.find((one) => one.name === name) ?? only;
    return found && dirname(found.path);
  };
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
