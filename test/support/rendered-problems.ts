import { BuildOutputParser } from '../../server/src/output/build-output.ts';
import { mapPrefix } from '../../server/src/output/path-mapping.ts';
import type { Problem } from '../../server/src/output/problem.ts';

/**
 * Problems as text, as tests and the fixtures in test/logs compare them: one a line, with related locations and proposed changes indented.
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
    const position = [one.file, one.line, ...(one.column === undefined ? [] : [one.column])].join(':');
    return `    ${position}: ${one.message}`;
  });
  const edits = (problem.edits ?? []).map(
    (edit) =>
      `    change ${edit.file}:${edit.line}:${edit.column}-${edit.endLine}:${edit.endColumn} to ${JSON.stringify(edit.text)}`,
  );
  return [first, ...related, ...edits];
}

/**
 * The rendered problems in the output of a build that ran in /build/m, the staged copy of /source, for the kernel in /kernel.
 */
export function problemsIn(output: string, options: { readonly compiler?: 'gcc' | 'clang' } = {}): string {
  const parser = new BuildOutputParser({
    paths: mapPrefix(['/build/m'], '/source'),
    startDir: '/build/m',
    kernelDir: '/kernel',
    ...(options.compiler && { compiler: options.compiler }),
  });
  return renderProblems([...parser.write(output), ...parser.end()]);
}
