import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  AvailableKernels,
  GetKernelProgress,
  GetKernelsReport,
  KernelList,
} from '../../server/src/lsp/messages.ts';
import { bundledCommandLine } from '../support/command-line.ts';
import { howToGetTestMaterial, testKernels } from '../support/kernels.ts';
import { LanguageClient } from '../support/language-client.ts';
import { needs } from '../support/needs.ts';
import { until } from '../support/waiting.ts';

// If the test material was fetched, Debian's archive is reachable.
describe('kernels of an archive, by the protocol', needs(!testKernels() && howToGetTestMaterial), () => {
  let folder: string;
  let client: LanguageClient;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'fetched-kernels-'));
    client = await LanguageClient.start([process.execPath, bundledCommandLine, 'lsp', '--stdio'], {
      folder,
      settings: { dkms: { cacheFolder: path.join(folder, 'cache'), kernelArchives: ['debian-12'] } },
      machine: {},
    });
    // The notification arrives when the settings are known.
    await new Promise<void>((resolve) => client.on('dkms/kernelsChanged', () => resolve()));
  });

  afterAll(async () => {
    await client?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('come from the archive that the settings name, and a wrong name of it is said', async () => {
    const startWith = async (dkms: object) => {
      const started = await LanguageClient.start([process.execPath, bundledCommandLine, 'lsp', '--stdio'], {
        folder,
        settings: {
          dkms: { cacheFolder: path.join(folder, 'other'), kernelArchives: ['debian-12'], ...dkms },
        },
        machine: {},
      });
      await new Promise<void>((resolve) => started.on('dkms/kernelsChanged', () => resolve()));
      return started;
    };
    const empty = await startWith({ kernelMirror: `file://${folder}/nothing` });
    await expect(empty.request('dkms/availableKernels')).rejects.toThrow(/Debian 12/);
    await empty.stop();
    const wrong = await startWith({ kernelMirror: 'my mirror' });
    await expect(wrong.request('dkms/availableKernels')).rejects.toThrow(
      'dkms.kernelMirror my mirror: expected an address such as https://…/debian.',
    );
    await wrong.stop();
  });

  const kernels = async () => (await client.request<KernelList>('dkms/kernels')).kernels;

  test('are listed, downloaded and removed', async () => {
    const { kernels: available, faults } = await client.request<AvailableKernels>('dkms/availableKernels');
    expect(faults).toEqual([]);
    const release = available.find((one) => /^6\.1\.0-\d+-amd64$/.test(one.release))?.release ?? '';
    const steps: string[] = [];
    client.on('dkms/getKernelProgress', ({ step }: GetKernelProgress) => steps.push(step));
    const report = await client.request<GetKernelsReport>('dkms/getKernels', { releases: [release] });
    expect(report).toEqual({ ready: [{ release, notes: expect.any(Array) }], failed: [] });
    expect(steps).toEqual(expect.arrayContaining(['downloading', 'unpacking']));
    await until(async () => (await kernels()).length > 0);
    expect(await kernels()).toMatchObject([{ release, status: 'ready', fetched: true }]);
    await client.request('dkms/removeKernel', { release });
    await until(async () => (await kernels()).length === 0);
    expect(existsSync(path.join(folder, 'cache/kernels/root', release))).toBe(false);
  });

  test('that no archive has are reported', async () => {
    const report = await client.request<GetKernelsReport>('dkms/getKernels', { releases: ['1.2.3'] });
    expect(report.ready).toEqual([]);
    expect(report.failed).toMatchObject([{ release: '1.2.3', reason: expect.stringContaining('Debian 12') }]);
    await expect(client.request('dkms/removeKernel', { release: '1.2.3' })).rejects.toThrow(
      'was not fetched',
    );
  });
});
