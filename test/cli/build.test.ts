import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { release as runningRelease, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommandLine, startCommandLine } from '../support/command-line.ts';
import { writeHello } from '../support/hello-module.ts';
import { howToGetTestMaterial, testKernels } from '../support/kernels.ts';
import { needs, noDkms } from '../support/needs.ts';
import { processesAbout } from '../support/processes.ts';
import { treeState } from '../support/tree-state.ts';
import { until } from '../support/waiting.ts';

const kernels = testKernels();

const hasDkms = spawnSync('dkms', ['--version']).status === 0;

interface BuildDocument {
  version: number;
  results: {
    module: string;
    path: string;
    kernel: string;
    status: string;
    reason?: string;
    durationMs: number;
    built: { name: string; path: string; vermagic: string }[];
    log: string;
    problems: { file: string; line: number; message: string; tool: string; cause: null }[];
  }[];
  groups: { file: string; line: number; message: string; kernels: string[]; cause: null }[];
}

describe('dkms-tools', needs(!kernels && howToGetTestMaterial), () => {
  const { modulesDir = '', release61 = '', release612 = '' } = kernels ?? {};
  let folder = '';
  let env: NodeJS.ProcessEnv = {};
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-build-'));
    env = { DKMS_TOOLS_CACHE: path.join(folder, 'cache') };
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const words = (...more: string[]) => [...more, '--modules', modulesDir];
  const module = (name: string, files: Record<string, string> = {}) =>
    writeHello(path.join(folder, name), files);
  const source = (change: (text: string) => string) => ({
    'hello.c': change(readFileSync(path.join(module('pattern'), 'hello.c'), 'utf8')),
  });

  test('kernels prints a list as JSON and as text', async () => {
    const { code, out } = await runCommandLine(words('kernels', '--format', 'json'));
    const document = JSON.parse(out) as { version: number; kernels: { release: string }[] };
    expect([code, document.version]).toEqual([0, 1]);
    expect(document.kernels.find((one) => one.release === release61)).toMatchObject({
      version: expect.stringMatching(/^6\.1\.\d+$/),
      arch: 'x86_64',
      buildDir: path.join(modulesDir, release61, 'build'),
      status: 'ready',
      running: release61 === runningRelease(),
      compiler: {
        text: expect.stringContaining('gcc'),
        command: expect.stringContaining('gcc'),
        found: true,
      },
    });
    expect((await runCommandLine(words('kernels'))).out).toMatch(
      new RegExp(`^${release61.replaceAll('.', '\\.')} +ready`, 'm'),
    );
  });

  test('kernels shows the value of a configuration symbol', async () => {
    const line = words('kernels', '--config', 'USB_ACM', '--config', 'CONFIG_NO_SUCH');
    const { out } = await runCommandLine([...line, '--format', 'json']);
    const { kernels: listed } = JSON.parse(out) as { kernels: { release: string; config: object }[] };
    const found = listed.find((one) => one.release === release61);
    expect(found?.config).toEqual({ CONFIG_USB_ACM: 'm', CONFIG_NO_SUCH: null });
    const text = (await runCommandLine(line)).out;
    expect(text).toMatch(/^kernel +status +version +arch +CONFIG_USB_ACM +CONFIG_NO_SUCH +compiler\n/);
    expect(text).toMatch(/ m +not set +\S*gcc/);
  });

  test('a module without a dkms.conf is built by its own Makefile on request, for the kernel that is asked for', async () => {
    const source = path.join(folder, 'bare-1.0');
    mkdirSync(source);
    writeFileSync(
      path.join(source, 'bare.c'),
      '#include <linux/module.h>\nMODULE_LICENSE("GPL");\nMODULE_DESCRIPTION("bare");\n',
    );
    writeFileSync(
      path.join(source, 'Makefile'),
      'obj-m := bare.o\nKDIR ?= /lib/modules/$(shell uname -r)/build\nall:\n\t@echo by its own Makefile\n\t$(MAKE) -C $(KDIR) M=$(CURDIR) modules\n',
    );
    const line = words('build', source, '--kernel', release61, '--format', 'json');
    for (const [more, isOwn] of [
      [[], false],
      [['--own-makefile'], true],
    ] as const) {
      const { out, err } = await runCommandLine([...line, ...more], { env });
      const [result] = (JSON.parse(out) as BuildDocument).results;
      expect([result?.status, result?.built[0]?.vermagic.split(' ')[0]]).toEqual(['ok', release61]);
      expect(err).toContain(
        isOwn
          ? 'built by its own Makefile, with make KDIR=${kernel_source_dir}'
          : 'as "dkms-tools init" proposes',
      );
      expect(readFileSync(result?.log ?? '', 'utf8').includes('by its own Makefile')).toBe(isOwn);
    }
  });

  test('build builds the module for each kernel, and leaves the source unchanged', async () => {
    const source = module('good');
    const before = treeState(source);
    const line = words('build', source, '--kernel', release61, '--kernel', release612, '--format', 'json');
    const { code, out, err } = await runCommandLine(line, { env });
    const document = JSON.parse(out) as BuildDocument;
    expect([code, err, document.version, document.groups]).toEqual([0, '', 1, []]);
    expect(document.results.map((one) => [one.module, one.kernel, one.status, one.built[0]?.name])).toEqual([
      ['hello/1.0', release61, 'ok', 'hello'],
      ['hello/1.0', release612, 'ok', 'hello'],
    ]);
    for (const { built, kernel, log, path: conf } of document.results) {
      expect(built[0]?.vermagic.split(' ')[0]).toBe(kernel);
      expect(readFileSync(log, 'utf8')).toContain('hello');
      expect(conf).toBe(path.join(source, 'dkms.conf'));
    }
    expect(treeState(source)).toEqual(before);
    // Nothing had to be explained, so that no index of a kernel's headers was read or made.
    expect(existsSync(path.join(env.DKMS_TOOLS_CACHE ?? '', 'headers'))).toBe(false);
  });

  test('a failure has exit code 1, and its problem is located in the source, once for both kernels', async () => {
    const failing = module(
      'failing',
      source((text) => text.replace('pr_info("hello', 'nosuch("hello')),
    );
    const line = words('build', failing, '--match', '6.1*', '--format', 'json');
    const { code, out } = await runCommandLine(line, { env });
    const document = JSON.parse(out) as BuildDocument;
    expect(code).toBe(1);
    expect(document.results.map((one) => one.status)).toEqual(['failed', 'failed']);
    const [group] = document.groups;
    expect(group).toMatchObject({ file: path.join(failing, 'hello.c'), line: 5, cause: null });
    expect([...(group?.kernels ?? [])].sort()).toEqual([release61, release612].sort());
    expect(document.results[0]?.problems[0]).toMatchObject({ tool: 'gcc', column: 9, cause: null });
  });

  test('a kernel that the conf excludes is skipped, which is not a failure', async () => {
    const conf = `${readFileSync(path.join(module('pattern'), 'dkms.conf'), 'utf8')}BUILD_EXCLUSIVE_KERNEL="^5\\."\n`;
    const line = words(
      'build',
      module('excluded', { 'dkms.conf': conf }),
      '--kernel',
      release61,
      '--format',
      'json',
    );
    const { code, out } = await runCommandLine(line, { env });
    const [result] = (JSON.parse(out) as BuildDocument).results;
    expect([code, result?.status, result?.problems]).toEqual([0, 'skipped', []]);
    expect(result?.reason).toContain('BUILD_EXCLUSIVE_KERNEL');
  });

  test('text output shows the problem as compilers print it, and the path of the log', async () => {
    const failing = module(
      'readable',
      source((text) => text.replace('return 0', 'return nosuch')),
    );
    const { code, out } = await runCommandLine(words('build', failing, '--kernel', release61), { env });
    expect(code).toBe(1);
    expect(out).toContain(`${path.join(failing, 'hello.c')}:6:16: error: 'nosuch' undeclared`);
    expect(out).toMatch(/^hello\/1\.0 for \S+: failed after \d+\.\d s: .*\n {2}log: .*make\.log$/m);
  });

  test('several builds end with each problem once, a table and a count', async () => {
    const failing = module(
      'summary',
      source((text) =>
        text
          .replace(
            'return 0',
            `return 0\n#if LINUX_VERSION_CODE > KERNEL_VERSION(6, 2, 0)\n + nosuch\n#endif\n`,
          )
          .replace('#include <linux/module.h>', '#include <linux/module.h>\n#include <linux/version.h>'),
      ),
    );
    const line = words('build', failing, '--kernel', release612, '--kernel', release61);
    const { code, out } = await runCommandLine(line, { env });
    expect(code).toBe(1);
    expect(out.match(/error: 'nosuch' undeclared.*\n.*on 6\.12 and later\n/g)).toHaveLength(1);
    const table = out.slice(out.lastIndexOf('hello/1.0\n'));
    expect(table.replace(/\d+\.\d s/g, 'T').split('\n')).toEqual([
      'hello/1.0',
      `${release612}  failed, 2 errors, T`,
      `${release61.padEnd(release612.length)}  ok, T`,
      '',
      '2 builds in T: 1 ok, 1 failed',
      '',
    ]);
  });

  test('a known failure is not a failure, and one that builds again is reported', async () => {
    const failing = module(
      'known',
      source((text) => text.replace('return 0', 'return nosuch')),
    );
    const expected = ['--known-failure', 'hello@>=6: nosuch went'];
    const line = words('build', failing, '--kernel', release61, ...expected);
    const text = await runCommandLine(line, { env });
    expect([text.code, text.out]).toEqual([
      0,
      expect.stringMatching(/ failed as expected after .*\n.*\n {2}Expected to fail: nosuch went\n$/),
    ]);
    const json = await runCommandLine([...line, '--format', 'json'], { env });
    expect([json.code, (JSON.parse(json.out) as BuildDocument).results[0]]).toMatchObject([
      0,
      { status: 'failed', knownFailure: 'nosuch went' },
    ]);
    const mended = await runCommandLine(
      words('build', module('mended'), '--kernel', release61, ...expected),
      { env },
    );
    expect([mended.code, mended.out]).toEqual([
      0,
      expect.stringContaining(
        '  It builds now, although it was expected to fail ("nosuch went"). Remove it from the known failures.\n',
      ),
    ]);
  });

  test('an interrupt has exit code 130, and leaves no process', async () => {
    const started = startCommandLine(words('build', module('slow', slowUnits()), '--kernel', release61), {
      env,
    });
    await until(() => processesAbout(env.DKMS_TOOLS_CACHE ?? '').length > 0);
    process.kill(started.pid, 'SIGINT');
    const { code, err } = await started.ended;
    expect([code, err]).toEqual([130, 'dkms-tools: cancelled\n']);
    expect(processesAbout(env.DKMS_TOOLS_CACHE ?? '')).toEqual([]);
  });

  test.each([
    ['a kernel that is not there', ['--kernel', '9.9.9'], /no kernel 9\.9\.9 was found; available: .*/],
    ['a glob that matches nothing', ['--match', '9*'], /no kernel matches 9\*; available: .*/],
  ])('%s has exit code 2 and a message of one line', async (_, selection, message) => {
    const { code, out, err } = await runCommandLine(words('build', module('good'), ...selection), { env });
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(new RegExp(`^dkms-tools: ${message.source}\n$`));
  });

  test('a folder without a conf, or with only a template, has exit code 2', async () => {
    const empty = mkdtempSync(path.join(folder, 'empty-'));
    const none = await runCommandLine(words('build', empty, '--all'), { env });
    expect([none.code, none.err]).toEqual([
      2,
      `dkms-tools: ${empty}: there is neither a dkms.conf nor a Kbuild or Makefile with obj-m in this folder or below it\n`,
    ]);
    mkdirSync(path.join(empty, 'driver'));
    for (const name of ['configure.ac', 'autogen.sh', 'driver/Makefile.in'])
      writeFileSync(path.join(empty, name), 'obj-m := a.o\n');
    for (const place of [empty, path.join(empty, 'driver')]) {
      const { err } = await runCommandLine(words('build', place, '--all'), { env });
      expect(err).toContain(
        `in this folder or below it; its Makefiles are made by a configure script: run ./autogen.sh and ./configure in ${empty} first\n`,
      );
    }
    writeFileSync(path.join(empty, 'configure'), '');
    const configure = await runCommandLine(words('build', empty, '--all'), { env });
    expect(configure.err).toContain(`; its Makefiles are made by ${empty}/configure: run that first\n`);
    writeFileSync(path.join(empty, 'dkms.conf.in'), 'PACKAGE_NAME=@NAME@\n');
    const template = await runCommandLine(words('build', empty, '--all'), { env });
    expect([template.code, template.err]).toEqual([
      2,
      `dkms-tools: ${empty}: this folder has only a template of a dkms.conf; generate dkms.conf from it first\n`,
    ]);
  });

  test(
    '--verify lets the real dkms do the same, and reports differences',
    needs(!hasDkms && noDkms),
    async () => {
      const failing = module(
        'verified',
        source((text) => text.replace('return 0', 'return nosuch')),
      );
      const line = words('build', failing, '--kernel', release61, '--verify');
      const { code, out } = await runCommandLine(line, { env });
      expect([code, out]).toEqual([1, expect.stringMatching(/^ {2}dkms agrees: failed, exit code 10$/m)]);
      // A Makefile that fails in our copy and builds in that of dkms.
      const makefile = 'obj-m := hello.o\nifeq (,$(findstring /verify/,$(M)))\n$(error only here)\nendif\n';
      const differing = module('differing', { Makefile: makefile });
      const other = await runCommandLine(
        [...words('build', differing, '--kernel', release61, '--verify'), '--format', 'json'],
        { env },
      );
      const [result] = (JSON.parse(other.out) as { results: unknown[] }).results;
      expect([other.code, result]).toEqual([
        1,
        expect.objectContaining({
          status: 'failed',
          verification: {
            dkms: { status: 'ok', exit: 0, log: expect.stringMatching(/make\.log$/) },
            differences: [
              expect.stringMatching(/^DKMS Tools says failed .*, dkms says ok with exit code 0\.$/),
            ],
          },
        }),
      ]);
    },
  );

  test('shards divide the kernels among them', async () => {
    const releases: string[] = [];
    for (const shard of ['1/2', '2/2']) {
      const line = words('build', module('good'), '--kernel', release61, '--kernel', release612);
      const { out } = await runCommandLine([...line, '--shard', shard, '--format', 'json'], { env });
      releases.push(...(JSON.parse(out) as BuildDocument).results.map((one) => one.kernel));
    }
    expect(releases).toEqual([release61, release612]);
  });
});

/** Units that keep a compiler busy for longer than an interrupt takes. */
function slowUnits(): Record<string, string> {
  const names = Array.from({ length: 12 }, (_, at) => `unit${at}`);
  const unit = '#include <linux/module.h>\n#include <linux/netdevice.h>\n#include <linux/fs.h>\n';
  return {
    Makefile: `obj-m := hello.o\nhello-y := main.o ${names.map((name) => `${name}.o`).join(' ')}\n`,
    'main.c': '#include <linux/module.h>\nMODULE_LICENSE("GPL");\n',
    ...Object.fromEntries(names.map((name) => [`${name}.c`, unit])),
  };
}
