import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommandLine } from '../support/command-line.ts';
import { headerFiles, writeTree } from '../support/header-trees.ts';
import { needs, noDkms, noMounts } from '../support/needs.ts';
import { type Machine, onMachine, plainEnvironment, privateMounts } from '../support/surroundings.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const dkms = spawnSync('dkms', ['--version'], { encoding: 'utf8', env: plainEnvironment() });

interface DoctorDocument {
  readonly version: number;
  readonly checks: readonly {
    readonly id: string;
    readonly observations: readonly {
      readonly status: string;
      readonly message: string;
      readonly remedy: { readonly command: string; readonly needsRoot: boolean } | null;
    }[];
  }[];
}

describe(
  'the doctor beside the real dkms',
  needs(dkms.status !== 0 && noDkms, !privateMounts() && noMounts),
  () => {
    let folder: string;
    let machine: Machine;

    beforeAll(() => {
      folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-doctor-'));
      const capture = path.join(root, 'test/dkms/capture-status.sh');
      // The folder serves as a mount point, which this machine may lack.
      const [program = '', ...words] = onMachine(['bash', capture, '/usr/sbin/dkms', folder], {
        modules: folder,
      });
      spawnSync(program, words, { env: plainEnvironment() });
      machine = {
        ...{ modules: path.join(folder, 'modules'), sources: path.join(folder, 'sources') },
        ...{ state: path.join(folder, 'state'), overrides: path.join(folder, 'etc') },
      };
      rmSync(path.join(folder, 'modules', '6.5.0-2-amd64'), { recursive: true });
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    async function examined(): Promise<{
      code: number | null;
      of: (id: string) => DoctorDocument['checks'][number]['observations'];
    }> {
      const { code, out, err } = await runCommandLine(['doctor', '--format', 'json'], {
        machine,
        isUnprivileged: true,
      });
      expect(err).toBe('');
      const { version, checks } = JSON.parse(out) as DoctorDocument;
      expect(version).toBe(1);
      return {
        code,
        of: (id) => checks.find((check) => check.id === id)?.observations ?? expect.unreachable(id),
      };
    }

    /** Runs a command of the doctor as root on that machine; returns its output. */
    function carryOut(command: string): string {
      const [program = '', ...words] = onMachine(['/bin/sh', '-c', command], machine);
      const { status, stdout, stderr } = spawnSync(program, words, {
        encoding: 'utf8',
        env: plainEnvironment({ sign_file: '/dev/null' }),
      });
      expect([status, stderr], command).toEqual([0, '']);
      return stdout;
    }

    test('finds what is wrong, exits with 1, and what it proposes mends it', async () => {
      const before = await examined();
      expect(before.code).toBe(1);
      expect(before.of('dkms-installed')[0]?.status).toBe('ok');
      const stale = before.of('stale-entries');
      expect(stale.map(({ remedy }) => remedy?.command)).toEqual([
        'dkms unbuild installed/1.0 -k 6.5.0-2-amd64/x86_64',
      ]);
      const links = before.of('broken-links');
      expect(links.map(({ remedy }) => remedy)).toEqual([
        { command: 'rm -r /var/lib/dkms/broken/1.0', needsRoot: true },
      ]);
      expect(carryOut('dkms status')).toMatch(/^broken\/1\.0|^installed\/1\.0, 6\.5\.0-2-amd64/m);

      for (const { remedy } of [...stale, ...links]) carryOut(remedy?.command ?? '');
      const after = await examined();
      expect(after.of('stale-entries').map(({ status }) => status)).toEqual(['ok']);
      expect(after.of('broken-links').map(({ status }) => status)).toEqual(['ok']);
      expect(carryOut('dkms status')).not.toMatch(/^broken\/1\.0|^installed\/1\.0, 6\.5\.0-2-amd64/m);
    });

    test('says the same as text, with each command below what it mends', async () => {
      const { out } = await runCommandLine(['doctor'], { machine });
      expect(out).toMatch(/^Headers of each kernel\n {2}error {4}6\.1\.0-1-amd64.*: no module can be built/m);
      expect(out).toMatch(/\n\d+ errors?, \d+ warnings?(?:, \d+ unknown)?\n$/);
    });
  },
);

test('a path is refused, since the machine is examined', async () => {
  const { code, err } = await runCommandLine(['doctor', '.']);
  expect([code, err]).toEqual([2, 'dkms-tools: doctor takes no path: it checks this machine\n']);
});

test('the doctor examines the kernels of a folder that is named, and needs one without those of the machine', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-doctor-'));
  try {
    await writeTree(folder, headerFiles('6.6.1-own/build', '6.6.1-own'));
    const { out } = await runCommandLine(['doctor', '--modules', folder, '--no-system-kernels']);
    expect(out).toMatch(
      /^Headers of each kernel\n {2}ok {7}6\.6\.1-own: headers are installed\.\nCompiler of each kernel\n/m,
    );
    const refused = await runCommandLine(['doctor', '--no-system-kernels']);
    expect([refused.code, refused.out, refused.err]).toEqual([
      ...[2, ''],
      'dkms-tools: without the kernels of this machine, doctor needs those of a folder: --modules DIR\n',
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
