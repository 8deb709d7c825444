import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isSince, parseDkmsVersion } from '../../server/src/conf/directives/dkms-version.ts';
import { bundledCommandLine, runCommandLine } from '../support/command-line.ts';
import { needs, noDkms, noMounts } from '../support/needs.ts';
import { type Machine, onMachine, plainEnvironment, privateMounts } from '../support/surroundings.ts';

const asked = spawnSync('dkms', ['--version'], { encoding: 'utf8', env: plainEnvironment() });
const dkms = parseDkmsVersion(asked.stdout?.trim() ?? '');

/** Compares the predictions of `next` with what the real `dkms autoinstall` does. */
describe(
  'dkms autoinstall does what next says',
  needs(
    !dkms && noDkms,
    !privateMounts() && noMounts,
    !existsSync(bundledCommandLine) && 'dist/cli.js is not there',
  ),
  () => {
    const release = '6.5.0-2-amd64';
    let folder: string;
    let machine: Machine;

    beforeEach(() => {
      folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-autoinstall-'));
      for (const name of ['etc', 'state', 'sources', `modules/${release}/build/include`])
        mkdirSync(path.join(folder, name), { recursive: true });
      writeFileSync(path.join(folder, 'modules', release, 'modules.dep'), '');
      machine = {
        ...{ modules: path.join(folder, 'modules'), sources: path.join(folder, 'sources') },
        ...{ state: path.join(folder, 'state'), overrides: path.join(folder, 'etc') },
      };
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    const confOf = (name: string) => path.join(folder, `sources/${name}-1.0/dkms.conf`);

    function run(line: string): string {
      const [program = '', ...words] = onMachine(['/bin/sh', '-c', line], machine);
      const env = plainEnvironment({ sign_file: '/dev/null', try_sign_modules: 'false' });
      return spawnSync(program, words, { encoding: 'utf8', env }).stdout;
    }

    /** Registers modules whose MAKE just touches a file, each with these lines in its dkms.conf. */
    function register(modules: Readonly<Record<string, string>>): void {
      for (const [name, lines] of Object.entries(modules)) {
        mkdirSync(path.dirname(confOf(name)));
        writeFileSync(path.join(confOf(name), `../${name}.c`), '');
        writeFileSync(
          confOf(name),
          `PACKAGE_NAME="${name}"\nPACKAGE_VERSION="1.0"\nMAKE="touch ${name}.ko"\nCLEAN="true"\nBUILT_MODULE_NAME="${name}"\nDEST_MODULE_LOCATION="/updates"\nSTRIP="no"\n${lines}\n`,
        );
      }
      run(
        Object.keys(modules)
          .map((name) => `dkms add -m ${name} -v 1.0`)
          .join(' && '),
      );
    }

    async function verdicts(): Promise<ReadonlyMap<string, string>> {
      const { out, err } = await runCommandLine(['next', release, '--format', 'json'], {
        machine,
        env: { DKMS_TOOLS_CACHE: path.join(folder, 'cache') },
      });
      if (out === '') throw new Error(err);
      const { modules } = JSON.parse(out) as { modules: { module: string; verdict: string }[] };
      return new Map(modules.map(({ module, verdict }) => [module, verdict]));
    }

    function installed(): readonly string[] {
      run(`dkms autoinstall -k ${release}`);
      return [...run('dkms status').matchAll(/^([^/]+)\/1\.0, .*: installed$/gm)].map(
        ([, name = '']) => name,
      );
    }

    const yes = 'AUTOINSTALL="yes"';

    test('of exclusions, dependencies and modules that are not meant', async () => {
      register({
        ...{ early: yes, excluded: `${yes}\nBUILD_EXCLUSIVE_KERNEL="^6\\.1\\."`, manual: '' },
        ...{ second: `${yes}\nBUILD_DEPENDS="early"`, waits: `${yes}\nBUILD_DEPENDS="manual"` },
      });
      const found = await verdicts();
      expect(Object.fromEntries(found)).toEqual({
        ...{ early: 'unknown', excluded: 'skipped', manual: 'not-tried', second: 'unknown', waits: 'fails' },
      });
      expect(installed()).toEqual(['early', 'second']);
    });

    test('of a module whose AUTOINSTALL an override takes away', async () => {
      register({ early: yes, off: yes });
      writeFileSync(path.join(folder, 'etc/off.conf'), 'AUTOINSTALL="" # DKMS Tools: no automatic builds\n');
      const isRead = dkms !== undefined && isSince(dkms, '3.1.5');
      expect((await verdicts()).get('off')).toBe(isRead ? 'not-tried' : 'unknown');
      expect(installed()).toEqual(isRead ? ['early'] : ['early', 'off']);
    });

    test('of all modules where dkms refuses the dkms.conf of one', async () => {
      register({ early: yes, middle: yes, third: yes });
      writeFileSync(confOf('middle'), 'PACKAGE_NAME="middle"\n');
      expect([...(await verdicts()).values()]).toEqual(['fails', 'fails', 'fails']);
      expect(installed()).toEqual([]);
    });

    test('of all modules where the source of one is gone', async () => {
      register({ early: yes, middle: yes });
      rmSync(path.dirname(confOf('middle')), { recursive: true });
      const stops = dkms !== undefined && !isSince(dkms, '3.0.13');
      expect((await verdicts()).get('early')).toBe(stops ? 'fails' : 'unknown');
      if (stops) expect(installed()).toEqual([]);
    });
  },
);
