import { mkdtempSync, rmSync } from 'node:fs';
import { constants, homedir, tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';

/** The variables that stay: where temporary files go, what the test runner tells its workers, and what testers set. */
const kept = /^(?:TMPDIR|VITEST\w*|NODE_ENV|NODE_V8_COVERAGE|DKMS_TOOLS_(?!CACHE$)\w+)$/;

/**
 * Makes this process independent of the machine before the test runner starts its workers: replaces its environment with its locale and time
 * zone, the home folder, and the mode of new files. `surroundings.ts` replaces system folders such as /lib/modules.
 */
export function enterPlainSurroundings(): void {
  const machine = { ...process.env };
  const cache =
    machine.DKMS_TOOLS_TEST_CACHE ||
    path.join(machine.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'dkms-tools-test');
  const home = mkdtempSync(path.join(tmpdir(), 'dkms-tools-home-'));
  process.once('exit', () => rmSync(home, { recursive: true, force: true, maxRetries: 3 }));
  // Without a handler, these end a process without an `exit` event.
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
  }
  for (const name of Object.keys(process.env)) if (!kept.test(name)) delete process.env[name];
  Object.assign(process.env, {
    // The folder of the tests' own node comes last, since it may contain other programs.
    PATH: `/usr/sbin:/usr/bin:/sbin:/bin:${path.dirname(process.execPath)}`,
    ...{ HOME: home, LANG: 'C.UTF-8', TZ: 'UTC', TERM: 'dumb' },
    // Test material is fetched once for all runs.
    DKMS_TOOLS_TEST_CACHE: cache,
    DKMS_TOOLS_EDITOR: machine.DKMS_TOOLS_EDITOR || path.join(cache, 'editor'),
  });
  process.umask(0o022);
}
