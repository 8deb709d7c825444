import { basename } from 'node:path';
import type { BuildResult } from '../builds/result.ts';
import { plural } from '../plural.ts';
import { type CauseGroup, groupByCause } from '../workspace/explanation/cause-groups.ts';
import type { ExplainedResult, ProblemWithCause } from '../workspace/explanation/explained-results.ts';
import { type GroupableResult, groupProblems } from '../workspace/problem-groups.ts';
import { failsRun, type JudgedResult } from '../workspace/results/judged-result.ts';
import { causeText, sameCauseText } from './cause-text.ts';
import { tableRows, tableWidth } from './table.ts';
import { placedMessage, styled, type Writer } from './terminal.ts';

/**
 * The text of one result, printed as soon as the build has ended. `isAlone` (it is the only build) adds its problems and modules, which
 * otherwise are in the summary.
 */
export function resultText(result: ExplainedResult<JudgedResult>, out: Writer, isAlone: boolean): string {
  const { module, kernel, durationMs, reason, built, problems, status, log, knownFailure } = result;
  const found = isAlone ? causedText([result], problems, out) : '';
  const verdict = `${styled(out, 'bold', module)} for ${kernel}: ${verdictText(result, out)} after ${seconds(durationMs)}`;
  const lines = [
    `${verdict}${reason === undefined ? '' : `: ${reason}`}`,
    ...(isAlone ? built : []).map(({ path, vermagic }) => {
      return `  ${path}${vermagic === undefined ? '' : styled(out, 'dim', `  ${vermagic.trim()}`)}`;
    }),
    ...(status === 'failed' && log !== undefined ? [`  log: ${log}`] : []),
    ...(knownFailure === undefined ? [] : [`  ${expectation(result)}`]),
  ];
  return `${found}${lines.join('\n')}\n`;
}

/** The summary of a run of several builds: each problem once with its kernels, a table of the results, and a line that counts them. */
export function summaryText(
  results: readonly ExplainedResult<JudgedResult>[],
  elapsedMs: number,
  out: Writer,
): string {
  const groups = groupProblems(results, ['error', 'warning']);
  const kernels = new Set(results.map((result) => result.kernel));
  const found = groups.map(({ problem, onlyOn, kernels: having, cause, followers }) => {
    const all = kernels.size > 1 && having.length === kernels.size;
    const notes = [
      `on ${all ? 'every kernel' : (onlyOn ?? having.join(', '))}`,
      followers && followersText(followers),
    ];
    const note = `  ${styled(out, 'dim', notes.filter(Boolean).join('; '))}\n`;
    return `${problemText(problem, out)}${note}${cause ? causeText(cause, out) : ''}`;
  });
  const causes = groupByCause(results);
  return [
    '',
    ...(found.length > 0 ? [...found, ''] : []),
    ...(causes.length > 0 ? [...causes.map((group) => causeLine(group, out)), ''] : []),
    ...tables(results, out),
    '',
    countText(results, elapsedMs, out),
  ]
    .map((line) => (line.endsWith('\n') ? line : `${line}\n`))
    .join('');
}

/** `strlcpy: fails on 6.12 and later, builds on 5.10.0-46-amd64; 2 places (strlcpy-removed)`. */
function causeLine({ cause, onlyOn, builtOn, problems }: CauseGroup, out: Writer): string {
  const builds = builtOn.length > 0 ? `, builds on ${builtOn.join(', ')}` : '';
  const where = `fails on ${onlyOn ?? 'every kernel'}${builds}; ${plural(problems.length, 'place')}`;
  return `${styled(out, 'bold', cause.symbol)}: ${where}${styled(out, 'dim', ` [${cause.id}]`)}`;
}

/** The problems of one build, each cause once, without problems that only follow from others. */
export function causedText(
  results: readonly GroupableResult[],
  problems: readonly ProblemWithCause[],
  out: Writer,
): string {
  const groups = groupProblems(results, ['error', 'warning', 'information']);
  const shown = new Set<string>();
  return problems
    .filter((problem) => !problem.follows)
    .map((problem) => {
      const group = groups.find((one) => one.problem === problem);
      const following = group?.followers;
      const note = following ? `  ${styled(out, 'dim', followersText(following))}\n` : '';
      const { cause } = problem;
      const known =
        cause && shown.has(cause.id) ? sameCauseText(cause, out) : cause ? causeText(cause, out) : '';
      if (cause) shown.add(cause.id);
      return `${problemText(problem, out)}${note}${known}`;
    })
    .join('');
}

