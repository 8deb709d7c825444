import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type {
  BuildReport,
  CacheReport,
  CleanReport,
  ClearCacheReport,
  KernelList,
  MatrixReport,
  ResultDescription,
  ResultList,
} from '../../server/src/lsp/messages.ts';
import { clientAddress } from '../support/client-address.ts';
import { bundledCommandLine } from '../support/command-line.ts';
import { writeHello } from '../support/hello-module.ts';
import { howToGetTestMaterial, testKernels } from '../support/kernels.ts';
import { LanguageClient } from '../support/language-client.ts';
import { needs } from '../support/needs.ts';
import { processesAbout } from '../support/processes.ts';

const kernels = testKernels();

describe('results over the protocol, for any editor', needs(!kernels && howToGetTestMaterial), () => {
  let folder = '';
  let client: LanguageClient;
  const results = new Map<string, ResultDescription>();
  const releases = [kernels?.release61 ?? '', kernels?.release612 ?? ''] as const;
  const [old, recent] = releases;
  const source = () => path.join(folder, 'hello', 'hello.c');
  const uri = () => clientAddress(source());
  const conf = () => clientAddress(path.join(folder, 'hello', 'dkms.conf'));

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-results-'));
    writeHello(path.join(folder, 'hello'));
    await start();
  });
  afterAll(async () => {
    await client.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(): Promise<void> {
    client = await LanguageClient.start([process.execPath, bundledCommandLine, 'lsp', '--stdio'], {
      folder,
      settings: {
        dkms: { kernelFolders: [kernels?.modulesDir], cacheFolder: path.join(folder, 'cache') },
      },
    });
    results.clear();
    client.on('dkms/resultsChanged', (changed: ResultList) => {
      for (const result of changed.results) results.set(result.kernel, result);
    });
    // The server requests the settings with the test's kernels after its start.
    await vi.waitUntil(async () =>
      (await client.request<KernelList>('dkms/kernels')).kernels.some(({ release }) => release === old),
    );
  }

  function shown(kernel: string): string {
    const { activity, last, stale } = results.get(kernel) ?? {};
    return [activity, last?.status, last?.knownFailure, stale && 'stale'].filter(Boolean).join(' ');
  }

  const build = (kernel: string) =>
    client.request<BuildReport>('dkms/build', { run: 'r', conf: conf(), kernel });

  test('a failed build reports its first error, and its problem moves with edits of its file', async () => {
    const right = readFileSync(source(), 'utf8');
    const wrong = right.replace('pr_info("hello', 'nosuch("hello');
    writeFileSync(source(), wrong);
    await build(old);
    await expect.poll(() => shown(old)).toBe('failed');
    expect(results.get(old)?.last?.firstError).toMatchObject({ uri: uri(), line: 4 });
    await client.until(uri(), (all) => all.length > 0);

    await client.notify('textDocument/didOpen', {
      textDocument: { uri: uri(), languageId: 'c', version: 1, text: wrong },
    });
    const edit = (version: number, line: number, text: string) =>
      client.notify('textDocument/didChange', {
        textDocument: { uri: uri(), version },
        contentChanges: [{ range: { start: { line, character: 0 }, end: { line, character: 0 } }, text }],
      });
    await edit(2, 0, '// one more\n');
    const [moved] = await client.until(uri(), ([first]) => first?.range.start.line === 5);
    expect(moved).toMatchObject({ severity: 1, range: { start: { character: 1 }, end: { character: 7 } } });
    await expect.poll(() => shown(old)).toBe('failed stale');

    await edit(3, 5, 'edited');
    const [edited] = await client.until(uri(), ([first]) => first?.severity === 3);
    expect(edited).toMatchObject({
      message: expect.stringContaining(`[edited since the build for ${old}]`),
      tags: [1],
    });

    writeFileSync(source(), right);
    await client.notify('textDocument/didClose', { textDocument: { uri: uri() } });
    await client.notify('dkms/clearProblems');
    await client.until(uri(), (all) => all.length === 0);
    expect(shown(old)).toBe('failed stale');
  });

  test('a matrix reports what waits, what runs and how each ended; built modules are described', async () => {
    const seen = new Set<string>();
    client.on('dkms/resultsChanged', (changed: ResultList) => {
      for (const result of changed.results) {
        results.set(result.kernel, result);
        seen.add(`${result.kernel} ${result.activity}`);
      }
    });
    const targets = releases.map((kernel) => ({ conf: conf(), kernel }));
    const reports = await client.request<MatrixReport[]>('dkms/buildMatrix', { run: 'm', targets });
    expect(reports.map(({ status }) => status)).toEqual(['ok', 'ok']);
    await expect.poll(() => releases.map(shown)).toEqual(['ok', 'ok']);
    expect([...seen]).toContain(`${recent} running`);
    const [built] = results.get(old)?.last?.built ?? [];
    expect(built).toMatchObject({ name: 'hello', modinfo: { license: 'GPL', depends: '' } });
    expect(built?.size).toBeGreaterThan(1000);
  });

  test('the next session finds the results, and knows that those of a changed source are stale', async () => {
    await client.stop();
    await start();
    // Sent without a request, once the settings have named the cache folder.
    await expect.poll(() => releases.map(shown)).toEqual(['ok', 'ok']);
    const { results: found } = await client.request<ResultList>('dkms/results');
    expect(found.map(({ last, stale }) => [last?.status, stale])).toEqual([
      ['ok', false],
      ['ok', false],
    ]);
    await client.stop();
    writeFileSync(source(), `${readFileSync(source(), 'utf8')}\n`);
    await start();
    const { results: later } = await client.request<ResultList>('dkms/results');
    expect(later.map(({ stale }) => stale)).toEqual([true, true]);
  });

  test('builds are cancelled by module and kernel, whoever started them', async () => {
    // kbuild waits for a file that never appears.
    const kbuild = path.join(folder, 'hello', 'Kbuild');
    writeFileSync(
      kbuild,
      'obj-m := hello.o\n$(obj)/hello.o: $(obj)/never\n$(obj)/never: ; tail -f /dev/null\n',
    );
    const matrix = client.request<MatrixReport[]>('dkms/buildMatrix', {
      ...{ run: 'c', confs: [conf()], kernels: releases },
    });
    await expect.poll(() => releases.map(shown)).toContain('running ok stale');
    await client.notify('dkms/cancelBuilds', { conf: conf(), kernel: recent });
    await expect.poll(() => results.get(recent)?.activity).toBeUndefined();
    expect(results.get(old)?.activity).toBeDefined();
    await client.notify('dkms/cancelBuilds', {});
    expect((await matrix).map(({ status }) => status)).toEqual(['cancelled', 'cancelled']);
    rmSync(kbuild);
  });

  test('a killed build still shows what it had found', async () => {
    const kbuild = path.join(folder, 'hello', 'Kbuild');
    const right = readFileSync(source(), 'utf8');
    writeFileSync(source(), right.replace('\treturn 0;', '\tint one;\n\tint two;\n\treturn 0;'));
    // The second module is never finished.
    writeFileSync(kbuild, 'obj-m := hello.o other.o\n$(obj)/other.o: ; tail -f /dev/null\n');
    const report = build(old);
    // The second message is complete only when something follows it.
    await client.until(uri(), (all) => all.length > 0);
    const [make] = processesAbout(path.join(folder, 'cache')).filter(({ command }) => /^make /.test(command));
    process.kill(make?.pid ?? 0, 'SIGKILL');
    expect(await report).toMatchObject({ status: 'failed', warnings: 2 });
    const found = (await client.until(uri(), (all) => all.length === 2)).map(({ message }) => message);
    expect(found.filter((message) => String(message).startsWith('unused variable'))).toHaveLength(2);
    expect(processesAbout(path.join(folder, 'cache'))).toEqual([]);
    writeFileSync(source(), right);
    rmSync(kbuild);
  });

  test('clean removes what was staged for a module, and forgets its results', async () => {
    const built = await build(old);
    const file = built.built[0]?.path ?? '';
    expect(existsSync(file)).toBe(true);
    const cleaned = await client.request<CleanReport>('dkms/clean', { conf: conf() });
    expect(cleaned).toEqual({ removed: 2, kept: [] });
    expect(existsSync(file)).toBe(false);
    await expect.poll(() => releases.map(shown)).toEqual(['', '']);
    expect(await client.request<ResultList>('dkms/results')).toEqual({ results: [] });
  });

  test('clearing the cache forgets them as well, and leaves what was not chosen', async () => {
    const built = await build(old);
    const file = built.built[0]?.path ?? '';
    await expect.poll(() => shown(old)).toBe('ok');
    const held = await client.request<CacheReport>('dkms/cache');
    expect(held).toMatchObject({ folder: path.join(folder, 'cache') });
    expect(held.parts).toContainEqual(
      expect.objectContaining({ kind: 'staged-build', title: 'Staged builds', count: 1 }),
    );
    expect(
      await client.request<ClearCacheReport>('dkms/clearCache', { kinds: ['header-index'] }),
    ).toMatchObject({
      kept: [],
    });
    expect(existsSync(file)).toBe(true);
    await client.request<ClearCacheReport>('dkms/clearCache', { kinds: ['staged-build'] });
    expect(existsSync(file)).toBe(false);
    await expect.poll(() => shown(old)).toBe('');
    expect(await client.request<ResultList>('dkms/results')).toEqual({ results: [] });
  });
});
