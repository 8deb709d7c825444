import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommandLine, runWithInput } from '../support/command-line.ts';
import { makeDkmsTrees, type RegisteredModule } from '../support/dkms-trees.ts';
import { needs, noDkms, noMounts } from '../support/needs.ts';
import { type Machine, onMachine, plainEnvironment, privateMounts } from '../support/surroundings.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const dkms = spawnSync('dkms', ['--version'], { encoding: 'utf8', env: plainEnvironment() });

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-status-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface StatusDocument {
  readonly dkms: { readonly version: string } | null;
  readonly faults: readonly string[];
  readonly modules: readonly {
    readonly module: string;
    readonly state: string;
    readonly autoinstall: boolean | null;
    readonly lines: readonly string[];
    readonly problems: readonly string[];
    readonly kernels: readonly {
      readonly kernel: string;
      readonly state: string;
      readonly missing: readonly string[] | null;
      readonly different: readonly string[] | null;
      readonly log: string | null;
      readonly presence: string;
      readonly problems: readonly string[];
    }[];
  }[];
}

async function statusOf(machine: Machine): Promise<StatusDocument> {
  const { code, out, err } = await runCommandLine(['status', '--format', 'json'], {
    machine,
    isUnprivileged: true,
  });
  expect(err).toBe('');
  expect(code).toBe(0);
  return JSON.parse(out) as StatusDocument;
}

/** A machine with invented trees. */
function inventedMachine(name: string, modules: Readonly<Record<string, RegisteredModule>>): Machine {
  const place = path.join(folder, name);
  const trees = makeDkmsTrees(place, modules, '/');
  mkdirSync(path.join(place, 'etc'), { recursive: true });
  return {
    ...{ modules: trees.installTree, sources: trees.sourceTree, state: trees.dkmsTree },
    overrides: path.join(place, 'etc'),
  };
}

describe('beside the real dkms', needs(dkms.status !== 0 && noDkms, !privateMounts() && noMounts), () => {
  test('every state is what dkms status says, read without root', async () => {
    const trees = path.join(folder, 'real');
    const capture = path.join(root, 'test/dkms/capture-status.sh');
    // The folder serves as a mount point, which this machine may lack.
    const [program = '', ...words] = onMachine(['bash', capture, '/usr/sbin/dkms', trees], {
      modules: folder,
    });
    const real = spawnSync(program, words, {
      encoding: 'utf8',
      env: plainEnvironment(),
    });
    expect(real.status, real.stderr).toBe(0);
    const { modules } = await statusOf({
      ...{ modules: path.join(trees, 'modules'), sources: path.join(trees, 'sources') },
      ...{ state: path.join(trees, 'state'), overrides: path.join(trees, 'etc') },
    });
    expect(modules.flatMap(({ lines }) => lines)).toEqual(real.stdout.trimEnd().split('\n'));
    expect(modules.map(({ module }) => module)).toEqual([
      'added',
      'broken',
      'built',
      'different',
      'incomplete',
      'installed',
      'replaced',
    ]);
    const ofModule = (name: string) => modules.find(({ module }) => module === name) ?? expect.unreachable();
    expect(ofModule('different').kernels[0]?.different).toEqual(['different', 'different_core']);
    expect(ofModule('incomplete').kernels[0]?.missing).toEqual(['incomplete']);
    expect(ofModule('broken').problems.join()).toMatch(/source is gone.*\/usr\/src\/broken-1\.0/);
  });
});

