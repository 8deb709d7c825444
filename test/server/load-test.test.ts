import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  BuildOutput,
  BuildProgress,
  KernelList,
  LoadTestKernels,
  LoadTestReport,
  ResultList,
} from '../../server/src/lsp/messages.ts';
import { clientAddress } from '../support/client-address.ts';
import { bundledCommandLine } from '../support/command-line.ts';
import { writeHello } from '../support/hello-module.ts';
import { howToGetTestMaterial, testImage, testKernels } from '../support/kernels.ts';
import { LanguageClient } from '../support/language-client.ts';
import { askedLine, askedSource, machineMissing, noImage } from '../support/load-test.ts';
import { needs } from '../support/needs.ts';
import { processesAbout } from '../support/processes.ts';
import { hangMs, until } from '../support/waiting.ts';

const kernels = testKernels();
const release = kernels?.release61 ?? '';
const image = testImage(release);

describe('load tests over the protocol', needs(!kernels && howToGetTestMaterial), () => {
  let folder = '';
  let cacheFolder = '';
  let client: LanguageClient;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-load-'));
    cacheFolder = path.join(folder, 'cache');
    writeHello(path.join(folder, 'hello'), { 'hello.c': askedSource });
    client = await start();
  });
  afterAll(async () => {
    await client.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(
    trusted = true,
    kernelFolders = [kernels?.modulesDir, image],
  ): Promise<LanguageClient> {
    const started = await LanguageClient.start([process.execPath, bundledCommandLine, 'lsp', '--stdio'], {
      folder,
      options: { trusted },
      settings: {
        dkms: { kernelFolders: kernelFolders.filter(Boolean), cacheFolder, loadTestMachine: 'busybox' },
      },
    });
    // The server requests the settings after its start.
    await until(
      () => started.request<KernelList>('dkms/kernels'),
      (list) => list.kernels.some((kernel) => kernel.release === release),
    );
    return started;
  }

  const source = () => path.join(folder, 'hello', 'hello.c');
  const params = (run: string, command: string) => ({
    ...{ run, conf: clientAddress(path.join(folder, 'hello', 'dkms.conf')), kernel: release, command },
    timeoutSeconds: hangMs / 1000,
  });
  const resultOf = async (of: LanguageClient) => {
    const { results } = await of.request<ResultList>('dkms/results');
    return results.find(({ kernel }) => kernel === release);
  };

  test('nothing runs before the workspace is trusted', async () => {
    const cautious = await start(false);
    await expect(cautious.request('dkms/loadTest', params('0', 'true'))).rejects.toThrow('not trusted');
    await cautious.stop();
  });

  test('a kernel without an image is listed with what to install', async () => {
    const bare = await start(true, [kernels?.modulesDir]);
    const listed = await bare.request<LoadTestKernels>('dkms/loadTestKernels');
    expect(listed.kernels.find(({ kernel }) => kernel === release)?.missing).toMatch(
      machineMissing() ? /is not installed/ : new RegExp(`There is no image of kernel ${release} to boot`),
    );
    await bare.stop();
  });

  describe('in a virtual machine', needs(!image && noImage, machineMissing()), () => {
    test('a warning is a diagnostic on its line, and the result says that the test failed', async () => {
      const listed = await client.request<LoadTestKernels>('dkms/loadTestKernels');
      expect(listed.kernels.find(({ kernel }) => kernel === release)).toEqual({ kernel: release });
      let output = '';
      const phases = new Set<string>();
      client.on('dkms/buildOutput', ({ run, text }: BuildOutput) => {
        if (run === '1') output += text;
      });
      client.on('dkms/buildProgress', ({ phase, file }: BuildProgress) =>
        phases.add(phase === 'loading' ? `${phase}: ${file}` : phase),
      );
      const { build, load } = await client.request<LoadTestReport>(
        'dkms/loadTest',
        params('1', 'echo w >/sys/module/hello/parameters/do; echo done'),
      );
      expect([build.status, load?.status, load?.output, load?.exitCode]).toEqual([
        'ok',
        'failed',
        ['done'],
        0,
      ]);
      const [found] = await client.until(clientAddress(source()), (all) => all.length > 0);
      expect(found).toMatchObject({
        ...{ severity: 2, source: 'kernel', message: expect.stringContaining('WARNING in complain') },
        range: { start: { line: askedLine('WARN_ON') - 1 } },
      });
      expect(found?.relatedInformation?.map(({ location }) => location.range.start.line)).toEqual([
        askedLine('complain();') - 1,
      ]);
      expect(output).toContain('Linux version');
      // Progress shows the current step: one that ended before its line was read is left out.
      const told = [...phases].filter((phase) => /^(?:booting|loading)/.test(phase));
      const steps = ['inserting hello', 'running the test command', 'removing hello'];
      const all = ['booting', ...steps.map((step) => `loading: ${step}`)];
      expect(told).toEqual(all.filter((phase) => phases.has(phase)));
      expect(told[0]).toBe('booting');
      expect(told.length).toBeGreaterThan(1);
      expect((await resultOf(client))?.last).toMatchObject({
        status: 'ok',
        load: {
          ...{
            status: 'failed',
            errors: 0,
            warnings: 1,
            reason: expect.stringContaining('WARNING in complain'),
          },
          firstProblem: { uri: clientAddress(source()), line: askedLine('WARN_ON') - 1 },
        },
      });
    });

    test('the next session knows the result and its problems, until a build', async () => {
      const next = await start();
      expect((await resultOf(next))?.last?.load).toMatchObject({ status: 'failed', warnings: 1 });
      await next.until(clientAddress(source()), (all) => all.length === 1);
      const { conf } = params('', '');
      await next.request('dkms/build', { run: '2', conf, kernel: release });
      await next.until(clientAddress(source()), (all) => all.length === 0);
      expect((await resultOf(next))?.last).not.toHaveProperty('load');
      await next.stop();
    });

    test('it is cancelled with all of its processes, by its request and by a build of the same module', async () => {
      const begun = () =>
        until(
          () => processesAbout(cacheFolder),
          (all) => all.some(({ command }) => command.includes('qemu-system')),
        );
      const test = client.cancellable<LoadTestReport>('dkms/loadTest', params('3', 'sleep 100000'));
      await begun();
      await test.cancel();
      expect((await test.result).load?.status).toBe('cancelled');
      expect(processesAbout(cacheFolder)).toEqual([]);
      const other = client.request<LoadTestReport>('dkms/loadTest', params('4', 'sleep 100000'));
      await begun();
      writeFileSync(source(), readFileSync(source(), 'utf8').replace('panic("as asked")', 'nosuch()'));
      const { conf } = params('', '');
      expect(await client.request('dkms/build', { run: '5', conf, kernel: release })).toMatchObject({
        status: 'failed',
      });
      expect((await other).load?.status).toBe('cancelled');
      const failed = await client.request<LoadTestReport>('dkms/loadTest', params('6', 'true'));
      expect([failed.build.status, failed.load]).toEqual(['failed', undefined]);
    });
  });
});
