import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BuildReport, ClangdUse, CompileDatabase, KernelList } from '../../server/src/lsp/messages.ts';
import { clangdPath } from '../support/clangd.ts';
import { clientAddress } from '../support/client-address.ts';
import { bundledCommandLine } from '../support/command-line.ts';
import { writeHello } from '../support/hello-module.ts';
import { howToGetTestMaterial, testKernels } from '../support/kernels.ts';
import { LanguageClient } from '../support/language-client.ts';
import { needs, noClangd } from '../support/needs.ts';
import { plainEnvironment } from '../support/surroundings.ts';
import { treeState } from '../support/tree-state.ts';
import { until } from '../support/waiting.ts';

const kernels = testKernels();

const clangd = clangdPath();

describe(
  "clangd is configured in the user's own configuration",
  needs(!kernels && howToGetTestMaterial),
  () => {
    const { modulesDir = '', release61 = '' } = kernels ?? {};
    let folder = '';
    let config = '';
    let database = '';
    let client: LanguageClient;
    // A folder's name may contain characters that are special in a regular expression.
    const module = () => path.join(folder, 'my (c++) driver');
    const source = () => path.join(module(), 'hello.c');

    beforeAll(async () => {
      folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-clangd-'));
      writeHello(module());
      config = path.join(folder, 'config', 'clangd', 'config.yaml');
      mkdirSync(path.dirname(config), { recursive: true });
      writeFileSync(config, 'If:\n  PathMatch: /nowhere/.*\nCompileFlags:\n  Add: [-DMINE]\n');
      client = await start(true);
    });
    afterAll(async () => {
      await client.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    async function start(trusted: boolean): Promise<LanguageClient> {
      const started = await LanguageClient.start([process.execPath, bundledCommandLine, 'lsp', '--stdio'], {
        folder: module(),
        options: { trusted },
        settings: { dkms: { kernelFolders: [modulesDir], cacheFolder: path.join(folder, 'cache') } },
        env: plainEnvironment({ XDG_CONFIG_HOME: path.join(folder, 'config') }),
      });
      const releases = async () => (await started.request<KernelList>('dkms/kernels')).kernels;
      await until(async () => (await releases()).some(({ release }) => release === release61));
      return started;
    }

    function check(...more: readonly string[]): string {
      const words = [`--check=${source()}`, '--check-lines=1-3', ...more];
      const env = plainEnvironment({ XDG_CONFIG_HOME: path.join(folder, 'config') });
      return spawnSync(clangd ?? '', words, { encoding: 'utf8', env }).stderr;
    }

    test('nothing is written before the workspace is trusted', async () => {
      const cautious = await start(false);
      expect(await cautious.request('dkms/useInClangd')).toBeNull();
      expect(readFileSync(config, 'utf8')).not.toContain('DKMS Tools');
      await cautious.stop();
    });

    test("on request, the user's configuration is written, and the workspace is unchanged", async () => {
      const before = treeState(module());
      const conf = clientAddress(path.join(module(), 'dkms.conf'));
      const changed = new Promise((resolve) => client.on('dkms/compileDatabaseChanged', resolve));
      await client.notify('dkms/kernelSelected', { kernel: release61 });
      const report = await client.request<BuildReport>('dkms/build', { run: '1', conf, kernel: release61 });
      expect(report.status).toBe('ok');
      await changed;
      const asked = () => client.request<CompileDatabase>('dkms/compileDatabase');
      expect(await asked()).toMatchObject({ isInClangd: false });
      expect(await client.request<ClangdUse>('dkms/useInClangd')).toEqual({ config });
      expect(await asked()).toMatchObject({ isInClangd: true });
      database = (await asked()).folder;
      expect(readFileSync(config, 'utf8')).toContain(`CompilationDatabase: '${database}'`);
      expect(readFileSync(config, 'utf8')).toContain('-DMINE');
      expect(treeState(module())).toEqual(before);
    });

    test('clangd reads it, but prefers a folder that the user names', needs(!clangd && noClangd), () => {
      const output = check();
      expect(output).toContain(`Loaded compilation database from ${database}/compile_commands.json`);
      expect(output).toMatch(/All checks completed, 0 errors/);
      const own = path.join(folder, 'own');
      mkdirSync(own);
      writeFileSync(path.join(own, 'compile_commands.json'), '[]');
      const other = check(`--compile-commands-dir=${own}`);
      expect(other).toContain(`Loaded compilation database from ${own}/compile_commands.json`);
      expect(other).not.toContain(database);
    });
  },
);
