import path from 'node:path';
import type { FailOn } from '../load/load-test.ts';
import type { MachineChoice } from '../load/machine.ts';
import type { BuildScheduler } from '../workspace/build-scheduler.ts';
import { canBeBuilt, findBuildPaths } from '../workspace/conf-paths.ts';
import type { Engine } from '../workspace/engine.ts';
import { chooseKernels } from '../workspace/kernels/kernel-selection.ts';
import { type LoadedModule, loadModule } from '../workspace/load/load-module.ts';
import type { DataFormat } from './command.ts';
import type { GetArguments } from './fetch-kernels-command.ts';
import { placedMessage, refuse, styled, type Terminal, type Writer } from './terminal.ts';

export interface LoadArguments extends GetArguments {
  readonly folder: string;
  readonly kernel: string;
  /** What to run in the virtual machine while the modules are loaded. */
  readonly command?: string;
  readonly timeoutMs: number;
  readonly failOn: FailOn;
  readonly machine: MachineChoice;
}

/** Runs `dkms-tools load`: builds each module of the folder for a kernel, and loads it there in a virtual machine; returns the exit code. */
export async function runLoad(
  engine: Engine,
  builds: BuildScheduler,
  given: LoadArguments & { readonly format: DataFormat },
  terminal: Terminal,
): Promise<number> {
  const found = await findBuildPaths(given.folder);
  if ('wrong' in found) return refuse(terminal, found.wrong);
  const confs = found.paths.filter(canBeBuilt);
  if (confs.length === 0)
    return refuse(terminal, `${given.folder}: there is only a template of a dkms.conf here`);
  const kernels = chooseKernels({ kind: 'named', names: [given.kernel] }, await engine.kernels());
  if ('wrong' in kernels) return refuse(terminal, kernels.wrong);
  const abort = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => abort.abort());
  const { command, timeoutMs, failOn, machine, format } = given;
  const [kernel = given.kernel, ...others] = kernels.names;
  if (others.length > 0)
    return refuse(
      terminal,
      `${given.kernel} stands for several kernels (${kernels.names.join(', ')}); name one`,
    );
  const loaded: LoadedModule[] = [];
  for (const conf of confs) {
    const name = path.basename(path.dirname(conf));
    const tell = (what: string) =>
      terminal.err.isTerminal && terminal.err.write(`dkms-tools: ${name}: ${what}\n`);
    tell(`building for ${kernel}`);
    const one = await loadModule(
      engine,
      builds,
      { conf, kernel },
      {
        ...{ signal: abort.signal, timeoutMs, failOn, machine, ...(command !== undefined && { command }) },
        listener: {
          ...{ output: () => {}, problem: () => {} },
          progress: ({ phase, holder }) => {
            if (phase === 'booting') tell('starting the virtual machine');
            if (phase === 'waiting') tell(`waiting for ${holder}`);
          },
        },
      },
    );
    loaded.push(one);
    if (format === 'text') terminal.out.write(loadText(one, terminal.out));
    if (abort.signal.aborted) break;
  }
  if (format === 'json') terminal.out.write(asJson(loaded));
  if (abort.signal.aborted) {
    terminal.err.write('dkms-tools: cancelled\n');
    return 130;
  }
  const unusable = loaded.find(({ load }) => load?.status === 'unusable')?.load;
  if (unusable) return refuse(terminal, unusable.reason ?? '');
  return loaded.every(({ build, load }) => build.status === 'skipped' || load?.status === 'ok') ? 0 : 1;
}

function asJson(loaded: readonly LoadedModule[]): string {
  const results = loaded.map(({ build, load }) => {
    const { module, path: conf, kernel, status, reason, problems } = build;
    const base = { module, path: conf, kernel };
    if (!load)
      return {
        ...base,
        status: status === 'skipped' ? status : 'failed',
        reason,
        problems,
        steps: [],
        output: [],
      };
    return { ...base, ...load, exitCode: load.exitCode ?? null };
  });
  return `${JSON.stringify({ version: 1, results })}\n`;
}

function loadText({ build, load }: LoadedModule, out: Writer): string {
  const { module, kernel } = build;
  const title = `${styled(out, 'bold', module)} for ${kernel}`;
  const problems = load?.problems ?? build.problems.filter(({ severity }) => severity === 'error');
  const found = problems.map((problem) => {
    const { file, line, column, severity, message, related } = problem;
    const trace = related.map(
      (one) => `    ${styled(out, 'dim', `${one.file}:${one.line}: ${one.message}`)}\n`,
    );
    return `${placedMessage(out, { location: [file, line, column].filter(Boolean).join(':'), severity, text: message })}${trace.join('')}`;
  });
  if (!load)
    return `${found.join('')}${title}: not loaded, because its build ${build.status}: ${build.reason ?? ''}\n`;
  if (load.status === 'unusable') return '';
  const done = load.steps.filter(({ what }) => ['inserted', 'removed'].includes(what));
  const lines = [
    `${title}: ${load.status} after ${(load.durationMs / 1000).toFixed(1)} s`,
    ...(load.machine === undefined ? [] : [`  machine: ${load.machine}`]),
    ...(load.note === undefined ? [] : [`  ${load.note}`]),
    ...done.map(({ what, name }) => `  ${what} ${name}`),
    ...load.output.map((line) => `  | ${line}`),
    ...(load.log === undefined ? [] : [`  log: ${load.log}`]),
  ];
  return `${found.join('')}${lines.join('\n')}\n`;
}
