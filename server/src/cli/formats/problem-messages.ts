import type { Problem } from '../../output/problem.ts';
import { readLines } from '../../workspace/problem-files.ts';
import { type ColumnUnit, rangeOfProblem } from '../../workspace/problem-range.ts';
import type { ReportedMessage } from './report.ts';

/** Turns problems into messages, whose columns count as editors do; each file is read once. */
export class ProblemMessages {
  readonly #lines = new Map<string, Promise<readonly string[] | undefined>>();

  async of(problem: Problem, unit: ColumnUnit, kernels?: readonly string[]): Promise<ReportedMessage> {
    const { file, line, column, endColumn, severity, message, code, tool } = problem;
    const lines = await this.#linesOf(file);
    const range = rangeOfProblem(problem, lines?.[line - 1], unit);
    const isPlaced = column !== undefined && lines !== undefined;
    return {
      ...{ file, line, severity, tool, text: message },
      ...(isPlaced && { column: range.start.character + 1 }),
      ...(isPlaced && endColumn !== undefined && { endLine: line, endColumn: range.end.character + 1 }),
      ...(code !== undefined && { rule: code }),
      ...(kernels && { kernels }),
      related: problem.related.map((place) => ({ file: place.file, line: place.line, text: place.message })),
    };
  }

  #linesOf(file: string): Promise<readonly string[] | undefined> {
    const known = this.#lines.get(file);
    if (known) return known;
    const lines = readLines(file);
    this.#lines.set(file, lines);
    return lines;
  }
}
