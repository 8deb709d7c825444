import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DrivenBuild, type DriveOptions, drive, kernelOf } from '../support/build-driver.ts';
import { startCommandLine } from '../support/command-line.ts';
import { writeHello } from '../support/hello-module.ts';
import { howToGetTestMaterial, testKernels } from '../support/kernels.ts';
import { needs } from '../support/needs.ts';
import { processesAbout, programsAbout } from '../support/processes.ts';
import { randomNumbers } from '../support/random-numbers.ts';
import { testOption } from '../support/surroundings.ts';
import { treeState } from '../support/tree-state.ts';
import { cancellation, until } from '../support/waiting.ts';

const kernels = testKernels();

/** Whatever happens to a build: no process is left, the source is unchanged, and the next build has the same result as a first one. */
describe('after a disturbed build', needs(!kernels && howToGetTestMaterial), () => {
  const { modulesDir, release61 } = kernels ?? { modulesDir: '', release61: '' };
  let folder: string;
  let cacheFolder: string;
  let source: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'build-faults-'));
    cacheFolder = join(folder, 'cache');
    const units = ['a', 'b', 'c', 'd'];
    source = writeHello(join(folder, 'hello'), {
      Makefile: `obj-m := hello.o\nhello-y := main.o ${units.map((unit) => `${unit}.o`).join(' ')}\n`,
      'main.c': readFileSync(join(writeHello(join(folder, 'pattern')), 'hello.c'), 'utf8'),
      ...Object.fromEntries(
        units.map((unit) => [`${unit}.c`, `#include <linux/netdevice.h>\nint ${unit}(void) { return 1; }\n`]),
      ),
    });
    rmSync(join(source, 'hello.c'));
  });

  afterEach(() => {
    expect(processesAbout(folder)).toEqual([]);
    rmSync(folder, { recursive: true, force: true });
  });

  async function build(more: Partial<DriveOptions> = {}): Promise<DrivenBuild> {
    return drive({ source, kernel: await kernelOf(modulesDir, release61), cacheFolder, ...more });
  }

  function edit(name: string, change: (text: string) => string): void {
    const path = join(source, name);
    writeFileSync(path, change(readFileSync(path, 'utf8')));
  }

  /** What the processor and the kernel read of the module; the rest names the folder that it was built in. */
  function codeOf({ result, output }: DrivenBuild): string {
    expect(result.status, output).toBe('ok');
    const sections = ['.text', '.init.text', '.rodata', '.modinfo'].flatMap((name) => ['-j', name]);
    const path = result.built[0]?.path ?? '';
    return execFileSync('objdump', ['-s', ...sections, path], { encoding: 'utf8' }).replace(
      /^.*file format.*$/m,
      '',
    );
  }

  /** Builds in another cache folder, where nothing is left of any build. */
  async function codeOfFreshBuild(): Promise<string> {
    return codeOf(await build({ cacheFolder: mkdtempSync(join(folder, 'fresh-')) }));
  }

  test.each(['make', 'cc1'])(
    '%s was killed: it fails and says so, and the next build is whole',
    async (victim) => {
      const before = treeState(source);
      const running = build({ jobs: 1 });
      const found = await until(
        () =>
          programsAbout(folder).findLast(({ command }) =>
            victim === 'make'
              ? /^make -f .*obj=/.test(command) || /^make .*modules$/.test(command)
              : /\/cc1 .*\b[abcd]\.c/.test(command),
          ),
        (one) => one !== undefined,
      );
      process.kill(found?.pid ?? expect.unreachable(), 'SIGKILL');
      const { result, output } = await running;
      expect([result.status, result.problems.some(({ severity }) => severity === 'error')], output).toEqual([
        'failed',
        true,
      ]);
      const again = await build({ jobs: 1 });
      expect(again.output.match(/ CC \[M\] .*\/[abcd]\.o/g)).toHaveLength(4);
      expect(again.result.status).toBe('ok');
      expect(treeState(source)).toEqual(before);
    },
  );

  test('the whole program was killed: its compilers end too, and another program builds at once', async () => {
    const before = treeState(source);
    const words = ['build', source, '--kernel', release61, '--modules', modulesDir];
    const started = startCommandLine(words, { env: { DKMS_TOOLS_CACHE: cacheFolder } });
    await until(() => processesAbout(cacheFolder).length > 2);
    process.kill(started.pid, 'SIGKILL');
    await started.ended;
    await until(() => processesAbout(cacheFolder).length === 0);
    expect((await build()).result.status).toBe('ok');
    expect(treeState(source)).toEqual(before);
  });

  test('it was cancelled while a command ran in a session of its own', async () => {
    const escaping = ['#!/bin/sh', 'setsid sleep 100000 &', 'echo escaped', 'sleep 100000', ''].join('\n');
    writeFileSync(join(source, 'escape.sh'), escaping, { mode: 0o755 });
    edit('dkms.conf', (text) => text.replace(/^MAKE.*$/m, 'MAKE="./escape.sh"'));
    const { signal, cancel } = cancellation();
    const { result } = await build({ signal, onOutput: (text) => text.includes('escaped') && cancel() });
    expect(result.status).toBe('cancelled');
    expect(processesAbout(folder)).toEqual([]);
  });

  test('its source disappeared and returned', async () => {
    let isGone = false;
    const { result } = await build({
      onOutput(text) {
        if (isGone || !text.includes('CC [M]')) return;
        isGone = true;
        renameSync(source, `${source}.away`);
      },
    });
    // What was copied is built.
    expect([isGone, result.status]).toEqual([true, 'ok']);
    const conf = readFileSync(join(`${source}.away`, 'dkms.conf'), 'utf8');
    renameSync(`${source}.away`, source);
    writeFileSync(join(source, 'dkms.conf'), conf);
    edit('a.c', (text) => text.replace('1', '2'));
    expect(codeOf(await build())).toBe(await codeOfFreshBuild());
  });

  test('the clock jumped: files from the future and the distant past are built as they are', async () => {
    const times = [Date.now() / 1000 + 86_400, 1_000_000_000];
    await build();
    for (const [at, time] of times.entries()) {
      edit('a.c', (text) => text.replace(/return \d+/, `return ${at + 5}`));
      utimesSync(join(source, 'a.c'), time, time);
      const kept = await build();
      expect(codeOf(kept), `the file of ${new Date(time * 1000)}`).toBe(await codeOfFreshBuild());
    }
  });

  test('a build wrote outside its folder: the source is unchanged', async () => {
    writeFileSync(
      join(source, 'Kbuild'),
      `obj-m := hello.o\nhello-y := main.o\n$(shell cd $(src) && for up in . .. ../.. ../../..; do touch $$up/strayed; done; ln -sfn ${source} link; true)\n`,
    );
    const before = treeState(source);
    expect((await build()).result.status).toBe('ok');
    expect(treeState(source)).toEqual(before);
    expect(existsSync(join(folder, 'strayed'))).toBe(false);
    expect((await build()).result.status).toBe('ok');
    expect(treeState(source)).toEqual(before);
  });

  const seed = Number(testOption('SEED') ?? 1);
  const rounds = Number(testOption('ROUNDS') ?? 15);
  test(`it was cancelled at random moments (DKMS_TOOLS_SEED=${seed}, DKMS_TOOLS_ROUNDS=${rounds})`, async () => {
    const before = treeState(source);
    let pieces = 0;
    await build({ onOutput: () => pieces++ });
    const random = randomNumbers(seed);
    for (let round = 0; round < rounds; round++) {
      // Some rounds change the source, so that kept stages are in every state.
      if (round % 3 === 0) appendFileSync(join(source, 'b.c'), `/* ${round} */\n`);
      if (round % 5 === 0) edit('a.c', (text) => text.replace(/return \d+/, `return ${round}`));
      const { signal, cancel } = cancellation();
      // Before make's first output, while a piece of its output is read, or some turns of the event loop later.
      let left = Math.floor(random() ** 2 * (pieces + 1));
      const turns = Math.floor(random() * 200);
      const cancelLater = async () => {
        for (let at = 0; at < turns; at++) await turn();
        cancel();
      };
      if (left === 0) void cancelLater();
      const { result } = await build({ signal, onOutput: () => --left === 0 && void cancelLater() });
      expect(['cancelled', 'ok']).toContain(result.status);
      expect(processesAbout(folder)).toEqual([]);
    }
    expect(codeOf(await build())).toBe(await codeOfFreshBuild());
    expect(treeState(source).length).toBe(before.length);
    expect(statSync(join(source, 'main.c')).size).toBeGreaterThan(0);
  });
});
