import type { DirectiveName } from '../conf/directives/directive.ts';
import type { Reading } from '../conf/reading/reading.ts';
import { LineIndex, type Span } from '../conf/text.ts';
import type { Problem, ProblemSeverity, Tool } from '../output/problem.ts';

/** The dkms.conf of a build, for problems that are located in it. */
export interface ConfSource {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  /**
   * The line (1-based) at which problems of a proposed text are shown, which no file holds; `path` is then the file that it was made from.
   */
  readonly proposedAt?: number | undefined;
}

/** A location in a dkms.conf, with lines and columns as problems have them. */
export type ConfLocation = Pick<Problem, 'file' | 'line' | 'column' | 'endLine' | 'endColumn'>;

/** The location of a span; without one, the first line, where a missing directive would be added. */
export function confLocation(source: ConfSource, span?: Span): ConfLocation {
  if (source.proposedAt !== undefined) return { file: source.path, line: source.proposedAt };
  if (!span) return { file: source.path, line: 1 };
  const lines = new LineIndex(source.text);
  const count = (offset: number) => {
    const { line } = lines.positionAt(offset);
    const before = source.text.slice(lines.lineStart(line), offset);
    return { line: line + 1, column: Buffer.byteLength(before) + 1 };
  };
  const start = count(span.start);
  const end = count(span.end);
  return { file: source.path, ...start, endLine: end.line, endColumn: end.column };
}

/** The place of a directive's element, or of the directive's first element that the file itself sets. */
export function directiveLocation(
  source: ConfSource,
  reading: Reading,
  name: DirectiveName,
  index?: number,
): ConfLocation {
  const elements = reading.directives.get(name) ?? [];
  const element =
    elements.find((one) => one.index === index) ?? elements.find((one) => one.valueSpan !== undefined);
  return confLocation(source, element?.valueSpan ?? element?.nameSpan);
}

export function problemAt(
  location: ConfLocation,
  severity: ProblemSeverity,
  tool: Tool,
  message: string,
): Problem {
  return { ...location, severity, tool, message, related: [] };
}
