import type { Problem } from './problem.ts';

/**
 * Problems as text, one a line, their related places indented under them: what tests and the fixtures in test/logs compare.
 * `file:line:column-endColumn: severity: message [code] {tool, place, object, symbol}`; what is absent is left out.
 */
export function renderProblems(problems: readonly Problem[]): string {
  return problems.flatMap(renderProblem).join('\n');
}

function renderProblem(problem: Problem): string[] {
  const { file, line, column, endColumn, severity, message, code, tool, place, object, symbol } = problem;
  const at = [file, line, ...(column === undefined ? [] : [column])].join(':');
  const end = endColumn === undefined ? '' : `-${endColumn}`;
  const details = [tool, place, object, symbol].filter((detail) => detail !== undefined).join(', ');
  const first = `${at}${end}: ${severity}: ${message.replaceAll('\n', ' / ')}${code === undefined ? '' : ` [${code}]`} {${details}}`;
  const related = problem.related.map((one) => {
    const spot = [one.file, one.line, ...(one.column === undefined ? [] : [one.column])].join(':');
    return `    ${spot}: ${one.message}`;
  });
  return [first, ...related];
}
