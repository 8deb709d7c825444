import { mkdtempSync, rmSync } from 'node:fs';
import { constants, homedir, tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';

/** Where temporary files go, what the test runner says to its workers, what testers ask for. */
const kept = /^(?:TMPDIR|VITEST\w*|NODE_ENV|NODE_V8_COVERAGE|DKMS_TOOLS_(?!CACHE$)\w+)$/;

/**
 * Takes from this process, before the test runner starts its workers, what machines differ in: its environment with its locale and time zone,
 * the home folder, and the mode of new files. The folders of /lib/modules and the like are the business of `surroundings.ts`.
 */
export function enterPlainSurroundings(): void {
  const machine = { ...process.env };
  const cache =
    machine.DKMS_TOOLS_TEST_CACHE ||
    path.join(machine.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'dkms-tools-test');
  const home = mkdtempSync(path.join(tmpdir(), 'dkms-tools-home-'));
  process.once('exit', () => rmSync(home, { recursive: true, force: true, maxRetries: 3 }));
  // By themselves, these end a process without its `exit`.
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
  }
  for (const name of Object.keys(process.env)) if (!kept.test(name)) delete process.env[name];
  Object.assign(process.env, {
    // Programs of the tests' own node come last: there may be others beside it.
    PATH: `/usr/sbin:/usr/bin:/sbin:/bin:${path.dirname(process.execPath)}`,
    ...{ HOME: home, LANG: 'C.UTF-8', TZ: 'UTC', TERM: 'dumb' },
    // Test material is fetched once for all runs.
    DKMS_TOOLS_TEST_CACHE: cache,
    DKMS_TOOLS_EDITOR: machine.DKMS_TOOLS_EDITOR || path.join(cache, 'editor'),
  });
  process.umask(0o022);
}
