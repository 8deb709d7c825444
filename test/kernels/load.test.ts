import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ProcessGroups } from '../../server/src/builds/process-group.ts';
import { readDistribution } from '../../server/src/kernels/distribution.ts';
import { findMachinePrograms, type MachinePrograms } from '../../server/src/load/bootable.ts';
import { readConsoleLog } from '../../server/src/load/console-log.ts';
import { findPackedKernel, hasDirectEntry } from '../../server/src/load/kernel-image.ts';
import type { LoadResult } from '../../server/src/load/load-test.ts';
import type { VirtualMachine } from '../../server/src/load/machine.ts';
import { runMachine } from '../../server/src/load/virtual-machine.ts';
import { runCommandLine, startCommandLine } from '../support/command-line.ts';
import { writeHello } from '../support/hello-module.ts';
import { testImage, testKernels, testModule, testRelease } from '../support/kernels.ts';
import { linkPrograms } from '../support/linked-programs.ts';
import { askedLine, askedSource, machineMissing, noImage } from '../support/load-test.ts';
import { needs } from '../support/needs.ts';
import { processesAbout } from '../support/processes.ts';
import { plainEnvironment, searchPath } from '../support/surroundings.ts';
import { treeState } from '../support/tree-state.ts';
import { hangMs, until } from '../support/waiting.ts';

const kernels = testKernels();
const release = kernels?.release61 ?? '';
const image = testImage(release);
const driver = testModule('v4l2loopback');
const noMachine = machineMissing();

let folder: string;
/** Sources of modules that nothing changes, so that later tests continue from the builds of earlier ones. */
let hello: string;
let asked: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'load-'));
  hello = writeHello(path.join(folder, 'plain'));
  asked = writeHello(path.join(folder, 'asked'), { 'hello.c': askedSource });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Loaded = LoadResult & { readonly kernel: string };

function words(source: string, more: readonly string[], kernel = release): readonly string[] {
  // A machine on which the tests run may have virtme-ng.
  const places = [
    '--machine',
    'busybox',
    '--modules',
    kernels?.modulesDir ?? '',
    '--modules',
    testImage(kernel) ?? '',
  ];
  // Long enough for a busy machine.
  return ['load', source, '--kernel', kernel, ...places, '--timeout', String(hangMs / 1000), ...more];
}

const env = () => ({ DKMS_TOOLS_CACHE: path.join(folder, 'cache') });

const load = (source: string, ...more: readonly string[]) => loadIn(release, source, ...more);

async function loadIn(
  kernel: string,
  source: string,
  ...more: readonly string[]
): Promise<{ readonly code: number | null; readonly result: Loaded; readonly problems: readonly string[] }> {
  const { code, out, err } = await runCommandLine(words(source, [...more, '--format', 'json'], kernel), {
    env: env(),
  });
  if (out === '') throw new Error(err);
  const { results } = JSON.parse(out) as { results: [Loaded] };
  const [result] = results;
  const problems = result.problems.map(
    ({ file, line, severity, message }) => `${path.basename(file)}:${line}: ${severity}: ${message}`,
  );
  return { code, result, problems };
}

const unpackXz = (data: Uint8Array) => execFileSync('xz', ['-dc'], { input: data, maxBuffer: 2 ** 28 });

/** The modules of the running kernel, if it has any. */
const modulesHere = () => (existsSync('/proc/modules') ? readFileSync('/proc/modules', 'utf8') : '');

