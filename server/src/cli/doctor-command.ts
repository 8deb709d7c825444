import { resolve } from 'node:path';
import { plural } from '../plural.ts';
import { diagnoseMachine, type MachineDiagnosis } from '../workspace/machine/diagnosis.ts';
import { refuse, styled, type Terminal, type Writer } from './terminal.ts';

/** Runs `dkms-tools doctor`, which reports what keeps this machine from building or loading modules; returns 1 if anything does, 2 if no kernel is left to examine, else 0. */
export async function runDoctor(
  given: {
    readonly format: 'text' | 'json';
    readonly moduleFolders: readonly string[];
    readonly systemKernels: boolean;
  },
  terminal: Terminal,
): Promise<number> {
  const kernelFolders = given.moduleFolders.map((folder) => resolve(folder));
  if (!given.systemKernels && kernelFolders.length === 0)
    return refuse(
      terminal,
      'without the kernels of this machine, doctor needs those of a folder: --modules DIR',
    );
  const diagnosis = await diagnoseMachine({ kernelFolders, systemKernels: given.systemKernels });
  terminal.out.write(given.format === 'json' ? asJson(diagnosis) : asText(diagnosis, terminal.out));
  return diagnosis.errors > 0 ? 1 : 0;
}

function asJson({ checks }: MachineDiagnosis): string {
  const document = {
    version: 1,
    checks: checks.map(({ id, title, observations }) => ({
      ...{ id, title },
      observations: observations.map(({ status, message, remedy }) => ({
        ...{ status, message },
        remedy: remedy ?? null,
      })),
    })),
  };
  return `${JSON.stringify(document)}\n`;
}

const styles = {
  ok: 'green',
  information: 'cyan',
  warning: 'yellow',
  error: 'red',
  unknown: 'magenta',
} as const;

const names = {
  ok: 'ok',
  information: 'note',
  warning: 'warning',
  error: 'error',
  unknown: 'unknown',
} as const;

function asText({ checks, errors, warnings, unknown }: MachineDiagnosis, out: Writer): string {
  let text = '';
  for (const { title, observations } of checks) {
    text += `${styled(out, 'bold', title)}\n`;
    for (const { status, message, remedy } of observations) {
      text += `  ${styled(out, styles[status], names[status].padEnd(7))}  ${message}\n`;
      if (remedy) {
        const command = styled(out, 'bold', remedy.command);
        text += `           ${remedy.needsRoot ? `as root: ${command}` : command}\n`;
      }
    }
  }
  const counts = [
    plural(errors, 'error'),
    plural(warnings, 'warning'),
    ...(unknown > 0 ? [`${unknown} unknown`] : []),
  ];
  return `${text}\n${counts.join(', ')}\n`;
}
