import { constants } from 'node:fs';
import { access, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../builds/process.ts';
import { initScript } from './init-script.ts';
import { initialFiles, type LoadedModules, readLoadedModules } from './initial-files.ts';
import {
  KernelOutput,
  kernelParameters,
  type MachineEnd,
  type MachineOptions,
  machineArguments,
  stoppedByKvm,
  type VirtualMachine,
} from './machine.ts';
import { runFromSnapshot } from './snapshot/snapshot.ts';
import { unpackKernel } from './unpacked-kernel.ts';

/** Runs a kernel in QEMU, with nothing of this machine but the modules, without a disk and without a network, and waits for its end. */
export async function runMachine(machine: VirtualMachine, options: MachineOptions): Promise<MachineEnd> {
  const { groups, env, timeoutMs, signal, onText } = options;
  let given: LoadedModules;
  try {
    given = await readLoadedModules(machine, options);
  } catch (error) {
    return { kind: 'unusable', reason: (error as Error).message };
  }
  let initrd: string | undefined;
  const inTime = AbortSignal.timeout(timeoutMs);
  const either = signal ? AbortSignal.any([signal, inTime]) : inTime;
  let last = '';
  // KVM may exist but not work, as inside many virtual machines: QEMU exits before the kernel prints anything, or the machine stands still.
  for (const way of machine.mayUseKvm
    ? startWays
    : startWays.filter(({ accelerator }) => accelerator !== 'kvm')) {
    if (signal?.aborted) return { kind: 'cancelled' };
    if (way.from === 'snapshot') {
      const hasEnded = await runFromSnapshot(machine, given, { ...options, signal: either });
      if (either.aborted) return signal?.aborted ? { kind: 'cancelled' } : { kind: 'timeout' };
      if (hasEnded) return { kind: 'ended' };
      continue;
    }
    const kernel =
      way.from === 'kernel'
        ? await unpackKernel(machine.image, machine.folder, { groups, env, signal: either })
        : machine.image;
    if (kernel === undefined) continue;
    try {
      initrd ??= await writeInitrd(machine, given);
    } catch (error) {
      return { kind: 'unusable', reason: (error as Error).message };
    }
    const output = new KernelOutput();
    const broken = new AbortController();
    const end = await runCommand(
      {
        program: machine.qemu,
        args: qemuArguments(kernel, initrd, way.accelerator),
        cwd: machine.folder,
        env,
      },
      {
        ...{ groups, graceMs: 0, signal: AbortSignal.any([either, broken.signal]) },
        onText: (text) => {
          if (way.accelerator === 'kvm' && text.includes(stoppedByKvm)) broken.abort();
          const shown = output.add(text);
          if (shown !== '') onText(shown);
        },
      },
    );
    if (way.from === 'kernel') await rm(kernel, { force: true });
    if (either.aborted) return signal?.aborted ? { kind: 'cancelled' } : { kind: 'timeout' };
    if (end.kind === 'not-started') return { kind: 'unusable', reason: end.reason };
    if (broken.signal.aborted) options.onRestart();
    else if (output.hasStarted) return { kind: 'ended' };
    last = output.beforeStart.trim().split('\n').at(-1) ?? '';
  }
  return { kind: 'unusable', reason: last };
}

/** Writes the initial file system of a machine that boots, which one that continues from a snapshot does not need. */
async function writeInitrd(
  { busybox, folder }: VirtualMachine,
  { plan, files }: LoadedModules,
): Promise<string> {
  const initrd = join(folder, 'initrd');
  await writeFile(initrd, await initialFiles(busybox, initScript(plan), files));
  return initrd;
}

/**
 * Whether KVM can run an ordinary kernel here: the device is open to this user, and the processor has virtualization. Some virtual machines
 * have the device without it; KVM then emulates the kernel's start, slowly, until it meets an instruction that it does not know.
 */
export async function isKvmUsable(): Promise<boolean> {
  const processor = await readFile('/proc/cpuinfo', 'utf8').catch(() => '');
  const isOpen = await access('/dev/kvm', constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
  return isOpen && /^flags\s*:.*\b(?:vmx|svm)\b/m.test(processor);
}

/**
 * How a machine is started, the fastest way first. Where QEMU has to translate every instruction, booting takes many times as long as the
 * test, so that it is done once.
 */
const startWays: readonly {
  readonly accelerator: 'kvm' | 'tcg';
  readonly from: 'image' | 'snapshot' | 'kernel';
}[] = [
  { accelerator: 'kvm', from: 'image' },
  { accelerator: 'tcg', from: 'snapshot' },
  { accelerator: 'tcg', from: 'kernel' },
  { accelerator: 'tcg', from: 'image' },
];

function qemuArguments(kernel: string, initrd: string, accelerator: string): readonly string[] {
  return [
    ...['-accel', accelerator, '-m', '512', ...machineArguments],
    ...['-kernel', kernel, '-initrd', initrd, '-append', kernelParameters],
  ];
}

/** Whether an ELF program is statically linked, that is, names no dynamic loader (PT_INTERP). */
export async function isStatic(program: string): Promise<boolean> {
  const file = await open(program).catch(() => undefined);
  if (!file) return false;
  try {
    const head = Buffer.alloc(4096);
    await file.read(head, 0, head.length, 0);
    if (head.toString('latin1', 0, 4) !== '\x7fELF' || head[4] !== 2) return false;
    const [offset, size, count] = [
      Number(head.readBigUInt64LE(32)),
      head.readUInt16LE(54),
      head.readUInt16LE(56),
    ];
    for (let at = 0; at < count; at++) {
      const header = offset + at * size;
      if (header + 4 <= head.length && head.readUInt32LE(header) === 3) return false;
    }
    return true;
  } finally {
    await file.close();
  }
}
