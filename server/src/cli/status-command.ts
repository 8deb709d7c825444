import { plural } from '../plural.ts';
import type { Engine } from '../workspace/engine.ts';
import { readMachineModules } from '../workspace/machine/machine-modules.ts';
import type { MachineModules, ModuleKernelState, ModuleState } from '../workspace/machine/module-state.ts';
import { tableRows } from './table.ts';
import { styled, type Terminal, type Writer } from './terminal.ts';

/**
 * Runs `dkms-tools status`: what is registered with dkms on this machine; returns the exit code, which is 0 even when something is wrong with
 * it: the list says so. 2 where none of it can be read.
 */
export async function runStatus(
  engine: Engine,
  given: { readonly format: 'text' | 'json' },
  terminal: Terminal,
): Promise<number> {
  const machine = await readMachineModules(engine);
  for (const fault of machine.faults) terminal.err.write(`dkms-tools: ${fault}\n`);
  // If nothing could be read, the number of modules is unknown, not 0.
  const isUnread = machine.modules.length === 0 && machine.faults.length > 0;
  if (given.format === 'json') terminal.out.write(asJson(machine));
  else if (!isUnread) terminal.out.write(asText(machine, terminal.out));
  return isUnread ? 2 : 0;
}

function asJson({ dkms, tree, modules, faults }: MachineModules): string {
  const document = {
    ...{ version: 1, dkms: dkms ?? null, tree, faults },
    modules: modules.map(({ source, conf, autoinstall, kernels, ...module }) => ({
      ...module,
      ...{ source: source ?? null, conf: conf ?? null },
      autoinstall: autoinstall === 'unknown' ? null : autoinstall,
      kernels: kernels.map(({ missing, different, log, ...kernel }) => ({
        ...kernel,
        ...{ missing: missing ?? null, different: different ?? null, log: log ?? null },
      })),
    })),
  };
  return `${JSON.stringify(document)}\n`;
}

interface Line {
  readonly cells: readonly [string, string, string, string, string];
  readonly remarks: readonly string[];
}

function asText({ dkms, tree, modules }: MachineModules, out: Writer): string {
  const who = dkms ? `dkms ${dkms.version}, ${tree}` : `${tree}; dkms is not installed`;
  if (modules.length === 0) return `No module is registered with dkms (${who}).\n`;
  const lines = modules.flatMap((module) => linesOf(module, out));
  const heads = ['module', 'version', 'kernel', 'arch', 'state'] as const;
  const [head = '', ...rows] = tableRows(
    heads.map((title, at) => [title, ...lines.map(({ cells }) => cells[at] ?? '')]),
  );
  const body = rows.map((row, at) =>
    [row, ...(lines[at]?.remarks ?? []).map((remark) => `    ${remark}`)].join('\n'),
  );
  const problems = modules.reduce((sum, module) => sum + problemsOf(module), 0);
  const verdict =
    problems === 0 ? styled(out, 'green', 'no problem') : styled(out, 'yellow', plural(problems, 'problem'));
  return [
    styled(out, 'dim', head),
    ...body,
    '',
    `${plural(modules.length, 'module')} (${who}), ${verdict}`,
    '',
  ].join('\n');
}

function linesOf(module: ModuleState, out: Writer): readonly Line[] {
  const { module: name, version, state, kernels, problems } = module;
  const notes = problems.map((problem) => styled(out, 'yellow', problem));
  if (kernels.length === 0)
    return [{ cells: [name, version, '', '', stateText(state, out)], remarks: notes }];
  return kernels.map((kernel, at) => ({
    cells: [
      at === 0 ? name : '',
      at === 0 ? version : '',
      kernel.kernel,
      kernel.arch,
      stateText(kernel.state, out, kernel),
    ],
    remarks: [
      ...(at === 0 ? notes : []),
      ...kernel.problems.map((problem) => styled(out, 'yellow', problem)),
      ...(kernel.problems.length > 0 && kernel.log !== undefined ? [`log: ${kernel.log}`] : []),
    ],
  }));
}

function stateStyle(state: ModuleState['state'] | ModuleKernelState['state']): 'red' | 'green' | 'cyan' {
  if (state === 'broken' || state === 'failed') return 'red';
  return state === 'installed' || state === 'installed-weak' ? 'green' : 'cyan';
}

function stateText(state: Parameters<typeof stateStyle>[0], out: Writer, kernel?: ModuleKernelState): string {
  const from = kernel?.from === undefined ? '' : ` from ${kernel.from}`;
  return `${styled(out, stateStyle(state), state)}${from}${kernel?.originals ? ', replaces a module of the kernel' : ''}`;
}

function problemsOf({ problems, kernels }: ModuleState): number {
  return kernels.reduce((sum, kernel) => sum + kernel.problems.length, problems.length);
}
