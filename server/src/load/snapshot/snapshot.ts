import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, realpath, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runCommand } from '../../builds/process.ts';
import { markPrefix, readyMark, unableMark } from '../init-script.ts';
import { initialFiles, type LoadedModules } from '../initial-files.ts';
import {
  KernelOutput,
  kernelParameters,
  type MachineOptions,
  machineArguments,
  type SnapshotPlace,
  type VirtualMachine,
} from '../machine.ts';
import { unpackKernel } from '../unpacked-kernel.ts';
import {
  type BoxContent,
  boxParameter,
  createMemory,
  fillBox,
  initOfBox,
  memorySize,
  packBox,
} from './box.ts';
import { Monitor, monitorArguments } from './monitor.ts';

/**
 * Runs a machine that has booted already, and waits for its end; at the first time, boots it and makes the snapshot. False if there can be
 * none, so that the kernel has to be booted in another way. A snapshot is a folder with
 * - `memory`, the file of the machine's memory, which the running machine maps,
 * - `state`, that of its processor and devices, as QEMU writes it for a migration,
 * - `console`, what it has printed.
 *
 * A folder without `state` says that no snapshot can be made of this machine.
 */
export async function runFromSnapshot(
  machine: VirtualMachine,
  given: LoadedModules,
  options: MachineOptions,
): Promise<boolean> {
  const { signal } = options;
  const content = packBox(given.plan, given.files);
  if (!machine.snapshots || !content) return false;
  const { folder, kernelMark } = machine.snapshots;
  try {
    const snapshot = join(folder, `${kernelMark}-${await identity(machine)}`);
    let isThere = await exists(join(snapshot, 'state'));
    if (isThere) options.onText(await readFile(join(snapshot, 'console'), 'utf8'));
    else if (await exists(snapshot)) return false;
    else isThere = await makeSnapshot(machine, machine.snapshots, snapshot, options);
    if (isThere) {
      // Tells when it was last used.
      await utimes(snapshot, new Date(), new Date());
      if (await continueMachine(machine, content, snapshot, options)) return true;
      // Such as one whose files were not on the disk yet when the power failed.
      const isCancelled = signal?.aborted && (signal.reason as Error).name !== 'TimeoutError';
      if (!isCancelled) await rm(snapshot, { recursive: true, force: true });
    }
  } catch {
    // The disk may be full, or the snapshot may have been removed meanwhile: the kernel can boot without it.
  }
  if (!signal?.aborted) options.onRestart();
  return false;
}

/** Changes with everything that a snapshot is made of: the image, the programs, and this program's part. */
async function identity({ image, qemu, busybox }: VirtualMachine): Promise<string> {
  const parts = await Promise.all(
    [image, qemu, busybox].map(async (file) => {
      const path = await realpath(file);
      const { size, mtimeMs } = await stat(path);
      return [path, size, mtimeMs];
    }),
  );
  const own = [machineArguments, kernelParameters, boxParameter, initOfBox];
  return createHash('sha256')
    .update(JSON.stringify([...parts, ...own]))
    .digest('hex')
    .slice(0, 16);
}