describe('a load test', needs((!kernels || !image) && noImage, noMachine), () => {
  const ask = (what: string) => ['--run', `echo ${what} >/sys/module/hello/parameters/do`];

  test('inserts a module, runs a command, and removes the module, all in a machine of its own', async () => {
    const before = treeState(hello);
    const here = modulesHere();
    const { code, result, problems } = await load(hello, '--run', 'uname -r; cut -d" " -f1 /proc/modules');
    expect(result).toMatchObject({ status: 'ok', kernel: release, output: [release, 'hello'], exitCode: 0 });
    expect([code, problems]).toEqual([0, []]);
    expect(result.steps.map(({ what, name }) => `${what} ${name}`)).toEqual([
      ...['inserting hello', 'inserted hello', 'running ', 'removing hello', 'removed hello'],
    ]);
    const log = readFileSync(result.log ?? '', 'utf8');
    expect(log).toMatch(/\] hello: hello|\] hello\r?\n/);
    expect(log).toMatch(/^\[ *0\.0+\] Linux version /);
    // On a busy machine, a kernel that checks its timer panics for want of ticks.
    expect(log).not.toMatch(/timer not connected/);
    expect([treeState(hello), modulesHere()]).toEqual([before, here]);
  });

  test('inserts what a real driver needs of the kernel first', needs(!driver && noImage), async () => {
    const { code, result, problems } = await load(driver ?? '', '--run', 'ls /dev/video*');
    expect([code, result.status, problems, result.output]).toEqual([0, 'ok', [], ['/dev/video0']]);
    const inserted = result.steps.filter(({ what }) => ['needed', 'inserted'].includes(what));
    expect(inserted.map(({ name }) => name).slice(-2)).toEqual(['videodev', 'v4l2loopback']);
  });

  test('inserts modules of one package in the order in which they need each other', async () => {
    const module = (text: string) =>
      `#include <linux/module.h>\n${text}\nMODULE_LICENSE("GPL");\nMODULE_DESCRIPTION("x");\n`;
    const source = writeHello(path.join(folder, 'two'), {
      'dkms.conf':
        'PACKAGE_NAME=two\nPACKAGE_VERSION=1\nBUILT_MODULE_NAME=(above below)\nDEST_MODULE_LOCATION=(/extra /extra)\n',
      Makefile: 'obj-m := above.o below.o\n',
      'below.c': module('int below(void);\nint below(void)\n{\n\treturn 0;\n}\nEXPORT_SYMBOL_GPL(below);'),
      'above.c': module(
        'int below(void);\nstatic int __init above(void)\n{\n\treturn below();\n}\nmodule_init(above);\nstatic void __exit gone(void)\n{\n}\nmodule_exit(gone);',
      ),
    });
    const { result, problems } = await load(source);
    expect(problems).toEqual([]);
    expect(
      result.steps.filter(({ what }) => /ed$/.test(what)).map(({ what, name }) => `${what} ${name}`),
    ).toEqual([...['inserted below', 'inserted above', 'removed above', 'removed below']]);
  });

  test('shows a warning at its line, with the lines that led there', async () => {
    const { code, result, problems } = await load(asked, ...ask('warn'));
    expect([code, result.status, result.reason]).toEqual([
      ...[1, 'failed', 'WARNING in complain, while the test command ran'],
    ]);
    expect(problems).toEqual([
      `hello.c:${askedLine('WARN_ON')}: warning: WARNING in complain, while the test command ran`,
    ]);
    expect(result.problems[0]?.related).toEqual([
      expect.objectContaining({ file: path.join(asked, 'hello.c'), line: askedLine('complain();') }),
    ]);
  });

  // Their messages are worded differently, and their modules are in other places.
  describe.each(['5.10', '7'])('in Linux %s', (line) => {
    const other = testRelease(line) ?? '';
    test(
      'the kernel is found in its image, and need not unpack itself',
      needs(!testImage(other) && noImage),
      () => {
        const folderOf = testImage(other) ?? '';
        const [file = ''] = [`boot/vmlinuz-${other}`, `lib/modules/${other}/vmlinuz`]
          .map((name) => path.join(folderOf, name))
          .filter((name) => existsSync(name));
        const { compression, data } = findPackedKernel(readFileSync(file)) ?? expect.unreachable();
        const unpacked = { gzip: gunzipSync, xz: unpackXz, zstd: zstdDecompressSync }[compression](data);
        expect(hasDirectEntry(unpacked)).toBe(true);
      },
    );

    test('shows the same', needs(!testImage(other) && noImage), async () => {
      const { code, result, problems } = await loadIn(other, asked, ...ask('warn'));
      expect([code, result.kernel, problems]).toEqual([
        ...[1, other],
        [`hello.c:${askedLine('WARN_ON')}: warning: WARNING in complain, while the test command ran`],
      ]);
      expect(result.problems[0]?.related[0]).toMatchObject({ line: askedLine('complain();') });
    });
  });

  test.each([
    ['bug', 'BUG()', 'kernel BUG'],
    ['oops', 'return *nowhere', 'BUG: kernel NULL pointer dereference, address: 0000000000000000'],
  ])('shows a %s at its line, and that the module stays', async (what, text, message) => {
    const { code, problems } = await load(asked, ...ask(what));
    expect(code).toBe(1);
    expect(problems[0]).toBe(`hello.c:${askedLine(text)}: error: ${message}, while the test command ran`);
    expect(problems).toContain('dkms.conf:1: error: hello could not be removed: the kernel did not answer.');
  });

  test('shows what taints the kernel, but not that every module of dkms does', async () => {
    const { code, problems } = await load(asked, ...ask('taint'));
    expect(code).toBe(0);
    expect(problems).toEqual([
      'dkms.conf:1: warning: The kernel is tainted afterwards (U): a program asked for the taint.',
    ]);
    const strict = await load(asked, ...ask('taint'), '--fail-on', 'taint');
    expect([strict.code, strict.result.status]).toEqual([1, 'failed']);
    const lenient = await load(asked, ...ask('warn'), '--fail-on', 'error');
    expect([lenient.code, lenient.result.status]).toEqual([0, 'ok']);
  });

  test('shows a panic at the line that led to it', async () => {
    const { code, problems } = await load(asked, ...ask('panic'));
    expect(code).toBe(1);
    expect(problems).toEqual([
      `hello.c:${askedLine('panic(')}: error: The kernel panicked: as asked, while the test command ran`,
    ]);
  });

  test('fails with its command, and at a module that the kernel refuses', async () => {
    const good = readFileSync(path.join(hello, 'hello.c'), 'utf8');
    const failing = await load(hello, '--run', 'echo no; exit 3');
    expect([failing.code, failing.problems]).toEqual([
      1,
      ['dkms.conf:1: error: The test command failed with exit code 3. It ended with:\nno'],
    ]);
    const absent = await load(hello, '--run', 'no-such-program');
    expect([absent.code, absent.problems]).toEqual([
      1,
      [
        expect.stringContaining(
          'exit code 127. The virtual machine has only the programs of busybox; with virtme-ng,',
        ),
      ],
    ]);
    const source = writeHello(path.join(folder, 'refused'), {
      'hello.c': good.replace('return 0', 'return -19'),
    });
    const refused = await load(source);
    expect([refused.code, refused.problems]).toEqual([
      1,
      [
        expect.stringMatching(
          /^dkms\.conf:1: error: hello could not be inserted: can't insert .*: No such device\.$/i,
        ),
      ],
    ]);
  });

  test('ends a machine that does not end, and says how far it came', async () => {
    const { code, problems } = await load(hello, '--run', 'sleep 100000', '--timeout', '5');
    expect(code).toBe(1);
    // How far it gets depends on the machine.
    expect(problems).toEqual([
      expect.stringMatching(
        /^dkms\.conf:1: error: The virtual machine did not come to an end within 5 s(?:, (?:while the kernel started|(?:while|after) inserting hello|while the test command ran))?\.$/,
      ),
    ]);
    expect(processesAbout(folder)).toEqual([]);
  });

  test('leaves nothing running when it is cancelled', async () => {
    const { pid, ended } = startCommandLine(words(hello, ['--run', 'sleep 100000']), { env: env() });
    await until(() => processesAbout(folder).some(({ command }) => command.includes('qemu-system')));
    process.kill(pid, 'SIGINT');
    expect(await ended).toMatchObject({ code: 130, err: expect.stringContaining('cancelled') });
    expect(processesAbout(folder)).toEqual([]);
  });
});

