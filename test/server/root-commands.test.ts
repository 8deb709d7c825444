import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rootLine } from '../../client/src/machine/root-command.ts';
import type { DkmsCommandLine } from '../../server/src/lsp/messages.ts';
import { bundledCommandLine } from '../support/command-line.ts';
import { makeDkmsTrees } from '../support/dkms-trees.ts';
import { LanguageClient } from '../support/language-client.ts';
import { needs, noDkms, noMounts } from '../support/needs.ts';
import {
  isRoot,
  type Machine,
  nobody,
  onMachine,
  plainEnvironment,
  privateMounts,
} from '../support/surroundings.ts';

const isThere = (program: string) =>
  spawnSync(program, ['--version'], { env: plainEnvironment() }).error === undefined;

describe(
  'a command for root, as it is typed into a terminal',
  needs(
    !isThere('dkms') && noDkms,
    !privateMounts() && noMounts,
    !isRoot && 'only root can run what another user would type',
    !isThere('sudo') && 'sudo is not installed',
  ),
  () => {
    let folder = '';
    let machine: Machine;
    let command = '';

    beforeAll(async () => {
      folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-root-'));
      chmodSync(folder, 0o755);
      const trees = makeDkmsTrees(folder, { lamp: {} }, '/');
      mkdirSync(path.join(folder, 'etc'));
      machine = {
        ...{ modules: trees.installTree, sources: trees.sourceTree, state: trees.dkmsTree },
        overrides: path.join(folder, 'etc'),
      };
      const client = await LanguageClient.start([process.execPath, bundledCommandLine, 'lsp', '--stdio'], {
        ...{ folder, machine },
        // As that of a user of Debian, who does not have the folders of root in it.
        env: plainEnvironment({ PATH: '/usr/local/bin:/usr/bin:/bin' }),
      });
      const asked = { action: 'remove', module: 'lamp', version: '1.0' };
      const found = await client.request<DkmsCommandLine>('dkms/dkmsCommand', asked);
      command = found.command ?? '';
      await client.stop();
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    /** What a line prints for a user of whom no terminal can ask the password. */
    function typed(line: string, user: number): SpawnSyncReturns<string> {
      const shell = ['/usr/bin/setsid', '--wait', '/bin/bash', '-c', `${line} 2>&1`];
      const asUser = ['/usr/bin/setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups', ...shell];
      const [program = '', ...words] = onMachine(asUser, machine);
      return spawnSync(program, words, {
        ...{ encoding: 'utf8', input: '', cwd: folder },
        env: plainEnvironment({ PATH: '/usr/local/bin:/usr/bin:/bin' }),
      });
    }
    const registered = () => readdirSync(path.join(folder, 'var/lib/dkms/lamp'), { recursive: true });

    test('changes nothing where sudo, pkexec or su refuses, and they say so', () => {
      const before = registered();
      for (const [program, refusal] of [
        ['sudo', /^sudo: a password is required$/m],
        ['pkexec', /^Error (?:getting authority|executing command)|Not authorized/m],
        ['su', /su: Authentication failure$/m],
      ] as const) {
        if (!isThere(program)) continue;
        const line = rootLine(command, program, new Set([program])) ?? expect.unreachable();
        const { status, stdout } = typed(line, nobody);
        expect(stdout, line).toMatch(refusal);
        expect(status, line).not.toBe(0);
      }
      expect(registered()).toEqual(before);
    });

    test('finds dkms, and does what it says', () => {
      const line = rootLine(command, 'sudo', new Set(['sudo'])) ?? expect.unreachable();
      expect(line).toBe('sudo /usr/sbin/dkms remove -m lamp -v 1.0 --all');
      const { status, stdout } = typed(line, 0);
      expect([status, stdout]).toEqual([0, expect.stringContaining('Deleting module lamp-1.0')]);
      expect(readdirSync(path.join(folder, 'var/lib/dkms'))).toEqual([]);
    });
  },
);