/** The text of one problem. */
function problemText(problem: ProblemWithCause, out: Writer): string {
  const { file, line, column, severity, message, code, tool, object } = problem;
  const location = `${file}:${line}${column === undefined ? '' : `:${column}`}`;
  // objtool's message names a function, and its place is no more than a folder's Makefile or a line of a log.
  const text = tool === 'objtool' && object !== undefined ? `${basename(object)}: ${message}` : message;
  return placedMessage(out, { location: location, severity, text, ...(code !== undefined && { code }) });
}

const statusStyles = { ok: 'green', failed: 'red', skipped: 'yellow', cancelled: 'yellow' } as const;

function verdictText(result: JudgedResult, out: Writer): string {
  const isKnown = result.status === 'failed' && !failsRun(result);
  const style = isKnown ? 'yellow' : statusStyles[result.status];
  return styled(out, ['bold', style], isKnown ? 'failed as expected' : result.status);
}

function expectation({ status, knownFailure }: JudgedResult): string {
  if (status === 'ok')
    return `It builds now, although it was expected to fail ("${knownFailure}"). Remove it from the known failures.`;
  return `Expected to fail: ${knownFailure}`;
}

/** Kernels as rows and modules as columns, in as many tables as the terminal's width requires. */
function tables(results: readonly JudgedResult[], out: Writer): string[] {
  const kernels = [...new Set(results.map((result) => result.kernel))];
  const modules = [...new Map(results.map((result) => [result.path, result.module]))];
  const cell = (path: string, kernel: string) => {
    const result = results.find((one) => one.path === path && one.kernel === kernel);
    return result ? cellText(result, out) : '-';
  };
  const columns = modules.map(([path, module]) => {
    const cells = kernels.map((kernel) => cell(path, kernel));
    return [styled(out, 'bold', module), ...cells];
  });
  const first = ['kernel', ...kernels];
  const width = out.columns ?? 100;
  const lines: string[] = [];
  while (columns.length > 0) {
    const shown = [first];
    do {
      const column = columns.shift();
      if (column) shown.push(column);
    } while (columns[0] && tableWidth([...shown, columns[0]]) <= width);
    if (lines.length > 0) lines.push('');
    lines.push(...tableRows(shown));
  }
  return lines;
}

function cellText(result: JudgedResult, out: Writer): string {
  const { status, durationMs, problems } = result;
  const verdict = verdictText(result, out);
  if (status === 'skipped' || status === 'cancelled') return verdict;
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  const warnings = problems.filter((problem) => problem.severity === 'warning').length;
  const counts = [errors > 0 && plural(errors, 'error'), warnings > 0 && plural(warnings, 'warning')];
  return [verdict, ...counts, seconds(durationMs)].filter(Boolean).join(', ');
}

function countText(results: readonly JudgedResult[], elapsedMs: number, out: Writer): string {
  const isKnown = (result: JudgedResult) => result.status === 'failed' && !failsRun(result);
  const countOf = (status: BuildResult['status']) => results.filter((one) => one.status === status).length;
  const failed = results.filter(failsRun).length;
  const known = results.filter(isKnown).length;
  const parts = [
    countOf('ok') > 0 && styled(out, 'green', `${countOf('ok')} ok`),
    failed > 0 && styled(out, 'red', `${failed} failed`),
    known > 0 && styled(out, 'yellow', `${known} failed as expected`),
    countOf('skipped') > 0 && styled(out, 'yellow', `${countOf('skipped')} skipped`),
    countOf('cancelled') > 0 && styled(out, 'yellow', `${countOf('cancelled')} cancelled`),
  ].filter(Boolean);
  return `${plural(results.length, 'build')} in ${seconds(elapsedMs)}: ${parts.join(', ')}`;
}

function seconds(ms: number): string {
  return ms < 99_950
    ? `${(ms / 1000).toFixed(1)} s`
    : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

function followersText(count: number): string {
  return `${plural(count, 'message')} that only ${count === 1 ? 'follows' : 'follow'} from it`;
}