describe('a virtual machine', needs(!image && noImage, noMachine), () => {
  const vmlinuz = path.join(image ?? '', 'boot', `vmlinuz-${release}`);

  /** A QEMU that notes how it was called in `<file>.calls`, and does first what a script says. */
  async function writeQemu(file: string, script: string): Promise<string> {
    const programs = await machinePrograms();
    writeFileSync(file, `#!/bin/sh\necho "$*" >>'${file}.calls'\n${script}\nexec ${programs.qemu} "$@"\n`, {
      mode: 0o755,
    });
    return file;
  }

  async function machinePrograms(): Promise<MachinePrograms> {
    const found = await findMachinePrograms({
      distribution: await readDistribution(),
      searchPath: searchPath(),
      kernelFolders: [],
    });
    if ('reason' in found) throw new Error(found.reason);
    return found;
  }

  /** Runs a machine, and returns how QEMU was called meanwhile: `boot` or `continue`. */
  async function run(qemu: string, more: Partial<VirtualMachine> = {}) {
    const machine = mkdtempSync(path.join(folder, 'machine-'));
    const before = callsOf(qemu).length;
    let text = '';
    let restarts = 0;
    const end = await runMachine(
      {
        ...{ ...(await machinePrograms()), qemu, mayUseKvm: false, folder: machine, needed: [], modules: [] },
        ...{ image: vmlinuz, command: 'echo it runs', ...more },
      },
      {
        ...{ groups: new ProcessGroups(), env: plainEnvironment() as Record<string, string> },
        timeoutMs: hangMs,
        onText: (given) => {
          text += given;
        },
        onRestart: () => {
          restarts++;
          text = '';
        },
      },
    );
    const calls = callsOf(qemu).slice(before);
    const starts = calls.map((call) => (call.includes(' -incoming ') ? 'continue' : 'boot'));
    return { end, text, restarts, calls, starts };
  }

  const callsOf = (qemu: string) =>
    existsSync(`${qemu}.calls`) ? readFileSync(`${qemu}.calls`, 'utf8').trim().split('\n') : [];

  test('begins again without KVM if that stops it, boots once, and continues from there the next time', async () => {
    // What QEMU 7.2 does where KVM can't emulate an instruction: it prints this, and does not end.
    const qemu = await writeQemu(
      path.join(folder, 'qemu-with-broken-kvm'),
      `case "$*" in *'-accel kvm'*) echo 'Linux version 0'; echo 'KVM internal error. Suberror: 1' >&2; exec sleep 100000 ;; esac`,
    );
    const snapshots = { folder: path.join(folder, 'snapshots'), kernelMark: 'tested' };
    const first = await run(qemu, { mayUseKvm: true, snapshots });
    expect(first).toMatchObject({
      end: { kind: 'ended' },
      restarts: 1,
      starts: ['boot', 'boot', 'continue'],
    });
    expect(first.text).not.toContain('Linux version 0');
    const said = { hasEnded: true, output: ['it runs'], exitCode: 0 };
    expect(readConsoleLog(first.text)).toMatchObject(said);
    const asked = Date.now();
    const second = await run(qemu, { snapshots, command: 'date +%s' });
    expect(second).toMatchObject({ end: { kind: 'ended' }, restarts: 0, starts: ['continue'] });
    const upToMark = (text: string) => text.slice(0, text.indexOf('dkms-tools: ready'));
    expect(upToMark(second.text)).toBe(upToMark(first.text));
    // Its clock goes on where it was when the snapshot was made, unless it is set.
    expect(Number(readConsoleLog(second.text).output[0])).toBeGreaterThan(asked / 1000 - 2);
    const files = path.join(snapshots.folder, readdirSync(snapshots.folder)[0] ?? '');
    // One that is damaged is made anew the time after.
    writeFileSync(path.join(files, 'state'), 'nonsense');
    const third = await run(qemu, { snapshots });
    expect(third).toMatchObject({ end: { kind: 'ended' }, restarts: 1, starts: ['continue', 'boot'] });
    expect(readConsoleLog(third.text)).toMatchObject(said);
    expect([readdirSync(snapshots.folder), processesAbout(folder)]).toEqual([[], []]);
  });

  test.each([
    ['can make no snapshot, and does not try again', 'exit 1', [2, 1]],
    ['ends before the snapshot, and tries again', "echo 'Linux version 0'; exit 0", [2, 2]],
  ])('boots in the ordinary way if QEMU %s', async (why, script, calls) => {
    const qemu = await writeQemu(
      path.join(folder, `qemu-that-${why.replace(/\W+/g, '-')}`),
      `case "$*" in *memory-backend*) ${script} ;; esac; echo 'Linux version 1'; exit 0`,
    );
    const snapshots = { folder: mkdtempSync(path.join(folder, 'snapshots-')), kernelMark: 'tested' };
    for (const count of calls) {
      const ran = await run(qemu, { snapshots });
      expect([ran.end, ran.calls.length, ran.text]).toEqual([{ kind: 'ended' }, count, 'Linux version 1\n']);
    }
  });
});

describe('a load test that cannot be', needs(!kernels && noImage), () => {
  const refusal = async (given: readonly string[], PATH: string) => {
    const { code, out, err } = await runCommandLine(given, { env: { ...env(), PATH } });
    return { code, out, err };
  };

  test('says what to install', async () => {
    const given = ['load', hello, '--kernel', release, '--modules', kernels?.modulesDir ?? ''];
    const withoutQemu = linkPrograms(path.join(folder, 'a'), /^qemu-/);
    expect(await refusal(given, withoutQemu)).toMatchObject({
      code: 2,
      err: expect.stringMatching(
        /^dkms-tools: QEMU \(qemu-system-x86_64\) is not installed\. .*qemu-system-x86/,
      ),
    });
  });

  test('names the package of the image', needs(noMachine), async () => {
    const given = ['load', hello, '--kernel', release, '--modules', kernels?.modulesDir ?? ''];
    expect(await refusal(given, searchPath())).toMatchObject({
      code: 2,
      err: expect.stringContaining(
        `There is no image of kernel ${release} to boot. Run "apt install linux-image-${release}" as root.`,
      ),
    });
  });
});
