import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  BuildReport,
  KernelConfigValues,
  KernelList,
  KernelsAppeared,
} from '../../server/src/lsp/messages.ts';
import { clientAddress } from '../support/client-address.ts';
import { bundledCommandLine } from '../support/command-line.ts';
import { headerFiles, writeTree } from '../support/header-trees.ts';
import { writeHello } from '../support/hello-module.ts';
import { LanguageClient } from '../support/language-client.ts';
import { plainEnvironment } from '../support/surroundings.ts';
import { until } from '../support/waiting.ts';

describe('kernels over the protocol', () => {
  let folder = '';
  let client: LanguageClient;
  const notifications: KernelsAppeared[] = [];
  const lists: KernelList[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-kernels-'));
    writeHello(path.join(folder, 'hello'));
    await writeTree(folder, headerFiles('kernels/6.1.5-old/build', '6.1.5-old'));
    client = await LanguageClient.start([process.execPath, bundledCommandLine, 'lsp', '--stdio'], {
      folder,
      options: { trusted: true },
      settings: {
        dkms: {
          kernelFolders: [path.join(folder, 'kernels')],
          cacheFolder: path.join(folder, 'cache'),
          kernels: ['6.*', { kernel: '6.12.*', knownFailure: 'no strlcpy', module: 'hello' }],
          buildOnNewKernel: 'always',
        },
      },
    });
    client.on('dkms/kernelsAppeared', (params: KernelsAppeared) => notifications.push(params));
    client.on('dkms/kernelsChanged', (params: KernelList) => lists.push(params));
  });
  afterAll(async () => {
    await client.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  function releases(): readonly string[] {
    return (lists.at(-1)?.kernels ?? []).map((kernel) => kernel.release);
  }

  test('a list that is asked for before the settings are known is that of the settings', async () => {
    const asked = Promise.withResolvers<void>();
    const own = { systemKernels: false, kernelFolders: [path.join(folder, 'kernels')] };
    const late = await LanguageClient.start([process.execPath, bundledCommandLine, 'lsp', '--stdio'], {
      ...{ folder, options: { trusted: true } },
      answer: async (items) => {
        await asked.promise;
        return items.map(() => own);
      },
    });
    const list = late.request<KernelList>('dkms/kernels');
    // Answered after what came before it, unless that has to wait.
    await late.request('dkms/kernelsInFolder', { folder: path.join(folder, 'kernels') });
    asked.resolve();
    expect((await list).kernels.map(({ release }) => release)).toEqual(['6.1.5-old']);
    await late.stop();
  });

  test('the kernels of a folder are listed without being added, and those of all folders after a new search', async () => {
    await writeTree(folder, headerFiles('tree', '6.6.1-own'));
    const { kernels } = await client.request<KernelList>('dkms/kernelsInFolder', {
      folder: path.join(folder, 'tree'),
    });
    expect(kernels.map(({ release, status }) => [release, status])).toEqual([['6.6.1-own', 'ready']]);
    expect(
      await client.request<KernelList>('dkms/kernelsInFolder', { folder: path.join(folder, 'hello') }),
    ).toEqual({ kernels: [] });
    const all = await client.request<KernelList>('dkms/refreshKernels');
    const ours = all.kernels.filter(({ buildDir }) => buildDir.startsWith(folder));
    expect(ours.map(({ release }) => release)).toEqual(['6.1.5-old']);
  });

  test('a new kernel is reported once, when it is complete', async () => {
    await expect.poll(() => releases()).toContain('6.1.5-old');
    const ours = () =>
      notifications.flatMap(({ kernels }) => kernels).filter(({ release }) => release === '6.12.5-new');
    const headers = Object.entries(headerFiles('kernels/6.12.5-new/build', '6.12.5-new'));
    mkdirSync(path.join(folder, 'kernels/6.12.5-new'));
    for (const file of headers) await writeTree(folder, Object.fromEntries([file]));
    // It looks complete by now, but the server waits for more files.
    await writeTree(folder, { 'kernels/6.12.5-new/build/include/linux/late.h': '' });
    await until(() => ours().length > 0);
    const late = statSync(path.join(folder, 'kernels/6.12.5-new/build/include/linux/late.h'));
    expect(Date.now() - late.ctimeMs).toBeGreaterThan(4_900);
    expect(notifications.at(-1)).toMatchObject({
      action: 'build',
      kernels: [
        { release: '6.12.5-new', inSet: true, knownFailures: [{ module: 'hello', reason: 'no strlcpy' }] },
      ],
    });
    expect(releases()).toEqual(['6.12.5-new', '6.1.5-old']);
    await writeTree(folder, { 'kernels/6.12.5-new/build/.config': '' });
    // From a search that found that file, too: a list is sent before its kernels are examined.
    await writeTree(folder, headerFiles('kernels/6.12.6-next/build', '6.12.6-next'));
    await until(() =>
      notifications.some(({ kernels }) => kernels.some(({ release }) => release === '6.12.6-next')),
    );
    expect(ours()).toHaveLength(1);
  });

  test('its configuration can be requested', async () => {
    const values = await client.request<KernelConfigValues>('dkms/kernelConfig', {
      kernel: '6.1.5-old',
      symbols: ['CONFIG_X86_64', 'SMP'],
    });
    expect(values).toEqual({
      path: path.join(folder, 'kernels/6.1.5-old/build/include/config/auto.conf'),
      symbols: [{ name: 'CONFIG_X86_64', value: 'y' }, { name: 'SMP' }],
    });
  });

  test('the problems of a removed kernel disappear, those of others stay', async () => {
    const conf = path.join(folder, 'hello/dkms.conf');
    const uri = clientAddress(conf);
    const source = clientAddress(path.join(folder, 'hello/hello.c'));
    for (const kernel of ['6.1.5-old', '6.12.5-new']) {
      await writeFile(
        path.join(folder, 'kernels', kernel, 'build/Makefile'),
        `VERSION = 6\n.DEFAULT modules:\n\t@echo "$(M)/hello.c:1:1: error: gone"; false\n`,
      );
      const report = await client.request<BuildReport>('dkms/build', { run: kernel, conf: uri, kernel });
      expect(report).toMatchObject({ status: 'failed' });
      expect(report.knownFailure).toBe(kernel === '6.12.5-new' ? 'no strlcpy' : undefined);
    }
    const about = (kernel: string) => (all: readonly { message: unknown }[]) =>
      all.some(({ message }) => String(message).includes(kernel));
    await client.until(source, about('6.12.5-new'));
    rmSync(path.join(folder, 'kernels/6.12.5-new'), { recursive: true });
    const left = await client.until(source, (all) => !about('6.12.5-new')(all));
    expect(about('6.1.5-old')(left)).toBe(true);
  });
});

describe('kernels that came while no window was open', () => {
  let folder = '';
  let client: LanguageClient | undefined;
  const kernels = () => path.join(folder, 'kernels');
  const install = (release: string) => writeTree(kernels(), headerFiles(`${release}/build`, release));

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-memory-'));
  });
  afterAll(async () => {
    await client?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A separate window, which shares nothing but the machine. Returns the list of what it is notified of. */
  async function open(workspace: string): Promise<readonly string[]> {
    await client?.stop();
    mkdirSync(path.join(folder, workspace));
    client = await LanguageClient.start([process.execPath, bundledCommandLine, 'lsp', '--stdio'], {
      folder: path.join(folder, workspace),
      settings: { dkms: { kernelFolders: [kernels()], cacheFolder: path.join(folder, 'cache') } },
      env: plainEnvironment({ XDG_STATE_HOME: path.join(folder, 'state') }),
    });
    const notifications: string[] = [];
    client.on('dkms/kernelsAppeared', ({ kernels: all }: KernelsAppeared) =>
      notifications.push(...all.map(({ release }) => release)),
    );
    const started = client;
    await expect
      .poll(async () => (await started.request<KernelList>('dkms/kernels')).kernels.length)
      .toBeGreaterThan(0);
    return notifications;
  }

  test('are reported in the next one, once per machine', async () => {
    await install('6.1.5-one');
    const first = await open('first');
    await install('6.2.5-two');
    await expect.poll(() => first).toEqual(['6.2.5-two']);
    await client?.stop();
    client = undefined;
    await install('6.3.5-three');
    const second = await open('second');
    await expect.poll(() => second).toEqual(['6.3.5-three']);
    const third = await open('third');
    await install('6.4.5-four');
    await expect.poll(() => third).toEqual(['6.4.5-four']);
  });
});
