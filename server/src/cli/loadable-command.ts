import path from 'node:path';
import type { ProcessGroups } from '../builds/process-group.ts';
import type { KernelHistory } from '../triage/history/kernel-history.ts';
import type { Engine } from '../workspace/engine.ts';
import { findBuiltFiles, judgedKernels } from '../workspace/load/judged-kernels.ts';
import { checkLoading, type LoadingVerdict } from '../workspace/load/loading-check.ts';
import type { DataFormat } from './command.ts';
import type { GetArguments } from './fetch-kernels-command.ts';
import { placedMessage, refuse, styled, type Terminal, type Writer } from './terminal.ts';

export interface LoadableArguments extends GetArguments {
  /** Built modules, compressed or not, or folders of them. */
  readonly paths: readonly string[];
  /** Names of kernels; the running one where there is none. */
  readonly kernels: readonly string[];
  /** The folder of the modules' C files. */
  readonly source?: string;
}

/** Runs `dkms-tools loadable`; returns the exit code: 1 if a kernel refuses a module, 2 if that can't be told at all. */
export async function runLoadable(
  {
    engine,
    groups,
    history,
  }: { readonly engine: Engine; readonly groups: ProcessGroups; readonly history: KernelHistory | undefined },
  given: LoadableArguments & { readonly format: DataFormat },
  terminal: Terminal,
): Promise<number> {
  const files = await findBuiltFiles(given.paths.map((one) => path.resolve(one)));
  if ('wrong' in files) return refuse(terminal, files.wrong);
  const kernels = judgedKernels(given.kernels, await engine.kernels(), history);
  if ('wrong' in kernels) return refuse(terminal, kernels.wrong);
  const verdicts = await checkLoading(
    { engine, history },
    { files, kernels, ...(given.source !== undefined && { folders: [path.resolve(given.source)] }) },
    groups,
  );
  if ('wrong' in verdicts) return refuse(terminal, verdicts.wrong);
  terminal.out.write(
    given.format === 'json'
      ? `${JSON.stringify({ version: 1, results: verdicts })}\n`
      : verdicts.map((one) => verdictText(one, terminal.out)).join(''),
  );
  return verdicts.some(({ status }) => status === 'refused') ? 1 : 0;
}

function verdictText(
  { module, kernel, status, certainty, problems, notes }: LoadingVerdict,
  out: Writer,
): string {
  const found = problems.map(({ file, line, column, severity, message, object }) => {
    // The first line of a binary is no place.
    const near = path.relative('', file);
    const shown = near.startsWith('..') ? file : near;
    const place = file === object ? [shown] : [shown, line, column];
    return placedMessage(out, { location: place.filter(Boolean).join(':'), severity, text: message });
  });
  const says = {
    ok: styled(out, 'green', 'nothing was found that keeps it from loading'),
    refused: styled(out, 'red', certainty === 'likely' ? 'is most likely refused' : 'is refused'),
    unsure: styled(out, 'yellow', 'may be refused'),
  }[status];
  const isUnjudged = status === 'unsure' && problems.every(({ severity }) => severity === 'information');
  const verdict = isUnjudged
    ? 'nothing was found that keeps it from loading, but not all could be judged'
    : says;
  const lines = [
    `${styled(out, 'bold', module)} in ${kernel}: ${verdict}`,
    ...notes.map((note) => `  ${note}`),
  ];
  return `${found.join('')}${lines.join('\n')}\n`;
}
