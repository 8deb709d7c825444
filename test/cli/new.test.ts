import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { moduleKinds } from '../../server/src/authoring/module-kinds.ts';
import { bundledCommandLine, runCommandLine } from '../support/command-line.ts';
import { howToGetTestMaterial, testKernels } from '../support/kernels.ts';
import { needs, noDkms } from '../support/needs.ts';
import { plainEnvironment } from '../support/surroundings.ts';

const kernels = testKernels();
const hasDkms = spawnSync('dkms', ['--version']).status === 0;
const noNamespaces =
  spawnSync('unshare', ['-m', 'true']).status !== 0 && 'this user may not make mount namespaces';
const kinds = moduleKinds.map(({ id }) => id);

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-new-'));
  chmodSync(folder, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Built {
  readonly results: readonly {
    readonly kernel: string;
    readonly status: string;
    readonly problems: readonly unknown[];
  }[];
}

describe('what is not made', () => {
  test.each<[string[], string]>([
    [['new'], 'new takes the name of the driver, and optionally a folder that does not exist yet'],
    [['new', 'a', 'b', 'c', '--kind', 'misc'], 'new takes the name'],
    [['new', 'foo'], 'new needs --kind K, such as --kind misc (see --help)'],
    [['new', 'foo', '--kind', 'scsi'], 'there is no kind "scsi"; expected one of empty, misc, cdev,'],
    [['new', 'foo bar', '--kind', 'misc'], '"foo bar" is not a valid module name'],
    [['new', '../up', '--kind', 'misc'], '"../up" is not a valid module name'],
    [['new', 'usb', '--kind', 'usb'], '"usb" is a name of the kernel itself'],
    [['new', 'foo', '--kind', 'misc', '--kernel-min', '4.19'], 'the oldest kernel "4.19"'],
    [['new', 'foo', '--kind', 'misc', '--license', 'secret'], 'the licence "secret" is not known'],
    [['new', 'foo', 'no/such/place', '--kind', 'misc'], 'there is no folder'],
  ])('%j', async (words, message) => {
    const place = mkdtempSync(path.join(folder, 'refused-'));
    const { code, out, err } = await runCommandLine(words, { cwd: place });
    expect([code, out, err.trimEnd().split('\n').length]).toEqual([2, '', 1]);
    expect(err).toContain(message);
    expect(readdirSync(place)).toEqual([]);
  });

  test('over what is there: a folder with something in it, a file', async () => {
    const place = mkdtempSync(path.join(folder, 'taken-'));
    mkdirSync(path.join(place, 'mine'));
    writeFileSync(path.join(place, 'mine', 'file'), 'mine');
    writeFileSync(path.join(place, 'file'), 'mine');
    expect(await runCommandLine(['new', 'mine', '--kind', 'misc'], { cwd: place })).toMatchObject({
      ...{ code: 2, out: '' },
      err: 'dkms-tools: mine is not empty. Name a folder that does not exist yet.\n',
    });
    expect(await runCommandLine(['new', 'file', '--kind', 'misc'], { cwd: place })).toMatchObject({
      ...{ code: 2, err: 'dkms-tools: file exists and is not a folder. Choose another name.\n' },
    });
    expect(readdirSync(place).sort()).toEqual(['file', 'mine']);
    expect(readdirSync(path.join(place, 'mine'))).toEqual(['file']);
  });

  test('in a folder that may not be written to', async () => {
    const place = mkdtempSync(path.join(folder, 'unwritable-'));
    chmodSync(place, 0o555);
    const held = await runCommandLine(['new', 'foo', path.join(place, 'foo'), '--kind', 'misc'], {
      isUnprivileged: true,
    });
    expect(held).toMatchObject({
      ...{
        code: 2,
        out: '',
        err: `dkms-tools: ${place}/foo can't be created: permission denied. Choose another folder.\n`,
      },
    });
    expect(readdirSync(place)).toEqual([]);
  });
});

describe('on a full disk', needs(noNamespaces), () => {
  test('nothing is made, and nothing is left', () => {
    const place = mkdtempSync(path.join(folder, 'full-'));
    const script = [
      'mount -t tmpfs -o nr_inodes=5 tmpfs "$1"',
      '"$2" "$3" new foo "$1/foo" --kind misc || echo "exit $?"',
      'ls -A "$1"',
    ].join('\n');
    const words = ['-m', 'bash', '-c', script, 'bash', place, process.execPath, bundledCommandLine];
    const { stdout, stderr } = spawnSync('unshare', words, { encoding: 'utf8', env: plainEnvironment() });
    expect([stdout, stderr]).toEqual([
      'exit 2\n',
      `dkms-tools: ${place}/foo can't be created: no space left on device. Choose another folder.\n`,
    ]);
  });
});

test('an empty folder is filled, with the author in git’s configuration, and others can read it', async () => {
  const home = mkdtempSync(path.join(folder, 'home-'));
  writeFileSync(
    path.join(home, '.gitconfig'),
    '[core]\n\tx = 1\n[user]\n\temail = a@example.org\n\tname = "A B"\n',
  );
  const place = path.join(home, 'driver');
  mkdirSync(place);
  const { code, out } = await runCommandLine(['new', 'foo', place, '--kind', 'cdev', '--format', 'json'], {
    env: { HOME: home },
  });
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual({
    ...{ version: 1, folder: place, conf: path.join(place, 'dkms.conf') },
    files: [
      '.github/workflows/build.yml',
      '.gitignore',
      'Kbuild',
      'Makefile',
      'README.md',
      'dkms.conf',
      'foo.c',
    ],
  });
  expect(readFileSync(path.join(place, 'foo.c'), 'utf8')).toContain('MODULE_AUTHOR("A B <a@example.org>");');
  // The program keeps compiled code in the cache.
  expect(
    readdirSync(home)
      .filter((name) => name !== '.cache')
      .sort(),
  ).toEqual(['.gitconfig', 'driver']);
});

describe('a new driver', needs(!kernels && howToGetTestMaterial), () => {
  const { modulesDir = '' } = kernels ?? {};
  const releases = kernels ? readdirSync(modulesDir).sort() : [];
  const env = () => ({ DKMS_TOOLS_CACHE: path.join(folder, 'cache') });
  const build = async (place: string, ...words: string[]) => {
    const { out } = await runCommandLine(
      ['build', place, '--format', 'json', '--modules', modulesDir, '--make-variable', 'W=1', ...words],
      { env: env() },
    );
    return (JSON.parse(out) as Built).results.map(({ kernel, status, problems }) => ({
      kernel,
      status,
      problems,
    }));
  };
  const without = (status: string) => (kernel: string) => ({ kernel, status, problems: [] });

  const made = async (kind: string) => {
    const place = path.join(folder, `my-${kind}_2`);
    if (!existsSync(place))
      expect(await runCommandLine(['new', `my-${kind}_2`, place, '--kind', kind])).toMatchObject({ code: 0 });
    return place;
  };

  test.each(kinds)('of kind %s has no finding', async (kind) => {
    const checked = await runCommandLine(['check', await made(kind), '--max-warnings', '0']);
    expect([checked.out, checked.code]).toEqual([expect.not.stringContaining('dkms.conf:'), 0]);
  });

  // Starting kbuild takes longer than compiling one driver, so all kinds are built in one tree; those below are built by files of their own.
  test('of any kind builds for each kernel with W=1 and no warning', async () => {
    const tree = path.join(folder, 'all-kinds');
    for (const kind of kinds) {
      const place = await made(kind);
      cpSync(place, path.join(tree, path.basename(place)), { recursive: true });
      rmSync(path.join(tree, path.basename(place), 'dkms.conf'));
    }
    const names = kinds.map((kind) => `my-${kind}_2`);
    writeFileSync(path.join(tree, 'Kbuild'), `obj-m := ${names.map((name) => `${name}/`).join(' ')}\n`);
    const modules = names.map(
      (name, at) =>
        `BUILT_MODULE_NAME[${at}]="${name}"\nBUILT_MODULE_LOCATION[${at}]="${name}"\nDEST_MODULE_LOCATION[${at}]="/extra"\n`,
    );
    writeFileSync(
      path.join(tree, 'dkms.conf'),
      `PACKAGE_NAME="all-kinds"\nPACKAGE_VERSION="1"\n${modules.join('')}AUTOINSTALL="yes"\n`,
    );
    const results = await build(tree, '--all');
    expect(results.sort((a, b) => (a.kernel < b.kernel ? -1 : 1))).toEqual(releases.map(without('ok')));
    expect(releases.length).toBeGreaterThan(3);
  });

  test('for kernels from 6.12 on has no guard left, builds for those, and is skipped for others', async () => {
    for (const kind of ['block', 'iio']) {
      const place = path.join(folder, `late-${kind}`);
      await runCommandLine(['new', `late-${kind}`, place, '--kind', kind, '--kernel-min', '6.12']);
      expect(readFileSync(path.join(place, `late-${kind}.c`), 'utf8')).not.toContain('KERNEL_VERSION(6, 3');
      const statuses = (await build(place, '--all')).map(({ kernel, status, problems }) => [
        ...[
          Number.parseFloat(kernel) < 6 || kernel.startsWith('6.1.') ? 'old' : 'new',
          status,
          problems.length,
        ],
      ]);
      expect(statuses.sort()).toEqual([
        ...releases.filter((release) => !/^(?:5|6\.1)\./.test(release)).map(() => ['new', 'ok', 0]),
        ...releases.filter((release) => /^(?:5|6\.1)\./.test(release)).map(() => ['old', 'skipped', 0]),
      ]);
    }
  });

  test('is built at once where --build says so', async () => {
    const words = ['new', 'at-once', path.join(folder, 'at-once'), '--kind', 'empty', '--build'];
    const { code, out } = await runCommandLine([...words, '--format', 'json', '--modules', modulesDir], {
      env: env(),
    });
    expect(code).toBe(0);
    const { build: built } = JSON.parse(out) as { build: Built };
    expect(built.results.map(({ status }) => status)).toEqual(releases.map(() => 'ok'));
    const without = await runCommandLine(
      ['new', 'no-kernel', path.join(folder, 'no-kernel'), '--kind', 'empty', '--build'],
      { env: env() },
    );
    expect([without.code, without.err.split('\n').length]).toEqual([2, 2]);
    expect(existsSync(path.join(folder, 'no-kernel', 'dkms.conf'))).toBe(true);
  });

  test('is built by its own Makefile, which leaves nothing that git would take', async () => {
    const place = path.join(folder, 'by-hand');
    await runCommandLine(['new', 'by-hand', place, '--kind', 'misc']);
    for (const release of releases) {
      const run = (program: string, ...words: string[]) =>
        spawnSync(program, words, { cwd: place, encoding: 'utf8', env: plainEnvironment() });
      const made = run('make', `KDIR=${path.join(modulesDir, release, 'build')}`);
      expect(made.status, made.stderr).toBe(0);
      expect(existsSync(path.join(place, 'by-hand.ko'))).toBe(true);
      run('git', 'init', '--quiet');
      expect(run('git', 'status', '--porcelain', '--untracked-files=all').stdout.split('\n').sort()).toEqual([
        '',
        ...[
          '.github/workflows/build.yml',
          '.gitignore',
          'Kbuild',
          'Makefile',
          'README.md',
          'by-hand.c',
          'dkms.conf',
        ].map((file) => `?? ${file}`),
      ]);
      expect(run('make', `KDIR=${path.join(modulesDir, release, 'build')}`, 'clean').status).toBe(0);
    }
  });

  test('is built by the real dkms as it is here', needs(!hasDkms && noDkms), async () => {
    const place = path.join(folder, 'real-dkms');
    await runCommandLine(['new', 'real-dkms', place, '--kind', 'iio']);
    const { out } = await runCommandLine(
      [
        'build',
        place,
        '--format',
        'json',
        '--modules',
        modulesDir,
        '--kernel',
        releases[0] ?? '',
        '--verify',
      ],
      { env: env() },
    );
    expect(JSON.parse(out)).toMatchObject({
      results: [{ status: 'ok', verification: { dkms: { status: 'ok', exit: 0 }, differences: [] } }],
    });
  });

  describe('in its workflow', needs(!hasDkms && noDkms, noNamespaces), () => {
    test('is built by the step that runs dkms, for each kernel of the machine', async () => {
      const place = path.join(folder, 'in-workflow');
      await runCommandLine(['new', 'in-workflow', place, '--kind', 'hid']);
      const workflow = readFileSync(path.join(place, '.github/workflows/build.yml'), 'utf8');
      const [, script = ''] =
        /- name: Build\n {8}shell: bash\n {8}run: \|\n((?: {10}.*\n?)+)/.exec(workflow) ?? [];
      const file = path.join(folder, 'step.sh');
      writeFileSync(file, script.replace(/^ {10}/gm, ''));
      const own = [
        ...['/var/lib/dkms', '/usr/src', '/etc/dkms'].map(
          (one) => `mkdir -p ${one}; mount -t tmpfs tmpfs ${one}`,
        ),
        'mkdir -p /lib/modules; mount -t tmpfs tmpfs /lib/modules',
        `for one in "$1"/*; do cp -a "$one" /lib/modules; done`,
        'exec bash --noprofile --norc -eo pipefail "$2"',
      ];
      const ran = spawnSync('unshare', ['-m', 'bash', '-ec', own.join('\n'), 'bash', modulesDir, file], {
        ...{ cwd: place, encoding: 'utf8', env: plainEnvironment() },
      });
      expect(ran.status, ran.stdout + ran.stderr).toBe(0);
      for (const release of releases) expect(ran.stdout).toContain(release);
    });
  });
});
