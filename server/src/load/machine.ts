import type { ProcessGroups } from '../builds/process-group.ts';

/** What the machine contains: the files of this one, or a busybox and the modules alone. */
export type MachineKind = 'virtme-ng' | 'busybox';

/**
 * Which machine is to be used. `automatic`: virtme-ng for a test command, which alone can tell the difference; busybox, which starts faster,
 * without one or if virtme-ng can't be used.
 */
export type MachineChoice = (typeof machineChoices)[number];

export const machineChoices = ['automatic', 'virtme-ng', 'busybox'] as const;

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
  /** A folder for the machine's files, used by this machine alone. */
  readonly folder: string;
  /** Where the snapshot of a machine with this kernel is, once there is one; without it, the kernel boots each time. */
  readonly snapshots?: SnapshotPlace;
}

/** Where snapshots of booted machines are kept. */
export interface SnapshotPlace {
  /** Only the user may have access to it. */
  readonly folder: string;
  /** Names the kernel within the folder: there is one snapshot of each. */
  readonly kernelMark: string;
}

export interface MachineOptions {
  readonly groups: ProcessGroups;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Receives the console's output as it arrives. */
  readonly onText: (text: string) => void;
  /** Called if everything begins again, since KVM or a snapshot failed: what `onText` received does not count. */
  readonly onRestart: () => void;
}

export type MachineEnd =
  | { readonly kind: 'ended' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'unusable'; readonly reason: string };

/** The arguments of QEMU that are the same however a kernel is started. */
export const machineArguments: readonly string[] = [
  ...['-cpu', 'max', '-nographic', '-no-reboot', '-nodefaults', '-serial', 'stdio', '-net', 'none'],
];

/**
 * The whole kernel log is printed, and a panic ends the machine. On a busy host, the ticks of a timer come so late that the kernel takes it
 * for broken and panics, which no_timer_check prevents.
 */
export const sharedParameters: readonly string[] = [
  ...['ignore_loglevel', 'printk.devkmsg=on', 'panic=-1', 'nokaslr', 'mitigations=off', 'no_timer_check'],
];

/** The parameters of a kernel that QEMU boots with our own initial file system. */
export const kernelParameters = `console=ttyS0 ${sharedParameters.join(' ')} rdinit=/init`;

/** What QEMU prints when KVM can't continue the machine, which stands still from then on. Source: accel/kvm/kvm-all.c of QEMU 7.2. */
export const stoppedByKvm = 'KVM internal error';

/** Lets the output of the kernel through, but not that of the firmware before it, which has sequences that clear the screen. */
export class KernelOutput {
  #held = '';
  #hasStarted = false;

  get hasStarted(): boolean {
    return this.#hasStarted;
  }

  /** What was printed if the kernel has not started. */
  get beforeStart(): string {
    return this.#held;
  }

  /** The part of the output that is to be shown now. */
  add(text: string): string {
    if (this.#hasStarted) return text;
    this.#held += text;
    const [, output] = /((?:\[ *\d+\.\d+\] ?)?Linux version .*)$/s.exec(this.#held) ?? [];
    if (output === undefined) return '';
    this.#hasStarted = true;
    this.#held = '';
    return output;
  }
}
