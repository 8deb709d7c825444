import { spawnSync } from 'node:child_process';
import { chownSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/**
 * What a test sees of the machine it runs on, and the only file of the tests that looks at its environment: `enter-surroundings.mts` has
 * left in it the system's programs, an empty home, one language and one time zone.
 */

/** What testers may set, without `DKMS_TOOLS_`; CONTRIBUTING.md says what for. */
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

/** Where test material lies. */
export function testCache(): string {
  const cache = process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache');
  return testOption('TEST_CACHE') ?? path.join(cache, 'dkms-tools-test');
}

/** The environment that programs get from tests, and some more variables. */
export function plainEnvironment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return { ...process.env, ...more };
}

/** The folders of programs, the first ones before those of the system. */
export function searchPath(...before: readonly string[]): string {
  return [...before, process.env.PATH ?? ''].filter(Boolean).join(path.delimiter);
}

export const isRoot = process.getuid?.() === 0;

/** A user who may write nothing but what he is given: a conf is a program. */
export const nobody = 65_534;

/**
 * Does some work as a user whom permissions hold back: nobody, where the tests run as root. The folder, which becomes that user's, is where
 * the work is done.
 */
export async function heldByPermissions<Result>(
  folder: string,
  work: () => Promise<Result>,
): Promise<Result> {
  if (!isRoot) return work();
  chownSync(folder, nobody, nobody);
  process.seteuid?.(nobody);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

/** The words that run a command as this user, whom permissions hold back then even where it is root. */
export function withoutPrivileges(command: readonly string[]): readonly string[] {
  return isRoot
    ? ['/usr/bin/setpriv', '--bounding-set=-dac_override,-dac_read_search', '--', ...command]
    : command;
}

/** The contents of the system's folders about kernels and dkms; a folder that is not named is empty. */
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
 * The words that run a command where the system's folders hold what is named and nothing else, in a mount namespace of its own; the process is
 * the command's own. Who is not root sees the machine's folders where nothing is named; where such a namespace may not be made, always.
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

/** The words that run a command with mounts of its own; `undefined` where this user may not have any. */
export function privateMounts(): readonly string[] | undefined {
  const words = ['/usr/bin/unshare', ...(isRoot ? ['--mount'] : ['--map-root-user', '--mount'])];
  mayMount ??=
    spawnSync('/usr/bin/unshare', [...words.slice(1), '/bin/mount', '-t', 'tmpfs', 'none', '/mnt']).status ===
    0;
  return mayMount ? words : undefined;
}

let mayMount: boolean | undefined;

// Pairs of a place and what is to stand there, up to `--`. A place that the machine does not have is empty as it is; what is to stand there gets
// one in a layer over the folder above. The command may have a PATH without any program.
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
