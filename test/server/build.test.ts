import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  BuildOutput,
  BuildProgress,
  BuildReport,
  KernelList,
  MatrixReport,
  ModuleDescription,
  VerifyReport,
} from '../../server/src/lsp/messages.ts';
import { clientAddress } from '../support/client-address.ts';
import { bundledCommandLine } from '../support/command-line.ts';
import { writeHello } from '../support/hello-module.ts';
import { howToGetTestMaterial, testKernels } from '../support/kernels.ts';
import { LanguageClient } from '../support/language-client.ts';
import { needs, noDkms } from '../support/needs.ts';
import { processesAbout } from '../support/processes.ts';
import { until } from '../support/waiting.ts';

const hasDkms = spawnSync('dkms', ['--version']).status === 0;
const kernels = testKernels();

describe('builds over the protocol, for any editor', needs(!kernels && howToGetTestMaterial), () => {
  let folder = '';
  let cacheFolder = '';
  let client: LanguageClient;
  const release = kernels?.release61 ?? '';

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-protocol-'));
    cacheFolder = path.join(folder, 'cache');
    writeHello(path.join(folder, 'hello'));
    client = await start(true);
  });
  afterAll(async () => {
    await client.stop();
    for (const one of [folder, `${folder}-endless`]) rmSync(one, { recursive: true, force: true });
  });

  function start(trusted: boolean): Promise<LanguageClient> {
    return LanguageClient.start([process.execPath, bundledCommandLine, 'lsp', '--stdio'], {
      folder,
      options: { trusted },
      settings: { dkms: { kernelFolders: [kernels?.modulesDir], cacheFolder } },
    });
  }

  const conf = () => path.join(folder, 'hello', 'dkms.conf');
  const params = (run: string) => ({ run, conf: clientAddress(conf()), kernel: release });

  test('the kernels and modules are listed', async () => {
    const listed = await untilKernels(client);
    expect(listed.kernels.find((kernel) => kernel.release === release)).toMatchObject({ status: 'ready' });
    const modules = await client.request<ModuleDescription[]>('dkms/modules');
    expect(modules).toEqual([{ conf: clientAddress(conf()), name: 'hello', version: '1.0' }]);
  });

  test('the real dkms is asked for the same build, and agrees', needs(!hasDkms && noDkms), async () => {
    const report = await client.request<VerifyReport>('dkms/verify', params('verify'));
    expect(report).toMatchObject({
      ours: { run: 'verify', module: 'hello/1.0', kernel: release, status: 'ok' },
      dkms: { status: 'ok', exit: 0, log: expect.stringMatching(/make\.log$/) },
      differences: [],
    });
  });

  test("an error is a diagnostic on the user's line, and disappears after it is corrected and rebuilt", async () => {
    const source = path.join(folder, 'hello', 'hello.c');
    const right = readFileSync(source, 'utf8');
    writeFileSync(source, right.replace('pr_info("hello', 'nosuch("hello'));
    const uri = clientAddress(source);

    let output = '';
    client.on('dkms/buildOutput', ({ text }: BuildOutput) => {
      output += text;
    });
    const failed = await client.request<BuildReport>('dkms/build', params('1'));
    expect(failed).toMatchObject({ run: '1', module: 'hello/1.0', kernel: release, status: 'failed' });
    expect(failed.errors).toBeGreaterThan(0);
    expect(output).toContain("implicit declaration of function 'nosuch'");
    const [found] = await client.until(uri, (all) => all.length > 0);
    // The line is `\tnosuch("hello\n");`: the range is the name, whatever the tab's width.
    expect(found?.range).toEqual({ start: { line: 4, character: 1 }, end: { line: 4, character: 7 } });
    expect(found).toMatchObject({
      severity: 1,
      source: 'gcc',
      message: expect.stringContaining(`[${release}]`),
    });

    writeFileSync(source, right);
    const built = await client.request<BuildReport>('dkms/build', params('2'));
    expect(built).toMatchObject({ status: 'ok', errors: 0 });
    expect(built.built.map((one) => [one.name, one.vermagic?.split(' ')[0]])).toEqual([['hello', release]]);
    expect(await client.until(uri, (all) => all.length === 0)).toEqual([]);
  });

  /** A module beside the others, whose build does not end by itself. */
  function writeEndless(): string {
    const source = writeHello(path.join(folder, '..', `${path.basename(folder)}-endless`));
    const file = path.join(source, 'dkms.conf');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^MAKE.*$/m, 'MAKE="sleep 100000"'));
    return file;
  }

  test('a cancelled build ends with all of its processes', async () => {
    const endless = { ...params('3'), conf: clientAddress(writeEndless()) };
    const build = client.cancellable<BuildReport>('dkms/build', endless);
    const phases: string[] = [];
    const compiling = new Promise<void>((resolve) => {
      client.on('dkms/buildProgress', ({ phase }: { phase: string }) => {
        phases.push(phase);
        if (phase === 'building') resolve();
      });
    });
    await compiling;
    await build.cancel();
    const report = await build.result;
    expect(report).toMatchObject({ run: '3', status: 'cancelled' });
    expect(processesAbout(cacheFolder)).toEqual([]);
    expect(phases[0]).toBe('staging');
  });

  test('a matrix builds all modules for the kernels, and reports each as it ends', async () => {
    const ended: MatrixReport[] = [];
    const about = new Set<string>();
    client.on('dkms/buildEnded', (report: MatrixReport) => ended.push(report));
    client.on('dkms/buildProgress', ({ conf, kernel }: BuildProgress) => about.add(`${conf} ${kernel}`));
    const releases = [kernels?.release612 ?? '', release];
    const reports = await client.request<MatrixReport[]>('dkms/buildMatrix', { run: '9', kernels: releases });
    expect(reports.map((one) => [one.conf, one.kernel, one.status, one.run])).toEqual(
      releases.map((kernel) => [params('').conf, kernel, 'ok', '9']),
    );
    expect(ended.map((one) => one.kernel).sort()).toEqual([...releases].sort());
    expect([...about].sort()).toEqual(releases.map((kernel) => `${params('').conf} ${kernel}`).sort());
  });

  test('nothing runs before the workspace is trusted', async () => {
    const cautious = await start(false);
    await untilKernels(cautious);
    await expect(cautious.request('dkms/build', params('4'))).rejects.toThrow('not trusted');
    await cautious.notify('dkms/trustGranted');
    expect(await cautious.request('dkms/build', params('5'))).toMatchObject({ status: 'ok' });
    await cautious.stop();
  });

  test('a missing kernel fails with a problem', async () => {
    const report = await client.request<BuildReport>('dkms/build', { ...params('6'), kernel: '9.9.9' });
    expect(report).toMatchObject({ status: 'failed', reason: expect.stringContaining('9.9.9'), errors: 1 });
    await client.notify('dkms/clearProblems');
    await client.until(clientAddress(conf()), (all) => all.length === 0);
  });

  test('builds end with the server', async () => {
    const other = await start(true);
    await untilKernels(other);
    const building = new Promise<void>((resolve) => {
      other.on('dkms/buildProgress', ({ phase }: { phase: string }) => phase === 'building' && resolve());
    });
    const endless = { ...params('7'), conf: clientAddress(writeEndless()) };
    const unanswered = other.request('dkms/build', endless).catch(() => {});
    await building;
    await other.stop();
    await unanswered;
    expect(processesAbout(cacheFolder)).toEqual([]);
  });
});

/** The server requests the settings with the test's kernels after its start. */
async function untilKernels(client: LanguageClient): Promise<KernelList> {
  return until(
    () => client.request<KernelList>('dkms/kernels'),
    (list) => list.kernels.some((kernel) => kernel.release === kernels?.release61),
  );
}
