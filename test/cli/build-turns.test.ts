import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { stageLayout } from '../../server/src/builds/stage/stage-layout.ts';
import type { BuildProgress, BuildReport, KernelList, ResultList } from '../../server/src/lsp/messages.ts';
import { bundledCommandLine } from '../support/command-line.ts';
import { writeHello } from '../support/hello-module.ts';
import { howToGetTestMaterial, testKernelMark, testKernels } from '../support/kernels.ts';
import { LanguageClient } from '../support/language-client.ts';
import { needs } from '../support/needs.ts';
import { isRoot, plainEnvironment } from '../support/surroundings.ts';
import { until } from '../support/waiting.ts';

const kernels = testKernels();

describe('two programs building one module for one kernel', needs(!kernels && howToGetTestMaterial), () => {
  const { modulesDir = '', release61 = '' } = kernels ?? {};
  let folder = '';
  let module = '';
  let cache = '';
  const started: Program[] = [];

  interface Program {
    readonly child: ChildProcess;
    readonly ended: Promise<number | null>;
    out: string;
    err: string;
  }

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-turns-'));
    cache = path.join(folder, 'cache');
    module = writeHello(path.join(folder, 'hello'));
    const conf = readFileSync(path.join(module, 'dkms.conf'), 'utf8');
    // Each build creates `there`, and continues when `go` exists.
    const gate = `touch ${folder}/there; until test -e ${folder}/go; do sleep 0.02; done`;
    writeFileSync(path.join(module, 'dkms.conf'), conf.replace('MAKE[0]="', `MAKE[0]="${gate}; `));
  });
  afterEach(async () => {
    for (const { child, ended } of started.splice(0)) {
      child.kill('SIGKILL');
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  });

  function build(...prefix: readonly string[]): Program {
    const words = [process.execPath, bundledCommandLine, 'build', module, '--kernel', release61];
    const [command = '', ...args] = [...prefix, ...words, '--modules', modulesDir, '--format', 'json'];
    const child = spawn(command, args, { env: plainEnvironment({ DKMS_TOOLS_CACHE: cache }) });
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const program: Program = { child, ended, out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      program.out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      program.err += text;
    });
    started.push(program);
    return program;
  }

  async function isBuilding(): Promise<void> {
    await until(() => existsSync(path.join(folder, 'there')));
    rmSync(path.join(folder, 'there'));
  }

  const go = () => writeFileSync(path.join(folder, 'go'), '');

  async function isWaiting(program: Program, holder: string): Promise<void> {
    const sentence = `dkms-tools: hello for ${release61}: waiting for ${holder}, which is building the same module\n`;
    await until(() => program.err.includes(sentence));
  }

  /** Asserts that a program has succeeded, and that the modules that it built exist. */
  async function expectModules(program: Program): Promise<void> {
    expect([await program.ended, program.err]).toEqual([0, program.err]);
    const { results } = JSON.parse(program.out) as {
      results: { status: string; built: { path: string }[] }[];
    };
    expect(results).toMatchObject([{ status: 'ok', built: [{}] }]);
    expect(existsSync(results[0]?.built[0]?.path ?? '')).toBe(true);
  }

  const resultFile = () =>
    stageLayout(cache, path.join(module, 'dkms.conf'), testKernelMark(release61)).resultFile;

  test('the second waits, says for which process, and then builds', async () => {
    const first = build();
    await isBuilding();
    const second = build();
    await isWaiting(second, `process ${first.child.pid}`);
    expect(existsSync(path.join(folder, 'there'))).toBe(false);
    go();
    // The first one's modules were there until the second began.
    await second.ended;
    await expectModules(first);
    await expectModules(second);
    expect(existsSync(resultFile())).toBe(true);
  });

  test('one that is cancelled while it waits leaves the other alone', async () => {
    const first = build();
    await isBuilding();
    const second = build();
    await isWaiting(second, `process ${first.child.pid}`);
    second.child.kill('SIGINT');
    expect(await second.ended).toBe(130);
    go();
    await expectModules(first);
    expect(JSON.parse(readFileSync(resultFile(), 'utf8'))).toMatchObject({ ended: { status: 'ok' } });
  });

  test('the first is killed: the second continues at once', async () => {
    const first = build();
    await isBuilding();
    const second = build();
    await isWaiting(second, `process ${first.child.pid}`);
    first.child.kill('SIGKILL');
    await isBuilding();
    go();
    await expectModules(second);
  });

  test('a build in another container is not taken for dead', async () => {
    const inside = isRoot ? [] : ['--user', '--map-root-user'];
    const first = build('unshare', ...inside, '--pid', '--fork', '--mount-proc', '--kill-child');
    await isBuilding();
    const second = build();
    await until(() => /waiting for process \d+ of another container/.test(second.err));
    go();
    await second.ended;
    await expectModules(first);
    await expectModules(second);
  });

  test('a window keeps its results until its turn comes', async () => {
    go();
    const client = await LanguageClient.start([process.execPath, bundledCommandLine, 'lsp', '--stdio'], {
      folder: module,
      options: { trusted: true },
      settings: { dkms: { kernelFolders: [modulesDir], cacheFolder: cache } },
    });
    try {
      await until(
        () => client.request<KernelList>('dkms/kernels'),
        (list) => list.kernels.some((one) => one.release === release61),
      );
      const conf = `file://${path.join(module, 'dkms.conf')}`;
      const params = { run: 'one', conf, kernel: release61 };
      const report = await client.request<BuildReport>('dkms/build', params);
      expect(report).toMatchObject({ status: 'ok' });
      rmSync(path.join(folder, 'go'));
      rmSync(path.join(folder, 'there'), { force: true });
      const terminal = build();
      await isBuilding();
      const steps: BuildProgress[] = [];
      client.on('dkms/buildProgress', (step: BuildProgress) => steps.push(step));
      const second = client.request<BuildReport>('dkms/build', { ...params, run: 'two' });
      const holder = `process ${terminal.child.pid}`;
      await until(() => steps.some((step) => step.phase === 'waiting' && step.holder === holder));
      const known = async () => (await client.request<ResultList>('dkms/results')).results;
      expect(await known()).toMatchObject([{ activity: 'waiting', last: { status: 'ok' } }]);
      // Clean also leaves alone what another program is using.
      const clean = await client.request<object>('dkms/clean', { conf });
      expect((await second).status).toBe('cancelled');
      expect(clean).toMatchObject({
        removed: 0,
        kept: [expect.stringContaining(`Process ${terminal.child.pid}`)],
      });
      expect(await known()).toMatchObject([{ last: { status: 'ok' } }]);
      go();
      await expectModules(terminal);
    } finally {
      await client.stop();
    }
  });
});
