import path from 'node:path';
import type { PortStyle } from '../porting/change-edit.ts';
import type { PortOutcome } from '../porting/port-outcome.ts';
import type { BuildScheduler } from '../workspace/build-scheduler.ts';
import { canBeBuilt, findBuildPaths } from '../workspace/conf-paths.ts';
import type { Engine } from '../workspace/engine.ts';
import type { CauseFinder } from '../workspace/explanation/cause-finder.ts';
import { chooseKernels } from '../workspace/kernels/kernel-selection.ts';
import { writeModern } from '../workspace/modernise/modernise-module.ts';
import { buildsEverywhere, portDocument, portPatch } from '../workspace/porting/port-document.ts';
import { portByLog } from '../workspace/porting/port-log.ts';
import { portModule } from '../workspace/porting/port-module.ts';
import type { DataFormat } from './command.ts';
import { portReport } from './port-report.ts';
import { refuse, type Terminal } from './terminal.ts';

export interface PortArguments {
  /** A folder with one module, or its dkms.conf. */
  readonly folder: string;
  readonly kernels: readonly string[];
  readonly style: PortStyle;
  readonly isApplied: boolean;
  readonly takesLikely: boolean;
  /** The log of a build of the folder's source that ran elsewhere. */
  readonly log?: string;
}

/**
 * Runs `dkms-tools port`: prints the edits that make a module build for all of the kernels as a patch, or makes them; returns the exit
 * code. If the patch is the result, standard output has nothing else, and the report goes to standard error.
 */
export async function runPort(
  engine: Engine,
  builds: BuildScheduler,
  causes: CauseFinder,
  given: PortArguments & { readonly format: DataFormat },
  terminal: Terminal,
): Promise<number> {
  if (given.log !== undefined) return runLogPort(engine, causes, { ...given, log: given.log }, terminal);
  const found = await findBuildPaths(given.folder);
  if ('wrong' in found) return refuse(terminal, found.wrong);
  const [conf, second] = found.paths.filter(canBeBuilt);
  if (conf === undefined)
    return refuse(
      terminal,
      `${given.folder}: there is only a template of a dkms.conf here; generate dkms.conf first`,
    );
  if (second !== undefined)
    return refuse(
      terminal,
      `${given.folder} contains several modules; name one of them: ${found.paths.join(', ')}`,
    );
  const kernels = chooseKernels({ kind: 'named', names: given.kernels }, await engine.kernels());
  if ('wrong' in kernels) return refuse(terminal, kernels.wrong);
  const abort = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => abort.abort());
  const progress = new PhaseLines(terminal);
  const { style, takesLikely } = given;
  const outcome = await portModule(
    { path: conf, kernels: kernels.names, style, takesLikely },
    { ...{ engine, builds, causes, listener: progress }, signal: abort.signal },
  );
  progress.clear();
  if (!outcome) {
    terminal.err.write('dkms-tools: cancelled\n');
    return 130;
  }
  if ('wrong' in outcome) return refuse(terminal, outcome.wrong);
  return finish(outcome, (await engine.sources.read(conf)).folder, given, terminal);
}

async function runLogPort(
  engine: Engine,
  causes: CauseFinder,
  given: PortArguments & { readonly log: string; readonly format: DataFormat },
  terminal: Terminal,
): Promise<number> {
  const source = path.resolve(given.folder);
  const kernels =
    given.kernels.length === 0
      ? { names: [] }
      : chooseKernels({ kind: 'named', names: given.kernels }, await engine.kernels());
  if ('wrong' in kernels) return refuse(terminal, kernels.wrong);
  const { style, takesLikely } = given;
  const request = { log: path.resolve(given.log), source, kernels: kernels.names, style, takesLikely };
  const outcome = await portByLog(request, { engine, causes });
  if ('wrong' in outcome) return refuse(terminal, outcome.wrong);
  return finish(outcome, source, given, terminal);
}

/** Writes the files if the user wants that, and prints the result; returns the exit code. */
async function finish(
  outcome: PortOutcome,
  folder: string,
  given: PortArguments & { readonly format: DataFormat },
  terminal: Terminal,
): Promise<number> {
  const failure = given.isApplied && outcome.files.length > 0 ? await writeModern(outcome) : undefined;
  if (failure !== undefined) return refuse(terminal, failure);
  print(outcome, folder, given, terminal);
  return buildsEverywhere(outcome) && outcome.left.length === 0 ? 0 : 1;
}

function print(
  outcome: PortOutcome,
  folder: string,
  { format, isApplied }: Pick<PortArguments, 'isApplied'> & { readonly format: DataFormat },
  { out, err }: Terminal,
): void {
  if (format === 'json') {
    out.write(`${JSON.stringify(portDocument(outcome, folder, isApplied))}\n`);
    return;
  }
  const isPatch = !isApplied && outcome.files.length > 0;
  const report = portReport(outcome, folder, isApplied, isPatch ? err : out);
  if (isPatch) {
    out.write(portPatch(outcome, folder));
    err.write(report);
  } else out.write(report);
}

/** The phases of a port as lines on standard error; on a terminal, the last line is overwritten while builds are running. */
class PhaseLines {
  readonly #terminal: Terminal;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  phase(text: string): void {
    this.clear();
    this.#terminal.err.write(`dkms-tools: ${text}\n`);
  }

  building(kernel: string, { phase, objects }: { readonly phase: string; readonly objects: number }): void {
    const { err } = this.#terminal;
    if (err.isTerminal) err.write(`\r\u001b[K  ${kernel}: ${phase}${objects > 0 ? ` ${objects}` : ''}`);
  }

  clear(): void {
    const { err } = this.#terminal;
    if (err.isTerminal) err.write('\r\u001b[K');
  }
}
