import { type BootSearch, whatToDo } from './bootable.ts';
import type { MachineChoice, MachineEnd, MachineKind, MachineOptions, VirtualMachine } from './machine.ts';
import { findVirtmeRun } from './virtme-ng/programs.ts';
import { runVirtme } from './virtme-ng/run-virtme.ts';
import { runMachine } from './virtual-machine.ts';

export interface ChosenMachine extends VirtualMachine {
  readonly choice: MachineChoice;
  readonly release: string;
  /** The folder of the kernel's own modules; `undefined` if they are not there. */
  readonly modulesDir: string | undefined;
  /** The folder that the command runs in, if the machine has it. */
  readonly commandFolder: string;
}

export interface MachineRun {
  readonly machine: MachineKind;
  readonly end: MachineEnd;
  /** A sentence: why virtme-ng, which is installed, was not used although it would have been chosen. */
  readonly note?: string;
}

/** Runs the chosen machine and waits for its end. */
export async function runChosenMachine(
  given: ChosenMachine,
  search: Pick<BootSearch, 'searchPath' | 'distribution'>,
  options: MachineOptions,
): Promise<MachineRun> {
  const { choice, command, modulesDir } = given;
  const isWanted = choice === 'automatic' ? command !== undefined : choice === 'virtme-ng';
  if (!isWanted) return { machine: 'busybox', end: await runMachine(given, options) };
  const began = performance.now();
  const virtmeRun = await findVirtmeRun(search);
  let reason: string | undefined;
  if (typeof virtmeRun !== 'string') {
    if (virtmeRun.isInstalled || choice === 'virtme-ng') reason = whatToDo(virtmeRun);
  } else if (modulesDir === undefined) {
    reason = `virtme-ng needs the modules of kernel ${given.release}, which are not there.`;
  } else {
    const end = await runVirtme({ ...given, virtmeRun, modulesDir }, options);
    if (end.kind !== 'unusable') return { machine: 'virtme-ng', end };
    options.onRestart();
    reason = `${end.reason}.`;
  }
  if (choice === 'virtme-ng')
    return { machine: 'virtme-ng', end: { kind: 'unusable', reason: reason ?? '' } };
  const timeoutMs = Math.max(1, Math.round(options.timeoutMs - (performance.now() - began)));
  return {
    ...{ machine: 'busybox', end: await runMachine(given, { ...options, timeoutMs }) },
    ...(reason !== undefined && { note: `virtme-ng was not used: ${reason}` }),
  };
}
