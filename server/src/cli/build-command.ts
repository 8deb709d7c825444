import path from 'node:path';
import type { BuildResult } from '../build/result.ts';
import type { Problem } from '../output/problem.ts';
import type { Builds } from '../workspace/builds.ts';
import { findConfFiles } from '../workspace/conf-paths.ts';
import type { Engine } from '../workspace/engine.ts';
import { chooseKernels } from '../workspace/kernel-selection.ts';
import { groupErrors } from '../workspace/problem-groups.ts';
import type { BuildArguments } from './arguments.ts';
import { placedMessage, refuse, styled, type Terminal } from './terminal.ts';

/** Runs `dkms-tools build`: each module of the folder against each chosen kernel; the exit code. */
export async function runBuild(
  engine: Engine,
  builds: Builds,
  given: BuildArguments & { readonly format: 'text' | 'json' },
  terminal: Terminal,
): Promise<number> {
  const files = await findConfFiles([given.folder]);
  if ('wrong' in files) return refuse(terminal, files.wrong);
  // A template becomes a dkms.conf when the source is packed; there is nothing in it to build yet.
  const confs = files.paths.filter((file) => !file.endsWith('.in'));
  if (confs.length === 0)
    return refuse(terminal, `${given.folder}: there is only a template; make dkms.conf from it first`);
  const kernels = chooseKernels(given.selection, await engine.kernels());
  if ('wrong' in kernels) return refuse(terminal, kernels.wrong);

  const { shard } = given;
  const targets = confs
    .flatMap((conf) => kernels.releases.map((kernel) => ({ conf, kernel })))
    .filter((_, at) => !shard || at % shard.of === shard.part - 1);

  const abort = new AbortController();
  const cancel = () => abort.abort();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, cancel);
  const results: BuildResult[] = [];
  for (const target of targets) {
    if (abort.signal.aborted) break;
    const progress = new ProgressLine(
      terminal,
      `${path.basename(path.dirname(target.conf))} for ${target.kernel}`,
    );
    const result = await builds.build(
      target,
      { output: () => {}, problem: () => {}, progress: (step) => progress.show(step) },
      abort.signal,
      given.jobs,
    );
    progress.clear();
    results.push(result);
    if (given.format === 'text') terminal.out.write(asText(result, terminal));
  }
  if (given.format === 'json') terminal.out.write(asJson(results));
  if (abort.signal.aborted) {
    terminal.err.write('dkms-tools: cancelled\n');
    return 130;
  }
  return results.some((result) => result.status === 'failed') ? 1 : 0;
}

function asJson(results: readonly BuildResult[]): string {
  const document = {
    version: 1,
    results: results.map((result) => ({
      ...result,
      problems: result.problems.map((problem) => ({ ...problem, cause: null })),
    })),
    groups: groupErrors(results).map((group) => ({ ...group, cause: null })),
  };
  return `${JSON.stringify(document)}\n`;
}

const statusStyles = { ok: 'green', failed: 'red', skipped: 'yellow', cancelled: 'yellow' } as const;

function asText(result: BuildResult, { out }: Terminal): string {
  const { module, kernel, status, durationMs, reason, built, problems, log } = result;
  let text = '';
  for (const problem of problems) text += problemText(problem, out);
  const seconds = (durationMs / 1000).toFixed(1);
  const verdict = styled(out, ['bold', statusStyles[status]], status);
  text += `${styled(out, 'bold', module)} for ${kernel}: ${verdict} after ${seconds} s${reason === undefined ? '' : `: ${reason}`}\n`;
  for (const one of built)
    text += `  ${one.path}${one.vermagic === undefined ? '' : styled(out, 'dim', `  ${one.vermagic.trim()}`)}\n`;
  if (status === 'failed' && log !== undefined) text += `  log: ${log}\n`;
  return text;
}

function problemText(problem: Problem, out: Terminal['out']): string {
  const { file, line, column, severity, message: text, code } = problem;
  const place = `${file}:${line}${column === undefined ? '' : `:${column}`}`;
  return placedMessage(out, { place, severity, text, ...(code !== undefined && { code }) });
}

/** One line on the terminal that is written over; nothing where nobody looks. */
class ProgressLine {
  readonly #terminal: Terminal;
  readonly #title: string;

  constructor(terminal: Terminal, title: string) {
    this.#terminal = terminal;
    this.#title = title;
  }

  show({
    phase,
    objects,
    file,
  }: {
    readonly phase: string;
    readonly objects: number;
    readonly file?: string;
  }): void {
    const detail = objects > 0 ? ` ${objects}${file === undefined ? '' : ` ${file}`}` : '';
    this.#rewrite(`${this.#title}: ${phase}${detail}`);
  }

  clear(): void {
    this.#rewrite('');
  }

  #rewrite(text: string): void {
    const { err } = this.#terminal;
    // Carriage return, then "erase to the end of the line".
    if (err.isTerminal) err.write(`\r\u001b[K${text}`);
  }
}
