import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * What a test sees of the machine it runs on, and the only file of the tests that looks at its environment: `enter-surroundings.mts` has
 * left in it the system's programs, an empty home, one language and one time zone.
 */

/** What testers may set, without `DKMS_TOOLS_`; CONTRIBUTING.md says what for. */
export type TestOption =
  | 'BROKEN'
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
  | 'TABLE'
  | 'TEST_CACHE'
  | 'TIMES'
  | 'VSIX'
  | 'WRITE_EXPECTED';

export function testOption(name: TestOption): string | undefined {
  return process.env[`DKMS_TOOLS_${name}`] || undefined;
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

/** The user and group of nobody, for what root may do and is to fail. */
export const nobody = 65_534;

/** What stands in the system's folders that tell of kernels and of dkms; what is not named is empty. */
export interface Machine {
  /** Shown as /lib/modules. */
  readonly modules?: string;
  /** Shown as /etc/dkms. */
  readonly overrides?: string;
  /** Shown as /usr/src. */
  readonly sources?: string;
}

/**
 * The words that run a command where the system's folders hold what is named and nothing else, in a mount namespace of its own; the process is
 * the command's own. Where such a namespace may not be made (without root), the command sees the machine's folders.
 */
export function onMachine(command: readonly string[], machine: Machine = {}): readonly string[] {
  if (!canMount()) return command;
  const places = [
    ['/lib/modules', machine.modules ?? ''],
    ['/usr/src', machine.sources ?? ''],
    ['/etc/dkms', machine.overrides ?? ''],
    ['/var/lib/dkms', ''],
  ].flat();
  return ['unshare', '--mount', 'sh', '-c', mountPlaces, 'sh', ...places, '--', ...command];
}

// Pairs of folders up to `--`; a place that the machine does not have is empty as it is.
const mountPlaces = `
while [ "$1" != -- ]; do
  if [ -n "$2" ]; then mount --bind "$2" "$1" || exit 125
  elif [ -d "$1" ]; then mount -t tmpfs none "$1" || exit 125
  fi
  shift 2
done
shift
exec "$@"`;

/** Whether this user may mount folders for a process of its own. */
export function canMount(): boolean {
  return isRoot && existsSync('/usr/bin/unshare') && spawnSync('unshare', ['--mount', 'true']).status === 0;
}
