import path from 'node:path';
import type { BuildListener } from '../builds/result.ts';
import { plural } from '../plural.ts';
import type { BuildScheduler } from '../workspace/build-scheduler.ts';
import type { BuildTarget } from '../workspace/build-target.ts';
import { canBeBuilt, findBuildPaths, hasProposal } from '../workspace/conf-paths.ts';
import type { Engine } from '../workspace/engine.ts';
import { causeDocument } from '../workspace/explanation/cause-certainty.ts';
import type { ExplainedResult } from '../workspace/explanation/explained-results.ts';
import type { KernelSelection } from '../workspace/kernels/kernel-selection.ts';
import { chooseKernels } from '../workspace/kernels/kernel-selection.ts';
import type { KernelSetEntry } from '../workspace/kernels/kernel-set.ts';
import { buildMatrix } from '../workspace/matrix/matrix.ts';
import { groupErrors } from '../workspace/problem-groups.ts';
import { columnUnitOf } from '../workspace/problem-range.ts';
import { failsRun, type JudgedResult } from '../workspace/results/judged-result.ts';
import type { Verification } from '../workspace/verify/verification.ts';
import { resultText, summaryText } from './build-report.ts';
import type { Format } from './command.ts';
import type { GetArguments } from './fetch-kernels-command.ts';
import { reportOfResults } from './formats/build-results-report.ts';
import { isMachineFormat } from './formats/machine-format.ts';
import { renderReport } from './formats/render-report.ts';
import { refuse, type Terminal } from './terminal.ts';
import { verificationFields, verificationText } from './verification-text.ts';

export interface BuildArguments extends GetArguments {
  readonly folder: string;
  readonly selection: KernelSelection;
  /** Builds that are expected to fail. */
  readonly knownFailures: readonly KernelSetEntry[];
  readonly jobs?: number;
  /** The 1-based part I of N of the selected builds. */
  readonly shard?: { readonly part: number; readonly of: number };
  /** Whether to build with the real dkms, too, and compare the results. */
  readonly verify: boolean;
  /** Whether `uname -r` prints the kernel that is built for. */
  readonly unameShim: boolean;
  /** Whether a module without a dkms.conf is built by its own Makefile. */
  readonly ownMakefile: boolean;
  /** What is not copied. */
  readonly stageExclude: readonly string[];
  readonly makeVariables: Readonly<Record<string, string>>;
}

/** Adds the causes of the problems to results. */
export type Explain = (results: readonly JudgedResult[]) => Promise<readonly ExplainedResult<JudgedResult>[]>;

