import type { Problem } from '../problem.ts';
import type { LogLine } from './unwrapped-lines.ts';

/**
 * A line of any program that begins with a word for error, the last one of Python's traceback, or a step that a script reports as failed.
 * apport's only says that it made no report.
 */
export const unreadError =
  /^(?:error|Error|ERROR|E|fatal|FATAL|fatal error): (?!Cannot create report|-{3})\S|^[A-Z]\w*(?:Error|Exception): \S|^\S.*(?:\.{2,} ?|\[ ?)FAILED(?: ?\]|!)?$/;
/** A complaint of a system program, which need not end a build. */
export const systemComplaint =
  /^(?:\S*\/)?(?:sed|cp|mv|rm|ln|install|tar|touch|cat|grep|find|mkdir|chmod|python3?|perl|g?awk): .*(?:No such file or directory|[Nn]ot a directory|Permission denied|File exists|cannot |can't |failed to )/;
const mostUnread = 50;

/** Keeps a line that matches, once and up to a number. */
export function keepUnread(kept: LogLine[], pattern: RegExp, text: string, number: number): void {
  if (kept.length >= mostUnread || !pattern.test(text)) return;
  if (!kept.some((one) => one.text === text)) kept.push({ text, number });
}

/** An error of a program that no reader knows. */
export function unreadProblem({ text, number }: LogLine, severity: Problem['severity']): Problem {
  const message = text.replace(/^(?:fatal )?error: (?=\S)/i, '');
  return {
    ...{ file: 'Makefile', line: 1, severity, message, tool: 'program', related: [] },
    ...{ place: 'build', logLine: number },
  };
}
