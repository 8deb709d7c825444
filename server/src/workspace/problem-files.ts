import { readFile, stat } from 'node:fs/promises';
import type { Range } from '../conf/text.ts';
import type { Problem, RelatedPlace } from '../output/problem.ts';
import { type ColumnUnit, rangeOfProblem } from './problem-place.ts';
import type { ProblemStore, SharedProblem } from './problem-store.ts';

/** A problem with its range in the file as it is on disk now. */
export interface PlacedProblem {
  readonly shared: SharedProblem;
  readonly range: Range;
  readonly related: readonly { readonly file: string; readonly range: Range; readonly message: string }[];
}

// Sources of drivers are smaller; a generated file of 200 MB must not be read for the sake of one column.
const largestFile = 16 * 1024 * 1024;

/** The problems of one file, with ranges that editors understand. Reads the file, and those that the problems relate to, once each. */
export async function placeProblems(store: ProblemStore, file: string): Promise<readonly PlacedProblem[]> {
  const problems = store.problemsIn(file);
  const wanted = new Set(
    problems.flatMap(({ problem }) => [problem.file, ...problem.related.map((one) => one.file)]),
  );
  const texts = new Map(
    await Promise.all([...wanted].map(async (one) => [one, await readLines(one)] as const)),
  );
  const place = (one: Problem | RelatedPlace, unit: ColumnUnit) =>
    rangeOfProblem(one, texts.get(one.file)?.[one.line - 1], unit);
  return problems.map((shared) => ({
    shared,
    range: place(shared.problem, shared.columnUnit),
    related: shared.problem.related.map((related) => ({
      file: related.file,
      range: place(related, shared.columnUnit),
      message: related.message,
    })),
  }));
}

/** The lines of a file; `undefined` when it cannot be read, which for a problem's file is no error: it may be gone since. */
async function readLines(file: string): Promise<readonly string[] | undefined> {
  try {
    if ((await stat(file)).size > largestFile) return undefined;
    return (await readFile(file, 'utf8')).split('\n');
  } catch {
    return undefined;
  }
}