/** Runs `dkms-tools build`: each module of the folder against each chosen kernel; returns the exit code. */
export async function runBuild(
  engine: Engine,
  builds: BuildScheduler,
  explain: Explain,
  given: BuildArguments & { readonly format: Format },
  terminal: Terminal,
  version: string,
): Promise<number> {
  const files = await findBuildPaths(given.folder);
  if ('wrong' in files) return refuse(terminal, files.wrong);
  // A template becomes a dkms.conf only when the source is packaged, so it can't be built yet.
  const confs = files.paths.filter(canBeBuilt);
  if (confs.length === 0)
    return refuse(
      terminal,
      `${given.folder}: this folder has only a template of a dkms.conf; generate dkms.conf from it first`,
    );
  const kernels = chooseKernels(given.selection, await engine.kernels());
  if ('wrong' in kernels) return refuse(terminal, kernels.wrong);
  for (const conf of confs.filter(hasProposal)) {
    // Most modules have a dkms.conf, and its code is a dozen files that a build needs for nothing else.
    const { describeProposal } = await import('../workspace/modules/propose-module.ts');
    const note = await describeProposal(conf, engine.settingsFor(conf), await engine.sources.read(conf));
    if (note !== undefined) terminal.err.write(`dkms-tools: ${note}\n`);
  }

  const { shard } = given;
  const targets = confs
    .flatMap((conf) => kernels.names.map((kernel) => ({ conf, kernel })))
    .filter((_, at) => !shard || at % shard.of === shard.part - 1);

  if (shard && targets.length === 0) {
    const all = plural(confs.length * kernels.names.length, 'build');
    terminal.err.write(
      `dkms-tools: part ${shard.part} of ${shard.of} is empty: there are only ${all} builds\n`,
    );
  }

  const abort = new AbortController();
  const cancel = () => abort.abort();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, cancel);
  const started = performance.now();
  const progress = new ProgressLine(terminal, targets.length);
  const isAlone = targets.length === 1;
  const verified = new Map<JudgedResult, Verification>();
  const printer = new ResultPrinter(targets, (result) => {
    progress.clear();
    // The result of a single build is printed with the causes of its problems, which are looked for at the end. Which builds were cancelled
    // is seen in the table.
    if (given.format !== 'text' || isAlone || result.status === 'cancelled') return;
    terminal.out.write(resultText(result, terminal.out, false));
    const verification = verified.get(result);
    if (verification) terminal.out.write(verificationText(verification, terminal));
  });
  const listenerOf = (target: BuildTarget): BuildListener => ({
    ...{ output: () => {}, problem: () => {} },
    progress: (step) => {
      if (step.phase !== 'waiting') progress.show(titleOf(target), step);
      else {
        progress.clear();
        terminal.err.write(
          `dkms-tools: ${titleOf(target)}: waiting for ${step.holder}, which is building the same module\n`,
        );
      }
    },
  });
  const ended = (target: BuildTarget, result: JudgedResult) => {
    progress.done();
    printer.add(target, result);
  };
  const jobs = given.jobs ?? engine.settings.jobs;
  const { signal } = abort;
  const build = async () => {
    if (!given.verify) return buildMatrix(builds, targets, { jobs, signal, listenerOf, ended });
    const { verifyWithDkms } = await import('../workspace/verify/verification.ts');
    const results: JudgedResult[] = [];
    for (const target of targets) {
      const how = { signal, listener: listenerOf(target), share: { jobs } };
      const verification = await verifyWithDkms(engine, builds, target, how);
      verified.set(verification.ours, verification);
      results.push(verification.ours);
      ended(target, verification.ours);
    }
    return results;
  };
  const bare = await build();
  progress.clear();
  const results = await explain(bare);
  const [alone] = isAlone ? results : [];
  if (given.format === 'text' && alone) {
    terminal.out.write(resultText(alone, terminal.out, true));
    const [verification] = verified.values();
    if (verification) terminal.out.write(verificationText(verification, terminal));
  }
  if (given.format === 'json') terminal.out.write(asJson(results, bare, verified));
  else if (isMachineFormat(given.format)) {
    const compilers = new Map((await engine.kernels()).map((one) => [one.name, one.compiler?.text]));
    const about = { command: 'build', version, root: process.cwd() } as const;
    const report = await reportOfResults(results, about, (kernel) => columnUnitOf(compilers.get(kernel)));
    terminal.out.write(renderReport(report, given.format));
  } else if (results.length > 1)
    terminal.out.write(summaryText(results, performance.now() - started, terminal.out));
  if (abort.signal.aborted) {
    terminal.err.write('dkms-tools: cancelled\n');
    return 130;
  }
  const differs = [...verified.values()].some(({ differences }) => differences.length > 0);
  return differs || results.some(failsRun) ? 1 : 0;
}

/** `bare` are the same results without causes, which are the keys of the verifications. */
function asJson(
  results: readonly ExplainedResult<JudgedResult>[],
  bare: readonly JudgedResult[],
  verified: ReadonlyMap<JudgedResult, Verification>,
): string {
  const document = {
    version: 1,
    results: results.map((result, at) => ({
      ...result,
      problems: result.problems.map((problem) => ({
        ...problem,
        cause: problem.cause ? causeDocument(problem.cause) : null,
      })),
      ...verificationFields(bare[at] && verified.get(bare[at])),
    })),
    groups: groupErrors(results).map((group) => ({
      ...group,
      cause: group.cause ? causeDocument(group.cause) : null,
    })),
  };
  return `${JSON.stringify(document)}\n`;
}

function titleOf({ conf, kernel }: BuildTarget): string {
  return `${path.basename(path.dirname(conf))} for ${kernel}`;
}

/** Prints results as they arrive, but in the order of their targets: a result waits for those before it. */
class ResultPrinter {
  readonly #targets: readonly BuildTarget[];
  readonly #print: (result: JudgedResult) => void;
  readonly #results = new Map<BuildTarget, JudgedResult>();
  #printed = 0;

  constructor(targets: readonly BuildTarget[], print: (result: JudgedResult) => void) {
    this.#targets = targets;
    this.#print = print;
  }

  add(target: BuildTarget, result: JudgedResult): void {
    this.#results.set(target, result);
    for (let next = this.#next(); next; next = this.#next()) {
      this.#printed++;
      this.#print(next);
    }
  }

  #next(): JudgedResult | undefined {
    const target = this.#targets[this.#printed];
    return target && this.#results.get(target);
  }
}

/** A line on the terminal that is overwritten with each update; nothing if the output is not a terminal. */
class ProgressLine {
  readonly #terminal: Terminal;
  readonly #total: number;
  #done = 0;

  constructor(terminal: Terminal, total: number) {
    this.#terminal = terminal;
    this.#total = total;
  }

  /** Another build has ended. */
  done(): void {
    this.#done++;
  }

  show(
    title: string,
    { phase, objects, file }: { readonly phase: string; readonly objects: number; readonly file?: string },
  ): void {
    const share = this.#total > 1 ? `${this.#done} of ${this.#total} done; ` : '';
    const detail = objects > 0 ? ` ${objects}${file === undefined ? '' : ` ${file}`}` : '';
    this.#rewrite(`${share}${title}: ${phase}${detail}`);
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
