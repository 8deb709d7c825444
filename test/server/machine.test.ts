import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LogReport, MachineReport, RegisteredModules } from '../../server/src/lsp/messages.ts';
import { clientAddress } from '../support/client-address.ts';
import { bundledCommandLine } from '../support/command-line.ts';
import { makeDkmsTrees } from '../support/dkms-trees.ts';
import { LanguageClient } from '../support/language-client.ts';
import { needs, noMounts } from '../support/needs.ts';
import { privateMounts } from '../support/surroundings.ts';
import { until } from '../support/waiting.ts';

describe('what is registered with dkms', needs(!privateMounts() && noMounts), () => {
  let folder = '';
  let client: LanguageClient;
  const kernel = '6.8.0-45-generic';

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-machine-'));
    const trees = makeDkmsTrees(folder, { lamp: { failed: kernel } }, '/');
    writeFileSync(path.join(trees.sourceTree, 'lamp-1.0/lamp.c'), 'int a;\n\tstrlcpy(a, b, 3);\n');
    mkdirSync(path.join(folder, 'etc'));
    mkdirSync(path.join(folder, 'workspace'));
    client = await LanguageClient.start([process.execPath, bundledCommandLine, 'lsp', '--stdio'], {
      folder: path.join(folder, 'workspace'),
      settings: { dkms: { cacheFolder: path.join(folder, 'cache') } },
      machine: {
        ...{ modules: trees.installTree, sources: trees.sourceTree, state: trees.dkmsTree },
        overrides: path.join(folder, 'etc'),
      },
    });
  });
  afterAll(async () => {
    await client.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('is told, and every change of it', async () => {
    let changes = 0;
    client.on('dkms/registeredModulesChanged', () => changes++);
    const first = await client.request<RegisteredModules>('dkms/registeredModules');
    expect(first.modules.map(({ module }) => module)).toEqual(['lamp']);
    expect(first.modules[0]).toMatchObject({
      ...{ source: '/usr/src/lamp-1.0', conf: '/usr/src/lamp-1.0/dkms.conf', autoinstall: true },
      kernels: [{ kernel, state: 'failed', log: '/var/lib/dkms/lamp/1.0/build/make.log' }],
    });
    makeDkmsTrees(folder, { bell: { builds: [{ kernel, installed: true }] } }, '/');
    await until(() => changes > 0);
    const second = await until(
      () => client.request<RegisteredModules>('dkms/registeredModules'),
      ({ modules }) => modules.some(({ kernels }) => kernels.some(({ state }) => state === 'installed')),
    );
    expect(second.modules.map(({ module }) => module)).toEqual(['bell', 'lamp']);
  });

  test('has its failed build explained on its own source, outside of the workspace', async () => {
    const text = [
      `DKMS make.log for lamp-1.0 for kernel ${kernel} (x86_64)`,
      "/var/lib/dkms/lamp/1.0/build/lamp.c:2:9: error: implicit declaration of function 'strlcpy'",
      'make[2]: *** [scripts/Makefile.build:243: /var/lib/dkms/lamp/1.0/build/lamp.o] Error 1',
    ].join('\n');
    const name = '/var/lib/dkms/lamp/1.0/build/make.log';
    const report = await client.request<LogReport>('dkms/explainLog', {
      name,
      text,
      source: '/usr/src/lamp-1.0',
    });
    expect(report.problems).toMatchObject([
      {
        uri: clientAddress('/usr/src/lamp-1.0/lamp.c'),
        range: { start: { line: 1, character: 1 }, end: { line: 1, character: 8 } },
        cause: { id: 'strlcpy-removed' },
      },
    ]);
    const elsewhere = await client.request<LogReport>('dkms/explainLog', { name, text });
    expect(elsewhere.problems[0]?.uri).toBeUndefined();
  });

  test('and the machine is checked', async () => {
    const { checks, errors } = await client.request<MachineReport>('dkms/checkMachine');
    expect(checks.map(({ id }) => id)).toContain('secure-boot');
    const failed = checks.find(({ id }) => id === 'failed-builds');
    expect(failed?.observations[0]).toMatchObject({
      status: 'warning',
      remedy: { command: 'dkms-tools explain /var/lib/dkms/lamp/1.0/build/make.log', needsRoot: false },
    });
    expect(errors).toBe(
      checks.flatMap(({ observations }) => observations).filter(({ status }) => status === 'error').length,
    );
  });
});
