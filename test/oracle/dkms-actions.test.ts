import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseDkmsVersion } from '../../server/src/conf/directives/dkms-version.ts';
import { type DkmsAction, dkmsCommand, shellLine } from '../../server/src/dkms/actions.ts';
import { needs, noDkms, noMounts } from '../support/needs.ts';
import { type Machine, onMachine, plainEnvironment, privateMounts } from '../support/surroundings.ts';

const asked = spawnSync('dkms', ['--version'], { encoding: 'utf8', env: plainEnvironment() });
const dkms = parseDkmsVersion(asked.stdout?.trim() ?? '');

describe('the commands do what they are for', needs(!dkms && noDkms, !privateMounts() && noMounts), () => {
  const kernel = '6.1.0-1-amd64';
  const other = '6.5.0-2-amd64';
  const lamp = { module: 'lamp', version: '1.0' };
  let folder: string;
  let machine: Machine;

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-actions-'));
    for (const name of ['etc', 'state', 'sources', 'work/lamp'])
      mkdirSync(path.join(folder, name), { recursive: true });
    for (const release of [kernel, other]) {
      mkdirSync(path.join(folder, 'modules', release, 'build/include'), { recursive: true });
      writeFileSync(path.join(folder, 'modules', release, 'modules.dep'), '');
    }
    writeFileSync(path.join(folder, 'work/lamp/lamp.c'), '');
    writeFileSync(
      path.join(folder, 'work/lamp/dkms.conf'),
      'PACKAGE_NAME="lamp"\nPACKAGE_VERSION="1.0"\nMAKE="touch lamp.ko"\nCLEAN="true"\nBUILT_MODULE_NAME="lamp"\nDEST_MODULE_LOCATION="/updates"\nSTRIP="no"\nAUTOINSTALL="yes"\n',
    );
    machine = {
      ...{ modules: path.join(folder, 'modules'), sources: path.join(folder, 'sources') },
      ...{ state: path.join(folder, 'state'), overrides: path.join(folder, 'etc') },
    };
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function shell(line: string): string {
    const [program = '', ...words] = onMachine(['/bin/sh', '-c', line], machine);
    const env = plainEnvironment({ sign_file: '/dev/null', try_sign_modules: 'false' });
    const { status, stdout, stderr } = spawnSync(program, words, { encoding: 'utf8', env });
    expect(status, `${line}\n${stdout}\n${stderr}`).toBe(0);
    return stdout;
  }

  /** What dkms status prints about the module after an action. */
  function after(action: DkmsAction): readonly string[] {
    const command = dkmsCommand(action, dkms ?? expect.unreachable(), { canWriteTree: false });
    if ('refused' in command) expect.unreachable(command.refused);
    shell(shellLine(command.words));
    return shell('dkms status').trimEnd().split('\n');
  }

  test('from adding a folder of the workspace to removing all of it', () => {
    const archive = path.join(folder, 'lamp.dkms.tar.gz');
    expect(after({ action: 'add', folder: path.join(folder, 'work/lamp') })).toEqual(['lamp/1.0: added']);
    const row = (release: string, state: string) => `lamp/1.0, ${release}, x86_64: ${state}`;
    const here = { kernel, arch: 'x86_64' };
    expect(after({ action: 'build', ...lamp, ...here })).toEqual([row(kernel, 'built')]);
    expect(after({ action: 'install', ...lamp, ...here })).toEqual([row(kernel, 'installed')]);
    expect(after({ action: 'mktarball', ...lamp, kernels: [here], archive })).toEqual([
      row(kernel, 'installed'),
    ]);
    expect(existsSync(archive)).toBe(true);
    expect(after({ action: 'autoinstall', kernel: other })).toEqual([
      row(kernel, 'installed'),
      row(other, 'installed'),
    ]);
    expect(after({ action: 'uninstall', ...lamp, ...here })).toEqual([
      row(kernel, 'built'),
      row(other, 'installed'),
    ]);
    expect(after({ action: 'unbuild', ...lamp, ...here })).toEqual([row(other, 'installed')]);
    expect(after({ action: 'remove', ...lamp })).toEqual(['']);
    rmSync(path.join(folder, 'sources/lamp-1.0'), { recursive: true });
    expect(after({ action: 'ldtarball', archive })).toEqual([row(kernel, 'built')]);
  });
});
