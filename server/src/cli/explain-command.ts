import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import type { JudgedResult } from '../workspace/builds.ts';
import { explainLog } from '../workspace/explanation/explained-log.ts';
import { type Caused, explainResults } from '../workspace/explanation/explained-results.ts';
import type { Explainer } from '../workspace/explanation/explainer.ts';
import { groupErrors } from '../workspace/problem-groups.ts';
import { columnUnitOf } from '../workspace/problem-place.ts';
import type { ExplainArguments, Format } from './arguments.ts';
import { causedText } from './build-report.ts';
import { reportOfResults } from './formats/build-results-report.ts';
import { isMachineFormat, renderReport } from './formats/machine-format.ts';
import { plural } from './table.ts';
import { refuse, styled, type Terminal } from './terminal.ts';

/** Runs `dkms-tools explain`: what a log says, whoever wrote it; the exit code. */
export async function runExplain(
  explainer: Explainer,
  given: ExplainArguments & { readonly format: Format },
  terminal: Terminal,
  version: string,
): Promise<number> {
  const isInput = given.log === '-';
  let text: string;
  try {
    text = isInput ? await readAll(process.stdin) : await readFile(given.log, 'utf8');
  } catch (error) {
    return refuse(terminal, `${given.log} can't be read: ${(error as Error).message}`);
  }
  const source = given.source === undefined ? undefined : path.resolve(given.source);
  const log = explainLog(text, {
    name: isInput ? 'standard input' : path.resolve(given.log),
    ...(source !== undefined && { source }),
    ...(given.kernel !== undefined && { kernel: given.kernel }),
  });
  if (log.isLocalised) {
    terminal.err.write(
      'dkms-tools: the log is not all in English, so messages may be missing: build with LC_ALL=C for one that is\n',
    );
  }
  const [result = log.result] = await explainResults(explainer, [log.result], () => source);
  const { format } = given;
  if (isMachineFormat(format)) {
    const about = { command: 'explain', version, root: process.cwd() } as const;
    const report = await reportOfResults([result], about, () => columnUnitOf(undefined));
    terminal.out.write(renderReport(report, format));
  } else terminal.out.write(format === 'json' ? asJson(result) : asText(result, terminal.out));
  return result.status === 'failed' ? 1 : 0;
}

function asJson(result: Caused<JudgedResult>): string {
  const document = {
    version: 1,
    problems: result.problems.map((problem) => ({ ...problem, cause: problem.cause ?? null })),
    groups: groupErrors([result]).map((group) => ({ ...group, cause: group.cause ?? null })),
  };
  return `${JSON.stringify(document)}\n`;
}

function asText(result: Caused<JudgedResult>, out: Terminal['out']): string {
  const { module, kernel, problems } = result;
  const count = (severity: string) => problems.filter((one) => one.severity === severity).length;
  const counts = `${plural(count('error'), 'error')}, ${plural(count('warning'), 'warning')}`;
  const about = kernel === 'unknown' ? module : `${module} for ${kernel}`;
  const found = causedText([result], problems, out);
  return `${found}${styled(out, 'bold', about)}: ${styled(out, count('error') > 0 ? 'red' : 'green', counts)}\n`;
}
