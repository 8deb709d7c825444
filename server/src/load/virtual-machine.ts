import { constants } from 'node:fs';
import { access, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../builds/process.ts';
import type { ProcessGroups } from '../builds/process-group.ts';
import { type ArchiveEntry, cpioArchive } from './cpio.ts';
import { decompress } from './decompress.ts';
import { type InitPlan, initScript } from './init-script.ts';
import { moduleName } from './kernel-files.ts';
import { findPackedKernel, hasDirectEntry } from './kernel-image.ts';
import { readPlainModule } from './plain-module.ts';

/** What to boot, and what the machine is to do. */
export interface VirtualMachine {
  readonly qemu: string;
  /** Whether to try KVM first. */
  readonly mayUseKvm: boolean;
  /** A statically linked busybox of the kernel's architecture. */
  readonly busybox: string;
  readonly image: string;
  /** The kernel's own modules that are needed, in the order of loading; compressed or not. */
  readonly needed: readonly string[];
  /** The modules under test. */
  readonly modules: readonly string[];
  readonly command?: string;
  /** A folder for the initial file system, used by this machine alone. */
  readonly folder: string;
}

export interface MachineOptions {
  readonly groups: ProcessGroups;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Receives the console's output as it arrives. */
  readonly onText: (text: string) => void;
  /** Called if everything begins again, since KVM failed: what `onText` received does not count. */
  readonly onRestart: () => void;
}

export type MachineEnd =
  | { readonly kind: 'ended' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'unusable'; readonly reason: string };

/** Boots a kernel in QEMU, with nothing of this machine but the modules, without a disk and without a network, and waits for its end. */
export async function runMachine(machine: VirtualMachine, options: MachineOptions): Promise<MachineEnd> {
  const { groups, env, timeoutMs, signal, onText } = options;
  const initrd = join(machine.folder, 'initrd');
  try {
    await writeFile(initrd, cpioArchive(await contents(machine, options)));
  } catch (error) {
    return { kind: 'unusable', reason: (error as Error).message };
  }
  if (signal?.aborted) return { kind: 'cancelled' };
  const inTime = AbortSignal.timeout(timeoutMs);
  const either = signal ? AbortSignal.any([signal, inTime]) : inTime;
  let last = '';
  // KVM may exist but not work, as inside many virtual machines: QEMU exits before the kernel prints anything, or the machine stands still.
  for (const way of machine.mayUseKvm ? startWays : startWays.slice(1)) {
    const kernel = way.isUnpacked ? await unpackedKernel(machine, options) : machine.image;
    if (signal?.aborted) return { kind: 'cancelled' };
    if (kernel === undefined) continue;
    let hasStarted = false;
    let output = '';
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
          output = hasStarted ? '' : output + text;
          const starts = !hasStarted && output.includes('Linux version ');
          hasStarted ||= starts;
          if (hasStarted) onText(starts ? withoutFirmware(output) : text);
        },
      },
    );
    if (way.isUnpacked) await rm(kernel, { force: true });
    if (either.aborted) return signal?.aborted ? { kind: 'cancelled' } : { kind: 'timeout' };
    if (end.kind === 'not-started') return { kind: 'unusable', reason: end.reason };
    if (broken.signal.aborted) options.onRestart();
    else if (hasStarted) return { kind: 'ended' };
    last = output.trim().split('\n').at(-1) ?? '';
  }
  return { kind: 'unusable', reason: last };
}

/** What QEMU prints when KVM can't continue the machine, which stands still from then on. Source: accel/kvm/kvm-all.c of QEMU 7.2. */
const stoppedByKvm = 'KVM internal error';

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
 * How a kernel is started, the fastest way first. Where QEMU has to translate every instruction, unpacking the image would take the kernel
 * longer than everything else that it does at the start, so this machine unpacks it.
 */
const startWays: readonly { readonly accelerator: string; readonly isUnpacked: boolean }[] = [
  { accelerator: 'kvm', isUnpacked: false },
  { accelerator: 'tcg', isUnpacked: true },
  { accelerator: 'tcg', isUnpacked: false },
];

/** Unpacks the kernel of an image into the machine's folder; `undefined` if it can only be started as an image. */
async function unpackedKernel(machine: VirtualMachine, options: MachineOptions): Promise<string | undefined> {
  try {
    const packed = findPackedKernel(await readFile(machine.image));
    if (!packed) return undefined;
    const kernel = await decompress(packed.data, packed.compression, machine.folder, options);
    if (!hasDirectEntry(kernel)) return undefined;
    const path = join(machine.folder, 'vmlinux');
    await writeFile(path, kernel);
    return path;
  } catch {
    // The image unpacks itself.
    return undefined;
  }
}

/** The output without that of the firmware before the kernel's, which has sequences that clear the screen. */
function withoutFirmware(output: string): string {
  const [, text = output] = /((?:\[ *\d+\.\d+\] ?)?Linux version .*)$/s.exec(output) ?? [];
  return text;
}

function qemuArguments(kernel: string, initrd: string, accelerator: string): readonly string[] {
  return [
    ...['-accel', accelerator, '-cpu', 'max', '-m', '512', '-nographic', '-no-reboot'],
    ...['-nodefaults', '-serial', 'stdio', '-net', 'none', '-kernel', kernel, '-initrd', initrd],
    // The whole kernel log is printed, and a panic ends the machine.
    ...[
      '-append',
      'console=ttyS0 ignore_loglevel printk.devkmsg=on panic=-1 nokaslr mitigations=off rdinit=/init',
    ],
  ];
}

const folderMode = 0o040755;
const programMode = 0o100755;
const fileMode = 0o100644;
const deviceMode = 0o020600;

async function contents(machine: VirtualMachine, options: MachineOptions): Promise<readonly ArchiveEntry[]> {
  const { busybox, needed, modules, command } = machine;
  const files = await Promise.all(
    [...needed, ...modules].map(async (file, at) => ({
      path: `modules/${at}/${moduleName(file)}.ko`,
      // Not every insmod can decompress it.
      data: await readPlainModule(file, machine.folder, options),
    })),
  );
  const inMachine = files.map(({ path }) => `/${path}`);
  const plan: InitPlan = {
    needed: inMachine.slice(0, needed.length),
    modules: modules.map((file, at) => ({
      name: moduleName(file),
      file: inMachine[needed.length + at] ?? '',
    })),
    ...(command !== undefined && { command }),
  };
  return [
    ...['bin', 'dev', 'modules'].map((path) => ({ path, mode: folderMode })),
    // The kernel opens it for the first program, before anything is mounted.
    { path: 'dev/console', mode: deviceMode, device: [5, 1] },
    { path: 'init', mode: programMode, data: Buffer.from(initScript(plan)) },
    { path: 'bin/busybox', mode: programMode, data: await readFile(busybox) },
    ...files.map((_, at) => ({ path: `modules/${at}`, mode: folderMode })),
    ...files.map((file) => ({ ...file, mode: fileMode })),
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
