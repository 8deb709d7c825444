import { stat } from 'node:fs/promises';
import type { Range } from '../conf/text.ts';
import { readBoundedText } from '../module/bounded-text.ts';
import type { Problem, RelatedLocation } from '../output/problem.ts';
import { type ColumnUnit, rangeOfProblem } from './problem-range.ts';
import type { ProblemStore, SharedProblem, SourceSnapshot } from './problem-store.ts';

/** A problem with its range in the file as it is on disk now. */
export interface PlacedProblem {
  readonly shared: SharedProblem;
  readonly range: Range;
  readonly related: readonly { readonly file: string; readonly range: Range; readonly message: string }[];
}

// Sources of drivers are smaller; a generated file of 200 MB must not be read for the sake of one column.
const largestFile = 16 * 1024 * 1024;

/**
 * The problems of one file, with ranges that editors understand. Reads the file, and those that the problems relate to, once each, but
 * for those whose text `openText` knows. `causeOf` gives the id of a problem's cause, as far as it is known.
 */
export async function placeProblems(
  store: ProblemStore,
  file: string,
  openText: (file: string) => string | undefined,
  causeOf: (problem: Problem) => string | undefined,
): Promise<readonly PlacedProblem[]> {
  if (!store.hasProblemsIn(file)) return [];
  const read = async (one: string) => openText(one)?.split('\n') ?? (await readLines(one));
  const problems = store.problemsIn(file, await read(file), causeOf);
  const wanted = new Set([
    file,
    ...problems.flatMap(({ problem }) => problem.related.map((one) => one.file)),
  ]);
  const texts = new Map(await Promise.all([...wanted].map(async (one) => [one, await read(one)] as const)));
  const locate = (one: Problem | RelatedLocation, unit: ColumnUnit) =>
    rangeOfProblem(one, texts.get(one.file)?.[one.line - 1], unit);
  return problems.map((shared) => ({
    shared,
    range: locate(movedProblem(shared), shared.columnUnit),
    related: shared.problem.related.map((related) => ({
      file: related.file,
      range: locate(related, shared.columnUnit),
      message: related.message,
    })),
  }));
}

/** Where a problem is now. In an edited line, columns are meaningless, so the problem covers the whole line. */
function movedProblem({ problem, line, isStale }: SharedProblem): Problem {
  const { column, endLine, endColumn, ...rest } = problem;
  if (isStale || column === undefined) return { ...rest, line };
  const lines = endLine === undefined ? {} : { endLine: endLine + line - problem.line };
  return { ...rest, line, column, ...lines, ...(endColumn !== undefined && { endColumn }) };
}

/** A file as it was built, with the time of its last change on this machine's clock; `undefined` if it can't be read. */
export async function readSourceSnapshot(file: string): Promise<SourceSnapshot | undefined> {
  const status = await stat(file).catch(() => undefined);
  const lines = await readLines(file);
  return status && lines && { lines, writtenAt: status.ctimeMs };
}

/** The lines of a file; `undefined` if it can't be read, which is no error: the file of a problem may have been deleted. */
export async function readLines(file: string): Promise<readonly string[] | undefined> {
  return (await readBoundedText(file, largestFile))?.split('\n');
}
