import { spawnSync } from 'node:child_process';
import { chownSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/**
 * What a test sees of the machine on which it runs. No other file of the tests reads the environment: `enter-surroundings.mts` has reduced
 * it to the system's programs, an empty home, one language and one time zone.
 */

/** The variables that testers may set, without `DKMS_TOOLS_`; CONTRIBUTING.md explains them. */
export type TestOption =
  | 'BROKEN'
  | 'CHANGES'
  | 'CHECKED'
  | 'CHROMIUM'
  | 'CLANG'
  | 'COMMANDS'
  | 'CORPUS'
  | 'EDITOR'
  | 'FIRST_SEED'
  | 'KERNELS'
  | 'LOGS'
  | 'ROUNDS'
  | 'SEED'
  | 'SEEDS'
  | 'REPORTS'
  | 'TABLE'
  | 'TEST_CACHE'
  | 'TIMES'
  | 'VSIX'
  | 'WRITE_EXPECTED';

export function testOption(name: TestOption): string | undefined {
  return process.env[`DKMS_TOOLS_${name}`] || undefined;
}

/** The folder of the test material. */
export function testCache(): string {
  const cache = process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache');
  return testOption('TEST_CACHE') ?? path.join(cache, 'dkms-tools-test');
}

/** The environment that tests give to programs, with additional variables. */
export function plainEnvironment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return { ...process.env, ...more };
}

/** A PATH with these folders before those of the system. */
export function searchPath(...before: readonly string[]): string {
  return [...before, process.env.PATH ?? ''].filter(Boolean).join(path.delimiter);
}

export const isRoot = process.getuid?.() === 0;

/** A user who may write only to files of the tests, since a conf is a program. */
export const nobody = 65_534;

/**
 * Does some work as a user to whom permissions apply: the user nobody, if the tests run as root. The work is done in the folder, which that
 * user then owns.
 */
export async function asUnprivileged<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  if (!isRoot) return work();
  chownSync(folder, nobody, nobody);
  process.seteuid?.(nobody);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

/** The words that run a command as this user, with permissions applying even to root. */
export function withoutPrivileges(command: readonly string[]): readonly string[] {
  return isRoot
    ? ['/usr/bin/setpriv', '--bounding-set=-dac_override,-dac_read_search', '--', ...command]
    : command;
}

/** The contents of the system folders for kernels and dkms; a folder that is not named is empty. */
export interface Machine {
  /** Shown as /lib/modules. */
  readonly modules?: string;
  /** Shown as /etc/dkms. */
  readonly overrides?: string;
  /** Shown as /usr/src. */
  readonly sources?: string;
  /** Shown as /var/lib/dkms. */
  readonly state?: string;
}

/**
 * The words that run a command in a mount namespace in which the system folders hold only what is named; the process is the command's own.
 * A user other than root sees the machine's own folders if nothing is named, or if the system does not allow such a namespace.
 */
export function onMachine(command: readonly string[], machine?: Machine): readonly string[] {
  const prefix = isRoot || machine ? privateMounts() : undefined;
  if (!prefix) return command;
  const places = [
    ['/lib/modules', machine?.modules ?? ''],
    ['/usr/src', machine?.sources ?? ''],
    ['/etc/dkms', machine?.overrides ?? ''],
    ['/var/lib/dkms', machine?.state ?? ''],
  ].flat();
  return [...prefix, '/bin/sh', '-c', mountPlaces, 'sh', ...places, '--', ...command];
}

/** The words that run a command in a mount namespace of its own; `undefined` if this user may not create one. */
export function privateMounts(): readonly string[] | undefined {
  const words = ['/usr/bin/unshare', ...(isRoot ? ['--mount'] : ['--map-root-user', '--mount'])];
  mayMount ??=
    spawnSync('/usr/bin/unshare', [...words.slice(1), '/bin/mount', '-t', 'tmpfs', 'none', '/mnt']).status ===
    0;
  return mayMount ? words : undefined;
}

let mayMount: boolean | undefined;

// Pairs of a mount point and the folder to show there, up to `--`. A missing mount point with nothing to show is left alone; otherwise it
// is created in an overlay of the folder above. The command may have a PATH without any program.
const mountPlaces = `
searched=$PATH
PATH=/usr/sbin:/usr/bin:/sbin:/bin
while [ "$1" != -- ]; do
  if [ -n "$2" ] && [ ! -d "$1" ]; then
    above=$(realpath -m "$1")
    above=\${above%/*}
    mount -t tmpfs none /mnt && mkdir /mnt/upper /mnt/work || exit 125
    mount -t overlay none -o "lowerdir=$above,upperdir=/mnt/upper,workdir=/mnt/work" "$above" && mkdir "$1" || exit 125
  fi
  if [ -n "$2" ]; then mount --bind "$2" "$1" || exit 125
  elif [ -d "$1" ]; then mount -t tmpfs none "$1" || exit 125
  fi
  shift 2
done
shift
PATH=$searched
exec "$@"`;
