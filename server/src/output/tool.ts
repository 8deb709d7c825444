import type { Directories } from './directories.ts';
import type { Problem } from './problem.ts';

/** A parser's answer to a line: not from this tool; part of a message that may continue; the end of a message. */
export type Answer = 'not-mine' | 'consumed' | 'finished';

/** Reads the lines of one tool, one after the other. */
export interface ToolParser {
  /** Whether a message may continue on the next line. While it may, the parser also gets lines that begin with a blank. */
  readonly busy: boolean;
  /** Whether a line whose answer is `finished` tells nothing new when it comes again in the same folder. */
  readonly isStateless?: true;
  /** Reads a line, which has no line end, colours or links. The problems that it completes are reported before this returns. */
  read(line: string): Answer;
  /** Reports an unfinished message as it is, because the next line is not from this tool or there is none. */
  close(): void;
}

/** What the parsers of all tools share. */
export interface ToolContext {
  readonly directories: Directories;
  report(problem: Problem): void;
  readonly isLog: boolean;
  /** The number of the current line, from 1. */
  lineNumber(): number;
  /** How many errors have been reported so far. */
  errorCount(): number;
  /** The same without errors of loading a module, which don't explain a failed build. */
  buildErrorCount(): number;
  /** Whether `takeUnclaimed` has a line. */
  hasUnclaimed(): boolean;
  /** The last lines that no tool recognised since the previous call. */
  takeUnclaimed(): readonly string[];
  /** Gives back a line that looked like one of this tool. */
  leaveUnclaimed(line: string): void;
  /** Translates a message into English if the catalogues of gcc, make or the system have it; otherwise unchanged. */
  english(message: string): string;
}

/** Whether a text is not pure ASCII, like most messages in other languages. */
export function isForeign(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the whole range of ASCII is meant.
  return /[^\x00-\x7f]/.test(text);
}

/** The place of a message that names none: see `Problem.place`. */
export function locationOf(
  directories: Directories,
  object?: string,
): Pick<Problem, 'file' | 'line' | 'place' | 'object'> {
  if (object === undefined) return { file: directories.buildFile(), line: 1, place: 'build' };
  const mapped = directories.resolve(object);
  return { file: directories.makefileBeside(mapped), line: 1, place: 'module', object: mapped };
}