/** Boots a machine and makes its snapshot; false if it was cancelled, or if there can be none. */
async function makeSnapshot(
  machine: VirtualMachine,
  { folder, kernelMark }: SnapshotPlace,
  snapshot: string,
  options: MachineOptions,
): Promise<boolean> {
  const draft = join(folder, `draft-${randomUUID()}`);
  await mkdir(draft, { recursive: true, mode: 0o700 });
  try {
    const kernel = await unpackKernel(machine.image, draft, options);
    if (kernel === undefined) return false;
    const memory = join(draft, 'memory');
    const initrd = join(draft, 'initrd');
    await createMemory(memory);
    await writeFile(initrd, await initialFiles(machine.busybox, initOfBox));
    const boot = ['-kernel', kernel, '-initrd', initrd, '-append', `${kernelParameters} ${boxParameter}`];
    const output = new KernelOutput();
    const monitor = await Monitor.open(draft);
    let console = '';
    const hasPrinted = (mark: string) => console.includes(`${markPrefix}${mark}`);
    let isSaved: Promise<boolean> | undefined;
    await runQemu(machine, draft, monitor, [...memoryArguments(memory, 'on'), ...boot], options, (text) => {
      const shown = output.add(text);
      console += shown;
      if (shown !== '') options.onText(shown);
      if (hasPrinted(readyMark)) isSaved ??= save(monitor);
    });
    if (options.signal?.aborted) return false;
    const hasState = (await isSaved) ?? false;
    // A kernel that has started, and panicked or hung for once, may come further the next time.
    const isFinal = isSaved !== undefined || !output.hasStarted || hasPrinted(unableMark);
    if (!isFinal) return false;
    if (!hasState) await rm(join(draft, 'state'), { force: true });
    await writeFile(join(draft, 'console'), console);
    await Promise.all([kernel, initrd].map((file) => rm(file, { force: true })));
    const known = (await readdir(folder)).filter((name) => name.replace(/-[0-9a-f]{16}$/, '') === kernelMark);
    // Another process may have made the same one meanwhile.
    if (known.includes(basename(snapshot))) return exists(join(snapshot, 'state'));
    // Those of an image that was replaced are of no use any more.
    for (const name of known) await rm(join(folder, name), { recursive: true, force: true });
    await rename(draft, snapshot);
    return hasState;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Writes the state of a running machine into its folder, and ends it; false if QEMU can't. */
async function save(monitor: Monitor): Promise<boolean> {
  try {
    await beginMigration(monitor);
    await monitor.execute('migrate', { uri: 'exec:cat >state' });
    for (;;) {
      const { status } = (await monitor.execute('query-migrate')) as { readonly status?: string };
      if (status === 'completed') return true;
      if (status === 'failed' || status === 'cancelled') return false;
      await delay(20);
    }
  } catch {
    return false;
  } finally {
    await monitor.execute('quit').catch(() => {});
  }
}

/** Leaves the memory out, which is a file already. The capability has been there since QEMU 4.0. */
async function beginMigration(monitor: Monitor): Promise<void> {
  await monitor.execute('qmp_capabilities');
  await monitor.execute('migrate-set-capabilities', {
    capabilities: [{ capability: 'x-ignore-shared', state: true }],
  });
}

/** Runs a copy of the machine in a snapshot, with a filled box; false if it does not go on. */
async function continueMachine(
  machine: VirtualMachine,
  content: BoxContent,
  snapshot: string,
  options: MachineOptions,
): Promise<boolean> {
  const { folder } = machine;
  const [memory, state] = ['memory', 'state'].map((name) => join(snapshot, name)) as [string, string];
  const own = join(folder, 'memory');
  const { groups, env, signal } = options;
  try {
    // Other than Node, it leaves holes as they are.
    const copy = { program: 'cp', args: ['--', memory, state, `${folder}/`], cwd: folder, env };
    const copied = await runCommand(copy, { groups, ...(signal && { signal }) });
    if (signal?.aborted) return false;
    if (copied.kind !== 'exited' || copied.code !== 0) throw new Error(`cp failed (${copied.kind})`);
    await fillBox(own, content);
    const monitor = await Monitor.open(folder);
    const resumed = beginMigration(monitor)
      .then(() => monitor.execute('migrate-incoming', { uri: 'exec:cat state' }))
      .catch(() => {});
    let text = '';
    // QEMU loads this when it starts a kernel directly, and a machine must have it where the snapshot has it.
    const waiting = ['-option-rom', 'pvh.bin', '-incoming', 'defer'];
    await runQemu(machine, folder, monitor, [...memoryArguments(own, 'off'), ...waiting], options, (more) => {
      text += more;
      options.onText(more);
    });
    await resumed;
    return text.includes(markPrefix);
  } finally {
    await Promise.all([own, join(folder, 'state')].map((file) => rm(file, { force: true })));
  }
}

function memoryArguments(file: string, share: 'on' | 'off'): readonly string[] {
  const size = `${memorySize / 1024 / 1024}M`;
  return [
    ...['-accel', 'tcg', '-m', size, '-machine', 'pc,memory-backend=memory'],
    // A comma ends a value unless it is doubled.
    ...[
      '-object',
      `memory-backend-file,id=memory,size=${size},share=${share},mem-path=${file.replaceAll(',', ',,')}`,
    ],
  ];
}

/** Runs QEMU in a folder, with a monitor that is closed when it ends. */
async function runQemu(
  { qemu }: VirtualMachine,
  cwd: string,
  monitor: Monitor,
  args: readonly string[],
  { groups, env, signal }: MachineOptions,
  onText: (text: string) => void,
): Promise<void> {
  try {
    await runCommand(
      { program: qemu, args: [...machineArguments, ...monitorArguments, ...args], cwd, env },
      { ...{ groups, graceMs: 0, onText }, ...(signal && { signal }) },
    );
  } finally {
    monitor.close();
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
