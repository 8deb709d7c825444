import type { Problem } from '../problem.ts';
import { isForeign } from '../tool.ts';
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
/** The same in another language, of which only the reason at the end is translated. */
const foreignComplaint =
  /^(?:\S*\/)?(?:sed|cp|mv|rm|ln|install|tar|touch|cat|grep|find|mkdir|chmod): \S.*[:：] ?\S[^:：]*$/;
const reason = /: (?:No such file or directory|Not a directory|Permission denied|File exists)$/;
/** What could not be downloaded, as the programs say it. */
const download = /^(?:curl: \(\d+\) |wget: |git: |fatal: |ERROR \d{3}: )/;
const mostUnread = 50;

/** The English text of a system program's complaint in another language; `undefined` for other lines. */
export function translatedComplaint(text: string, english: (text: string) => string): string | undefined {
  if (!isForeign(text) || !foreignComplaint.test(text)) return undefined;
  const translated = english(text);
  return translated !== text && reason.test(translated) ? translated : undefined;
}

/** The problems, with failed downloads as the errors that they are if all errors behind them are complaints of what is missing then. */
export function withFailedDownloads(problems: readonly Problem[]): readonly Problem[] {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (!first || !errors.every(({ tool, message }) => tool === 'program' && systemComplaint.test(message)))
    return problems;
  return problems.map((problem) =>
    problem.severity === 'warning' &&
    download.test(problem.message) &&
    (problem.logLine ?? 0) < (first.logLine ?? 0)
      ? { ...problem, severity: 'error' }
      : problem,
  );
}

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
