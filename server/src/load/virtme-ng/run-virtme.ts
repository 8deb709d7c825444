import { copyFile, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bashCommand, runCommand } from '../../builds/process.ts';
import { hostInit, markPrefix } from '../init-script.ts';
import { type LoadedModules, readLoadedModules } from '../initial-files.ts';
import {
  KernelOutput,
  type MachineEnd,
  type MachineOptions,
  sharedParameters,
  stoppedByKvm,
  type VirtualMachine,
} from '../machine.ts';

/** A machine of virtme-ng. */
export interface VirtmeMachine extends VirtualMachine {
  /** The path of virtme-run. */
  readonly virtmeRun: string;
  readonly release: string;
  /** The folder of the kernel's own modules, with modules.dep: without that file, virtme-run would write it there. */
  readonly modulesDir: string;
  /** The folder that the command runs in. */
  readonly commandFolder: string;
}

/**
 * Runs a kernel with virtme-ng, which shows the machine the files of this one; QEMU lets none of them be written. Waits for its end, which
 * is `unusable` also if the machine ended before the first step, since another version of virtme-ng may not do what this needs.
 */
export async function runVirtme(machine: VirtmeMachine, options: MachineOptions): Promise<MachineEnd> {
  const { groups, env, timeoutMs, signal, onText } = options;
  const inTime = AbortSignal.timeout(timeoutMs);
  const either = signal ? AbortSignal.any([signal, inTime]) : inTime;
  const ownFolder = join(machine.folder, 'virtme-ng');
  try {
    const kernel = await layOut(machine, ownFolder, await readLoadedModules(machine, options));
    let last = '';
    for (const withKvm of machine.mayUseKvm ? [true, false] : [false]) {
      const output = new KernelOutput();
      const broken = new AbortController();
      let text = '';
      const end = await runCommand(
        {
          // It opens its output by name in /proc, which works with a pipe, but not with the socket that Node makes of one.
          ...bashCommand(
            '"$@" 2>&1 </dev/null | cat',
            'bash',
            ...virtmeWords(machine, kernel, ownFolder, withKvm),
          ),
          cwd: ownFolder,
          // Its own files go there, too.
          env: { ...env, PATH: `${env.PATH ?? ''}:/usr/sbin:/sbin`, TMPDIR: ownFolder },
        },
        {
          ...{ groups, graceMs: 0, signal: AbortSignal.any([either, broken.signal]) },
          onText: (more) => {
            if (withKvm && more.includes(stoppedByKvm)) broken.abort();
            text += more;
            const shown = output.add(more);
            if (shown !== '') onText(shown);
          },
        },
      );
      if (either.aborted) return signal?.aborted ? { kind: 'cancelled' } : { kind: 'timeout' };
      if (end.kind === 'not-started') return { kind: 'unusable', reason: end.reason };
      if (text.includes(`${markPrefix}begin`)) return { kind: 'ended' };
      last = lastLine(text);
      if (broken.signal.aborted) options.onRestart();
      else break;
    }
    return { kind: 'unusable', reason: `virtme-ng ended before the test (${last})` };
  } catch (error) {
    return { kind: 'unusable', reason: (error as Error).message };
  } finally {
    await rm(ownFolder, { recursive: true, force: true });
  }
}

/**
 * Writes what virtme-run is given into a folder; returns the path of the image there. virtme-run looks for the modules beside the image, in
 * `lib/modules` or, as kmod of some distributions does, in `usr/lib/modules`.
 */
async function layOut(
  { image, release, modulesDir, commandFolder, busybox }: VirtmeMachine,
  folder: string,
  { plan, files }: LoadedModules,
): Promise<string> {
  const kernel = join(folder, 'boot', `vmlinuz-${release}`);
  for (const name of ['boot', 'lib/modules', 'usr']) await mkdir(join(folder, name), { recursive: true });
  // It is not told the release of a link.
  await copyFile(image, kernel);
  await symlink(modulesDir, join(folder, 'lib/modules', release));
  await symlink('../lib', join(folder, 'usr/lib'));
  for (const { path, data } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), data);
  }
  const there = {
    ...plan,
    needed: plan.needed.map((file) => join(folder, file)),
    modules: plan.modules.map(({ name, file }) => ({ name, file: join(folder, file) })),
    commandFolder,
  };
  await writeFile(join(folder, 'init'), hostInit(there, busybox, release, modulesDir), { mode: 0o755 });
  return kernel;
}

/**
 * virtme-run and its options, which are those of virtme-ng 1.20 to 1.41. Its own init is not used: it tells a script's ports by the links of
 * udev, for which it does not wait long enough where the processor is emulated. Its initial file system starts the first init that the
 * kernel's command line names, and options that are given come before its own; a script makes it print the console and end with the kernel.
 */
function virtmeWords(
  { virtmeRun, qemu, busybox }: VirtmeMachine,
  kernel: string,
  folder: string,
  withKvm: boolean,
): readonly string[] {
  return [
    ...[virtmeRun, '--kimg', kernel, '--mods=auto', '--qemu-bin', qemu, '--busybox', busybox],
    // Of both ways to share files, 9p is the one in which QEMU itself refuses to write. A microvm is no PC.
    ...['--memory', '1G', '--force-9p', '--disable-microvm', ...(withKvm ? [] : ['--disable-kvm'])],
    '--show-boot-console',
    ...sharedParameters.flatMap((parameter) => ['--kopt', parameter]),
    ...['--force-initramfs', '--kopt', `init=${join(folder, 'init')}`, '--script-sh', 'true'],
  ];
}

function lastLine(text: string): string {
  const line = text.split(/\r*\n/).findLast((one) => one.trim() !== '') ?? 'it printed nothing';
  return line.trim().replace(/\.$/, '');
}
