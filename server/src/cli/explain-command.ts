import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { plural } from '../plural.ts';
import { causeDocument } from '../workspace/explanation/cause-certainty.ts';
import type { CauseFinder } from '../workspace/explanation/cause-finder.ts';
import { type ExplainedLog, explainBytes, type LogOutcome } from '../workspace/explanation/explained-log.ts';
import type { ExplainedResult } from '../workspace/explanation/explained-results.ts';
import { explainWithFixes } from '../workspace/explanation/source-fixes.ts';
import { groupErrors } from '../workspace/problem-groups.ts';
import { columnUnitOf } from '../workspace/problem-range.ts';
import type { JudgedResult } from '../workspace/results/judged-result.ts';
import { causedText } from './build-report.ts';
import type { Format } from './command.ts';
import { reportOfResults } from './formats/build-results-report.ts';
import { isMachineFormat } from './formats/machine-format.ts';
import { renderReport } from './formats/render-report.ts';
import { refuse, styled, type Terminal } from './terminal.ts';

export interface ExplainArguments {
  /** A file, or `-` for the standard input. */
  readonly log: string;
  /** The folder of the user's files. */
  readonly source?: string;
  readonly kernel?: string;
}

/** Runs `dkms-tools explain`, which explains a log of any build; returns the exit code. */
export async function runExplain(
  causes: CauseFinder,
  given: ExplainArguments & { readonly format: Format },
  terminal: Terminal,
  version: string,
): Promise<number> {
  const isInput = given.log === '-';
  const source = given.source === undefined ? undefined : path.resolve(given.source);
  const name = isInput ? 'standard input' : path.resolve(given.log);
  let log: ExplainedLog;
  try {
    if (!isInput && (await stat(given.log)).isDirectory()) {
      return nothing('a folder: name the log in it, such as its make.log', given, terminal);
    }
    log = await explainBytes(isInput ? process.stdin : createReadStream(given.log), {
      name,
      ...(source !== undefined && { source }),
      ...(given.kernel !== undefined && { kernel: given.kernel }),
    });
  } catch (error) {
    return refuse(terminal, `${given.log} can't be read: ${(error as Error).message}`);
  }
  if (log.unrecognised !== undefined) return nothing(log.unrecognised, given, terminal);
  if (log.isLocalised) {
    terminal.err.write(
      'dkms-tools: the log is not all in English, so messages may be missing: build with LC_ALL=C for one that is\n',
    );
  }
  const results = await explainWithFixes(causes, log.results, () => source);
  const { format } = given;
  if (isMachineFormat(format)) {
    const about = { command: 'explain', version, root: process.cwd() } as const;
    const report = await reportOfResults(results, about, () => columnUnitOf(undefined));
    terminal.out.write(renderReport(report, format));
  } else if (format === 'json') terminal.out.write(asJson(results, log));
  else
    for (const [at, result] of results.entries())
      terminal.out.write(asText(result, log.endings[at] ?? 'unknown', terminal.out));
  return log.logs.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
}

/** The text contains no build output. That is reported, and never counted as a build without errors. */
function nothing(
  kind: string,
  given: ExplainArguments & { readonly format: Format },
  terminal: Terminal,
): number {
  if (given.format === 'json') {
    const document = { version: 1, recognised: false, problems: [], groups: [], logs: [] };
    terminal.out.write(`${JSON.stringify(document)}\n`);
  }
  const what = given.log === '-' ? 'standard input' : given.log;
  return refuse(terminal, `no build output was recognised in ${what}: it is ${kind}`);
}

function asJson(results: readonly ExplainedResult<JudgedResult>[], log: ExplainedLog): string {
  const document = {
    version: 1,
    recognised: true,
    problems: results.flatMap((result) =>
      result.problems.map(({ quote, related, ...problem }) => ({
        ...problem,
        related: related.map(({ quote: _, ...place }) => place),
        cause: problem.cause ? causeDocument(problem.cause) : null,
      })),
    ),
    groups: groupErrors(results).map((group) => ({
      ...group,
      cause: group.cause ? causeDocument(group.cause) : null,
    })),
    logs: log.logs.map(({ module, kernel, outcome }) => ({
      module: module ?? null,
      kernel: kernel ?? null,
      outcome,
    })),
  };
  return `${JSON.stringify(document)}\n`;
}

function asText(
  result: ExplainedResult<JudgedResult>,
  outcome: LogOutcome['outcome'],
  out: Terminal['out'],
): string {
  const { module, kernel, problems } = result;
  const count = (severity: string) => problems.filter((one) => one.severity === severity).length;
  const counts = `${plural(count('error'), 'error')}, ${plural(count('warning'), 'warning')}`;
  const about = kernel === 'unknown' ? module : `${module} for ${kernel}`;
  const found = causedText([result], problems, out);
  const style = ({ failed: 'red', succeeded: 'green', unknown: 'yellow' } as const)[outcome];
  const end = outcome === 'unknown' ? '; the log does not say that the build finished' : '';
  return `${found}${styled(out, 'bold', about)}: ${styled(out, style, counts)}${end}\n`;
}
