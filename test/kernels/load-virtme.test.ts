import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LoadResult } from '../../server/src/load/load-test.ts';
import { type CommandLineOptions, runCommandLine, startCommandLine } from '../support/command-line.ts';
import { writeHello } from '../support/hello-module.ts';
import { testImage, testKernels } from '../support/kernels.ts';
import { linkPrograms } from '../support/linked-programs.ts';
import { askedLine, askedSource, machineMissing, noImage } from '../support/load-test.ts';
import { needs } from '../support/needs.ts';
import { processesAbout } from '../support/processes.ts';
import { searchPath } from '../support/surroundings.ts';
import { treeState } from '../support/tree-state.ts';
import { virtmeFolder, virtmeMissing } from '../support/virtme-ng.ts';
import { manyUnitsHangMs, until } from '../support/waiting.ts';

const kernels = testKernels();
const release = kernels?.release61 ?? '';
const image = testImage(release);

describe('a load test with virtme-ng', needs(!image && noImage, machineMissing(), virtmeMissing()), () => {
  let folder: string;
  let source: string;

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'virtme-'));
    source = writeHello(path.join(folder, 'asked'), { 'hello.c': askedSource });
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const words = (...more: readonly string[]) => [
    ...[
      'load',
      source,
      '--kernel',
      release,
      '--modules',
      kernels?.modulesDir ?? '',
      '--modules',
      image ?? '',
    ],
    // QEMU translates every instruction of a whole system.
    ...['--machine', 'virtme-ng', '--timeout', String(manyUnitsHangMs / 1000), ...more],
  ];

  const surroundings = (PATH = searchPath(virtmeFolder)): CommandLineOptions => ({
    env: { PATH, DKMS_TOOLS_CACHE: path.join(folder, 'cache') },
  });

  /** The user's files, and the folder in which depmod would write. */
  const state = () => [treeState(source), readdirSync(path.join(image ?? '', 'lib', 'modules', release))];

  test(
    "a command has this machine's programs and files, which it can't write, and an oops is shown at its line",
    async () => {
      const before = state();
      const command = [
        'python3 -c \'print(open("dkms.conf").readline().strip(), 6 * 7)\'',
        'touch hello.c 2>/dev/null || echo refused',
        'mktemp | cut -d/ -f2-3',
        'grep -o "^hello " /proc/modules',
        'echo o >/sys/module/hello/parameters/do',
      ].join('\n');
      const { code, out, err } = await runCommandLine(
        words('--run', command, '--format', 'json'),
        surroundings(),
      );
      expect(err).toBe('');
      const { results } = JSON.parse(out) as { results: [LoadResult] };
      const [{ status, machine, output, steps, problems, log }] = results;
      const [conf] = readFileSync(path.join(source, 'dkms.conf'), 'utf8').split('\n');
      expect([code, status, machine]).toEqual([1, 'failed', 'virtme-ng']);
      // After that, the shell says that it was killed.
      expect(output.slice(0, 4)).toEqual([`${conf} 42`, 'refused', 'run/dkms-tools', 'hello ']);
      expect(steps.map(({ what, name }) => `${what} ${name}`).slice(0, 3)).toEqual([
        ...['inserting hello', 'inserted hello', 'running '],
      ]);
      expect(problems[0]).toMatchObject({
        ...{ file: path.join(source, 'hello.c'), line: askedLine('return *nowhere'), severity: 'error' },
        message: expect.stringMatching(
          /^BUG: kernel NULL pointer dereference.*, while the test command ran$/,
        ),
      });
      expect(problems.map(({ message }) => message)).toContain(
        'hello could not be removed: the kernel did not answer.',
      );
      expect(readFileSync(log ?? '', 'utf8')).toMatch(/^\[ *0\.0+\] Linux version /);
      expect([state(), processesAbout(folder)]).toEqual([before, []]);
    },
    manyUnitsHangMs,
  );

  test('leaves nothing running when it is cancelled', async () => {
    const { pid, ended } = startCommandLine(words('--run', 'sleep 100000'), surroundings());
    await until(() => processesAbout(folder).some(({ command }) => command.includes('virtme_link_mods')));
    process.kill(pid, 'SIGINT');
    expect(await ended).toMatchObject({ code: 130, err: expect.stringContaining('cancelled') });
    expect(processesAbout(folder)).toEqual([]);
  });

  test('says what is missing', async () => {
    const PATH = [virtmeFolder, linkPrograms(path.join(folder, 'without-file'), /^(?:file|virtme-run)$/)];
    const { code, err } = await runCommandLine(
      words('--run', 'true'),
      surroundings(PATH.join(path.delimiter)),
    );
    expect([code, err]).toEqual([2, expect.stringMatching(/The program file, .* is not installed\./)]);
    const without = await runCommandLine(words('--run', 'true'), surroundings(PATH[1]));
    expect([without.code, without.err]).toEqual([
      2,
      expect.stringMatching(/virtme-ng \(virtme-run\) is not installed\./),
    ]);
  });
});