describe('what dkms status does not tell', needs(!privateMounts() && noMounts), () => {
  test('a build that failed, with its log; a kernel that is gone; a dkms.conf that is refused', async () => {
    const kernel = '6.1.0-1-amd64';
    const machine = inventedMachine('more', {
      fails: { failed: kernel },
      left: { builds: [{ kernel: '5.4.0-9-generic', installed: true }] },
      refused: { conf: 'PACKAGE_NAME="refused"\n' },
      manual: { conf: 'PACKAGE_NAME=manual\nPACKAGE_VERSION=1.0\nDEST_MODULE_LOCATION=/updates\n' },
    });
    const { modules } = await statusOf(machine);
    const [fails, left, manual, refused] = modules;
    expect(fails?.kernels[0]).toMatchObject({
      ...{ kernel, state: 'failed', log: '/var/lib/dkms/fails/1.0/build/make.log' },
    });
    expect(left?.kernels[0]).toMatchObject({ state: 'installed', presence: 'gone' });
    expect(left?.kernels[0]?.problems).toEqual([
      'The kernel is no longer installed, and the module still is.',
    ]);
    expect(refused?.problems.join()).toContain("No 'PACKAGE_VERSION' directive specified");
    expect(refused?.autoinstall).toBe(false);
    expect([manual?.autoinstall, fails?.autoinstall]).toEqual([false, true]);
  });

  test('as text, each problem stands below its line', async () => {
    const machine = inventedMachine('text', {
      fails: { failed: '6.1.0-1-amd64' },
      fine: { builds: [{ kernel: '6.1.0-1-amd64', installed: true }] },
    });
    mkdirSync(path.join(folder, 'text/lib/modules/6.1.0-1-amd64/kernel'));
    const { code, out } = await runCommandLine(['status'], { machine });
    expect(code).toBe(0);
    const lines = out.split('\n').map((line) => line.replace(/ {2,}/g, ' '));
    expect(lines.slice(0, 5)).toEqual([
      'module version kernel arch state',
      'fails 1.0 6.1.0-1-amd64 x86_64 failed',
      ' The last build for this kernel failed or is still running.',
      ' log: /var/lib/dkms/fails/1.0/build/make.log',
      'fine 1.0 6.1.0-1-amd64 x86_64 installed',
    ]);
    expect(lines[6]).toMatch(/^2 modules \(.*\/var\/lib\/dkms.*\), 1 problem$/);
  });

  test('a folder that this user may not read is named, and the others are listed', async () => {
    const machine = inventedMachine('closed', { closed: {}, open: {} });
    chmodSync(path.join(folder, 'closed/var/lib/dkms/closed'), 0);
    const { code, out, err } = await runCommandLine(['status'], { machine, isUnprivileged: true });
    expect([code, err]).toEqual([0, "dkms-tools: /var/lib/dkms/closed can't be read (permission denied).\n"]);
    expect(out).toMatch(/^open +1\.0 +added$/m);
    chmodSync(path.join(folder, 'closed/var/lib/dkms'), 0);
    const nothing = await runCommandLine(['status'], { machine, isUnprivileged: true });
    expect(nothing).toEqual({
      code: 2,
      out: '',
      err: "dkms-tools: /var/lib/dkms can't be read (permission denied).\n",
    });
    const next = await runCommandLine(['next', '6.1.0-1-amd64'], { machine, isUnprivileged: true });
    expect(next).toEqual({
      ...{ code: 2, out: '' },
      err: "dkms-tools: /var/lib/dkms can't be read (permission denied), so what is registered with dkms is not known.\n",
    });
    chmodSync(path.join(folder, 'closed/var/lib/dkms'), 0o755);
    chmodSync(path.join(folder, 'closed/var/lib/dkms/closed'), 0o755);
  });

  test('nothing is said of a source, a kernel or settings that root alone may read', async () => {
    const kernel = '6.1.0-1-amd64';
    const machine = inventedMachine('hidden', { lamp: { builds: [{ kernel, installed: true }] } });
    const closed = (name: string) => path.join(folder, 'hidden', name);
    writeFileSync(closed('etc/framework.conf'), 'tmp_location=/tmp\n');
    const names = ['usr/src/lamp-1.0/dkms.conf', 'usr/src', 'lib/modules', 'etc/framework.conf'];
    const faults: string[] = [];
    for (const name of names) {
      chmodSync(closed(name), 0);
      const { code, out, err } = await runCommandLine(['status', '--format', 'json'], {
        ...{ machine, isUnprivileged: true },
      });
      chmodSync(closed(name), 0o755);
      expect(code).toBe(0);
      const { modules } = JSON.parse(out) as StatusDocument;
      const [lamp] = modules;
      expect([lamp?.state, lamp?.problems, lamp?.kernels[0]?.problems]).toEqual([
        'added',
        [],
        name === 'usr/src/lamp-1.0/dkms.conf' || name === 'usr/src' || name === 'etc/framework.conf'
          ? ['The kernel is no longer installed, and the module still is.']
          : [],
      ]);
      faults.push(err);
    }
    expect(faults).toEqual([
      "dkms-tools: /usr/src/lamp-1.0/dkms.conf can't be read (permission denied).\n",
      "dkms-tools: /usr/src/lamp-1.0 can't be read (permission denied).\n",
      '',
      "dkms-tools: /etc/dkms/framework.conf can't be read (permission denied), so what it sets is not known.\n",
    ]);
    chmodSync(closed('usr/src/lamp-1.0/dkms.conf'), 0);
    const next = await runCommandLine(['next', '6.1.0-2-amd64', '--format', 'json'], {
      ...{ machine, isUnprivileged: true },
    });
    const { modules } = JSON.parse(next.out) as { modules: readonly object[] };
    expect(modules[0]).toMatchObject({
      ...{ verdict: 'unknown', certainty: 'unsure' },
      reason: 'This user may not read its dkms.conf; dkms reads it as root.',
    });
  });

  test('nothing is registered', async () => {
    const machine = inventedMachine('empty', {});
    const { code, out } = await runCommandLine(['status'], { machine });
    expect(code).toBe(0);
    expect(out).toMatch(/^No module is registered with dkms \(.*\/var\/lib\/dkms/);
  });

  test('framework.conf says where the tree is', async () => {
    const machine = inventedMachine('moved', {});
    const moved = makeDkmsTrees(path.join(folder, 'moved/sources-of'), { elsewhere: {} });
    writeFileSync(path.join(folder, 'moved/etc/framework.conf'), `dkms_tree="${moved.dkmsTree}"\n`);
    const { modules } = await statusOf(machine);
    expect(modules.map(({ module }) => module)).toEqual(['elsewhere']);
  });
});

describe('a text that dkms status printed elsewhere', () => {
  test('is read, whatever the version, and other lines are reported', () => {
    const text =
      '$ dkms status\nfoo, 1.0: added\nfoo/1.0, 6.1.0-1, x86_64: installed (Original modules exist)\n';
    const { status, stdout, stderr } = runWithInput(['status', '-', '--format', 'json'], text);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      rows: [
        { module: 'foo', version: '1.0', state: 'added', remarks: [] },
        {
          ...{ module: 'foo', version: '1.0', kernel: '6.1.0-1', arch: 'x86_64' },
          ...{ state: 'installed', remarks: ['original-modules'] },
        },
      ],
      unrecognised: ['$ dkms status'],
    });
    expect(stderr).toContain('1 line not recognised');
  });

  test('any other text is refused', () => {
    const { status, stderr } = runWithInput(['status', '-'], 'Dear maintainers, it does not work.\n');
    expect(status).toBe(2);
    expect(stderr).toBe('dkms-tools: no line that dkms status prints was recognised in standard input\n');
  });
});
