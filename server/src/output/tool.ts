import type { Directories } from './directories.ts';
import type { Problem } from './problem.ts';

/** What a line is to a tool: none of its own; part of something that may go on; the end of what it had to say. */
export type Answer = 'not-mine' | 'consumed' | 'finished';

/** Reads the lines of one tool, one after the other. */
export interface ToolParser {
  /** Whether the last line taken may go on in the next: while it may, lines that begin with a blank are offered too. */
  readonly busy: boolean;
  /** A line without its end, colours and links; what it completes is reported before this returns. */
  read(line: string): Answer;
  /** The next line was not of this tool, or there is none: what is unfinished is reported as it is. */
  close(): void;
}

/** What the readers share. */
export interface ToolContext {
  readonly directories: Directories;
  report(problem: Problem): void;
  readonly isLog: boolean;
  /** Of the line that is read, from 1. */
  lineNumber(): number;
  /** How many errors were reported so far. */
  errorCount(): number;
  /** The last lines that no tool knew, since they were asked for last. */
  takeUnclaimed(): readonly string[];
  /** A message in English, where the catalogues of gcc, make or the system have it. */
  english(message: string): string;
}

/** Whether a text has more than ASCII in it, as most messages in other languages have. */
export function isForeign(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant.
  return /[^\x00-\x7f]/.test(text);
}

/** The place of a message that names none: see `Problem.place`. */
export function placeOf(
  directories: Directories,
  object?: string,
): Pick<Problem, 'file' | 'line' | 'place' | 'object'> {
  if (object === undefined) return { file: directories.buildFile(), line: 1, place: 'build' };
  const mapped = directories.resolve(object);
  return { file: directories.makefileBeside(mapped), line: 1, place: 'module', object: mapped };
}
