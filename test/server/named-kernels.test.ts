import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { KernelList, LoadTestKernels } from '../../server/src/lsp/messages.ts';
import { bundledCommandLine, runCommandLine } from '../support/command-line.ts';
import { headerPackages } from '../support/header-packages.ts';
import { LanguageClient } from '../support/language-client.ts';
import { type PackageArchive, serveArchive } from '../support/package-archive.ts';
import { until } from '../support/waiting.ts';

let folder: string;
let archive: PackageArchive;
let client: LanguageClient | undefined;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'named-kernels-'));
  const architecture = execFileSync('dpkg', ['--print-architecture'], { encoding: 'utf8' }).trim();
  archive = await serveArchive(folder, 'bookworm', architecture, headerPackages('6.1.0-50-amd64'));
});
afterEach(async () => {
  await client?.stop();
  client = undefined;
  await archive.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(dkms: Readonly<Record<string, unknown>>): Promise<LanguageClient> {
  const cacheFolder = path.join(folder, 'cache');
  const started = await LanguageClient.start([process.execPath, bundledCommandLine, 'lsp', '--stdio'], {
    folder,
    settings: { dkms: { cacheFolder, ...dkms } },
  });
  client = started;
  // The notification arrives when the settings are known.
  await new Promise<void>((resolve) => started.on('dkms/kernelsChanged', () => resolve()));
  return started;
}

const list = (of: LanguageClient) => of.request<KernelList>('dkms/kernels');

/** Downloads the headers of a name in a terminal. */
async function getInTerminal(name: string): Promise<void> {
  const words = ['kernels', 'get', name, '--mirror', archive.address, '--keyring', archive.keyring];
  const { code, err } = await runCommandLine(words, {
    env: { DKMS_TOOLS_CACHE: path.join(folder, 'cache') },
  });
  expect(code, err).toBe(0);
}

test('names of archives in dkms.kernels are missing until a terminal or an editor has got their headers', async () => {
  const editor = await start({ kernels: ['debian-12', '!trixie', '6.1.*'] });
  expect(await list(editor)).toEqual({ kernels: [], toGet: { missing: ['debian-12'], outdated: [] } });
  await getInTerminal('bookworm');
  await until(async () => (await list(editor)).kernels.length > 0);
  await editor.request('dkms/refreshKernels');
  expect(await list(editor)).toMatchObject({
    // The system's kernels are switched off in this session; this one is the user's.
    kernels: [{ release: '6.1.0-50-amd64', inSet: true, fetched: true, status: 'ready' }],
    toGet: { missing: [], outdated: [] },
  });
  const { kernels } = await editor.request<LoadTestKernels>('dkms/loadTestKernels');
  expect(kernels).toMatchObject([
    { downloadable: true, missing: expect.stringContaining('dkms-tools kernels get 6.1.0-50-amd64 --image') },
  ]);
});

test('names are asked for again after a day, if the user wants that', async () => {
  await getInTerminal('debian-12');
  const yesterday = new Date(Date.now() - 25 * 3600 * 1000);
  utimesSync(path.join(folder, 'cache/kernels/names/debian-12'), yesterday, yesterday);
  const still = await start({ kernels: ['debian-12'] });
  expect((await list(still)).toGet).toEqual({ missing: [], outdated: [] });
  await still.stop();
  const daily = await start({ kernels: ['debian-12', 'debian-13'], updateKernels: 'daily' });
  expect((await list(daily)).toGet).toEqual({ missing: ['debian-13'], outdated: ['debian-12'] });
});
