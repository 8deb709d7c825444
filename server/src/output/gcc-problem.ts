import type { Directories } from './directories.ts';
import type { FixEdit, Problem, ProblemSeverity, RelatedLocation, Tool } from './problem.ts';
import { locationOf } from './tool.ts';

/** A place that the compiler named. */
export interface Site {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
  endColumn?: number;
  readonly isUserFile: boolean;
  readonly message: string;
  /** The line of the source, if the compiler quotes it. */
  quote?: string;
}

/** The files that include a header. Chains with the same `id` are equal. */
export interface HeaderChain {
  readonly file: string;
  readonly chain: readonly Site[];
  readonly id: number;
}

/** A message with everything printed for it so far. */
export interface ProblemDraft {
  readonly severity: ProblemSeverity;
  readonly code?: string;
  readonly tool: Tool;
  readonly message: string;
  continued: string;
  readonly site: Site;
  readonly notes: Site[];
  readonly edits: FixEdit[];
  readonly inlined: readonly Site[];
  /** The chain of files that include the file of the message, the nearest first. */
  readonly chain: readonly Site[];
  /** The file that is compiled, if the message tells it. */
  readonly unit: string | undefined;
  /** Whether it is about a test program of a configure script, whose errors are expected. */
  readonly probe: boolean;
  /** In a log: the line where the message begins. */
  readonly logLine?: number;
}

/**
 * Whether a message only names the member that the previous one is about. gcc before 7 prints that with the severity of the previous
 * message, as if it were another one.
 */
export function namesMember(
  spot: Site | undefined,
  line: number,
  column: number | undefined,
  message: string,
): boolean {
  return message.startsWith('(near initialization for ') && spot?.line === line && spot.column === column;
}

/** Converts a complete message to a problem. */
export function problemOf(draft: ProblemDraft, directories: Directories): Problem {
  const problem = placedProblem(draft);
  if (!problem.file.startsWith('<')) return problem;
  // The message is about the compiler's command line or its built-in definitions, and so about no line of a file.
  const { column: _, endLine: __, endColumn: ___, ...rest } = problem;
  return { ...rest, ...locationOf(directories) };
}

function placedProblem(draft: ProblemDraft): Problem {
  const { site } = draft;
  const home = site.isUserFile
    ? (unparsedCall(draft) ?? site)
    : (usersExpansion(draft) ?? usersInclude(draft) ?? site);
  const isMoved = home !== site;
  const related: RelatedLocation[] = [];
  const { chain } = draft;
  if (isMoved) related.push(placeAt(site, 'reported here'));
  for (const note of draft.notes) if (note !== home) related.push(placeAt(note, note.message));
  for (const call of draft.inlined) if (call !== home) related.push(placeAt(call, call.message));
  // For a macro in the user's line, gcc also prints the include chain of the header that defines it, which leads back to the user's file.
  const leadsBack = chain.some((from) => from.file === home.file) && !chain.includes(home);
  if (!leadsBack) {
    for (const from of chain) if (from !== home) related.push(placeAt(from, from.message));
  }
  const problem: Writable<Problem> = {
    file: home.file,
    line: home.line,
    severity: draft.severity,
    message: draft.message + draft.continued,
    tool: draft.tool,
    related,
  };
  if (home.column !== undefined) problem.column = home.column;
  if (home.endColumn !== undefined) {
    problem.endLine = home.line;
    problem.endColumn = home.endColumn;
  }
  if (home.quote !== undefined) problem.quote = home.quote;
  if (draft.logLine !== undefined) problem.logLine = draft.logLine;
  if (draft.code !== undefined) problem.code = draft.code;
  if (draft.edits.length > 0) problem.edits = draft.edits;
  return problem;
}

/** Lets an object be built field by field, since spreading optional fields takes several times as long. */
type Writable<T> = { -readonly [key in keyof T]: T[key] };

/**
 * The line at the top level that the compiler takes for a declaration, because the macro that it calls is not defined. Where an argument is a macro, the
 * message is at the definition of that, which is in order.
 */
function unparsedCall(draft: ProblemDraft): Site | undefined {
  if (!/^expected declaration specifiers or '\.\.\.' before (?:string|numeric) constant/.test(draft.message))
    return undefined;
  const outermost = draft.notes.findLast(({ message }) => /^in expansion of macro\b/.test(message));
  return outermost?.isUserFile && !isOfCalledMacro(outermost) ? outermost : undefined;
}

/** Whether a note says that the macro which a line at the top level calls is defined: it begins the line. Without a column it may be that one. */
export function isOfCalledMacro({ message, column = 1 }: Pick<Site, 'message' | 'column'>): boolean {
  return column === 1 && /^in expansion of macro\b/.test(message);
}

/** The user's line that caused a message in a header of the kernel or the system: an inlined call or an expanded macro. */
function usersExpansion(draft: ProblemDraft): Site | undefined {
  const macro = (note: Site): boolean =>
    note.isUserFile && /^in expansion of macro\b|^expanded from /.test(note.message);
  return draft.inlined.find((call) => call.isUserFile) ?? draft.notes.find(macro);
}

/** The user's line that includes such a header, if no macro is involved. */
function usersInclude(draft: ProblemDraft): Site | undefined {
  return draft.chain.find((from) => from.isUserFile);
}

function placeAt(site: Site, message: string): RelatedLocation {
  const { file, line, column, quote } = site;
  const location = column === undefined ? { file, line, message } : { file, line, column, message };
  return quote === undefined ? location : { ...location, quote };
}

/** Replaces the quotation marks of a locale by the plain quotes of the C locale, so that messages are the same in both. */
export function plainQuotes(message: string): string {
  return /[‘’]/.test(message) ? message.replace(/[‘’]/g, "'") : message;
}
