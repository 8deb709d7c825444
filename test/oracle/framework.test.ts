import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseDkmsVersion } from '../../server/src/conf/directives/dkms-version.ts';
import { checkConf } from '../../server/src/conf/rules/rules.ts';
import { sharedParser } from '../support/good-conf.ts';
import { needs, noDkms, noMounts } from '../support/needs.ts';
import { readText } from '../support/read-text.ts';
import { type Machine, onMachine, plainEnvironment, privateMounts } from '../support/surroundings.ts';

/** Checks the rules for framework.conf against the real dkms, with a private /etc/dkms. */

const asked = spawnSync('dkms', ['--version'], { encoding: 'utf8', env: plainEnvironment() });
const dkms = parseDkmsVersion(asked.stdout?.trim() ?? '');
const kernel = '6.1.0-1-amd64';

describe('framework.conf', needs(!dkms && noDkms, !privateMounts() && noMounts), () => {
  let folder: string;
  let machine: Machine;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-framework-'));
    for (const name of ['etc', 'state', 'sources/lamp-1.0', `modules/${kernel}/build/include`])
      mkdirSync(path.join(folder, name), { recursive: true });
    writeFileSync(path.join(folder, 'modules', kernel, 'modules.dep'), '');
    writeFileSync(path.join(folder, 'sources/lamp-1.0/lamp.c'), '');
    writeFileSync(
      path.join(folder, 'sources/lamp-1.0/dkms.conf'),
      'PACKAGE_NAME="lamp"\nPACKAGE_VERSION="1.0"\nMAKE="make -s -f /dev/null; touch lamp.ko"\nCLEAN="true"\nDEST_MODULE_LOCATION="/updates"\nSTRIP="no"\n',
    );
    machine = {
      ...{ modules: path.join(folder, 'modules'), sources: path.join(folder, 'sources') },
      ...{ state: path.join(folder, 'state'), overrides: path.join(folder, 'etc') },
    };
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** What dkms prints when it installs the module with this framework.conf. */
  function install(framework: string): string {
    writeFileSync(path.join(folder, 'etc/framework.conf'), framework);
    const [program = '', ...words] = onMachine(
      ['dkms', 'install', 'lamp/1.0', '-k', kernel, '-a', 'x86_64', '--no-depmod'],
      machine,
    );
    const env = plainEnvironment({ sign_file: '/dev/null' });
    const { stdout, stderr } = spawnSync(program, words, { encoding: 'utf8', env, cwd: folder });
    return stdout + stderr;
  }

  async function findings(framework: string): Promise<readonly string[]> {
    const { conf, reading } = readText(await sharedParser, framework, { version: dkms?.text ?? '' });
    const found = checkConf(conf, reading, { kind: 'framework' }).map(({ rule }) => rule);
    conf.dispose();
    return found;
  }

  const installed = () => path.join(folder, 'modules', kernel, 'updates/dkms/lamp.ko');

  test('"no" switches links on, as the finding says, and nothing leaves them off', async () => {
    install('symlink_modules=""\n');
    expect(lstatSync(installed()).isSymbolicLink()).toBe(false);
    rmSync(path.join(folder, 'state/lamp'), { recursive: true });
    rmSync(installed());
    install('symlink_modules="no"\n');
    expect(lstatSync(installed()).isSymbolicLink()).toBe(true);
    expect(await findings('symlink_modules="no"\n')).toEqual(['setting-value']);
  });

  test('"0" makes it verbose', async () => {
    const quiet = install('verbose=""\n');
    rmSync(path.join(folder, 'state/lamp'), { recursive: true });
    const loud = install('verbose="0"\n');
    // The whole command: dkms 3.0 puts it in braces; when not verbose, it prints dots after it, and dkms 3.2 does not print it.
    const command = /touch lamp\.ko(?:; \}|$)/m;
    expect(loud).toMatch(command);
    expect(quiet).not.toMatch(command);
    expect(await findings('verbose="0"\n')).toEqual(['setting-value']);
  });

  test('a name with a typo and a directive of dkms.conf have no effect', async () => {
    mkdirSync(path.join(folder, 'state/elsewhere'));
    const text = 'dkms_treee="/var/lib/dkms/elsewhere"\nAUTOINSTALL="yes"\n';
    install(text);
    expect(existsSync(path.join(folder, 'state/lamp/1.0'))).toBe(true);
    expect(await findings(text)).toEqual(['unknown-setting', 'unknown-setting']);
    rmSync(path.join(folder, 'state/lamp'), { recursive: true });
    install('dkms_tree="/var/lib/dkms/elsewhere"\n');
    expect(existsSync(path.join(folder, 'state/elsewhere/lamp/1.0'))).toBe(true);
  });

  test('a path that is not absolute is one of the folder that dkms is started in', async () => {
    mkdirSync(path.join(folder, 'tree'));
    install('dkms_tree="tree"\n');
    expect(existsSync(path.join(folder, 'tree/lamp'))).toBe(true);
    expect(await findings('dkms_tree="tree"\n')).toEqual(['setting-value']);
  });
});
