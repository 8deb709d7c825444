import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  DkmsCommandLine,
  LogReport,
  MachineReport,
  OverrideProposal,
  RegisteredModules,
} from '../../server/src/lsp/messages.ts';
import { clientAddress } from '../support/client-address.ts';
import { bundledCommandLine } from '../support/command-line.ts';
import { makeDkmsTrees } from '../support/dkms-trees.ts';
import { LanguageClient } from '../support/language-client.ts';
import { needs, noMounts } from '../support/needs.ts';
import { type Machine, onMachine, plainEnvironment, privateMounts } from '../support/surroundings.ts';
import { until } from '../support/waiting.ts';

describe('what is registered with dkms', needs(!privateMounts() && noMounts), () => {
  let folder = '';
  let client: LanguageClient;
  let machine: Machine;
  const kernel = '6.8.0-45-generic';

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-machine-'));
    const trees = makeDkmsTrees(folder, { lamp: { failed: kernel } }, '/');
    writeFileSync(path.join(trees.sourceTree, 'lamp-1.0/lamp.c'), 'int a;\n\tstrlcpy(a, b, 3);\n');
    mkdirSync(path.join(folder, 'etc'));
    mkdirSync(path.join(folder, 'workspace'));
    machine = {
      ...{ modules: trees.installTree, sources: trees.sourceTree, state: trees.dkmsTree },
      overrides: path.join(folder, 'etc'),
    };
    client = await LanguageClient.start([process.execPath, bundledCommandLine, 'lsp', '--stdio'], {
      folder: path.join(folder, 'workspace'),
      settings: { dkms: { cacheFolder: path.join(folder, 'cache'), version: '3.4.3' } },
      options: { codeLens: true },
      machine,
    });
  });
  afterAll(async () => {
    await client.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test('is reported, and so is every change of it', async () => {
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

  test('has its overrides shown on the dkms.conf, in the order in which dkms reads them', async () => {
    const conf = path.join(folder, 'workspace', 'dkms.conf');
    writeFileSync(conf, 'PACKAGE_NAME=lamp\nPACKAGE_VERSION=1.0\nDEST_MODULE_LOCATION=/updates\n');
    writeFileSync(path.join(folder, 'etc/lamp-1.0.conf'), 'MAKE="make b"\n');
    writeFileSync(path.join(folder, 'etc/lamp.conf'), 'MAKE="make a"\n');
    await client.open(clientAddress(conf), 'dkms-conf', readFileSync(conf, 'utf8'));
    const lenses = await client.request<
      { command: { title: string; command: string; arguments: string[] } }[]
    >('textDocument/codeLens', { textDocument: { uri: clientAddress(conf) } });
    expect(lenses.map(({ command }) => [command.title, command.command, command.arguments])).toEqual([
      ['Overridden by /etc/dkms/lamp.conf', 'dkms.openOverride', [clientAddress('/etc/dkms/lamp.conf')]],
      [
        'Overridden by /etc/dkms/lamp-1.0.conf',
        'dkms.openOverride',
        [clientAddress('/etc/dkms/lamp-1.0.conf')],
      ],
    ]);
  });

  test('gets an override for one kernel proposed, and nothing is written', async () => {
    const conf = clientAddress(path.join(folder, 'workspace', 'dkms.conf'));
    const ask = (params: object) => client.request<OverrideProposal>('dkms/proposeOverride', params);
    expect(await ask({ conf, kernel })).toMatchObject({
      path: `/etc/dkms/lamp-1.0-${kernel}.conf`,
      exists: false,
    });
    expect(await ask({ conf })).toMatchObject({ path: '/etc/dkms/lamp-1.0.conf', exists: true });
    expect(readdirSync(path.join(folder, 'etc')).sort()).toEqual(['lamp-1.0.conf', 'lamp.conf']);
    writeFileSync(path.join(folder, 'workspace', 'dkms.conf'), 'PACKAGE_NAME=$(hostname)\n');
    expect((await ask({ conf })).refused).toContain('PACKAGE_NAME');
  });

  test('has its automatic rebuilds switched off and on by a command, and its other overrides stay', async () => {
    const own = path.join(folder, 'etc/lamp.conf');
    writeFileSync(own, 'MAKE="make a"');
    const ask = (action: string) =>
      client.request<DkmsCommandLine>('dkms/dkmsCommand', { action, module: 'lamp', version: '1.0' });
    const run = (...words: string[]) => {
      const [program = '', ...args] = onMachine(words, machine);
      return spawnSync(program, args, { encoding: 'utf8', env: plainEnvironment() });
    };
    const isAutomatic = async () =>
      (await client.request<RegisteredModules>('dkms/registeredModules')).modules.find(
        ({ module }) => module === 'lamp',
      )?.autoinstall;
    const off = await ask('disable-autoinstall');
    expect(off).toMatchObject({ needsRoot: true, command: expect.stringContaining('/etc/dkms/lamp.conf') });
    // Nothing has been changed so far.
    expect([readFileSync(own, 'utf8'), await isAutomatic()]).toEqual(['MAKE="make a"', true]);
    expect(run('sh', '-c', off.command ?? '').stderr).toBe('');
    expect(await isAutomatic()).toBe(false);
    expect((await ask('disable-autoinstall')).refused).toContain('already');
    const on = await ask('enable-autoinstall');
    expect(run('sh', '-c', on.command ?? '').stderr).toBe('');
    expect([readFileSync(own, 'utf8'), await isAutomatic()]).toEqual(['MAKE="make a"\n', true]);
    writeFileSync(path.join(folder, 'etc/lamp-1.0.conf'), 'AUTOINSTALL="yes"\n');
    expect((await ask('disable-autoinstall')).refused).toContain('/etc/dkms/lamp-1.0.conf is read after');
    rmSync(path.join(folder, 'etc/lamp-1.0.conf'));
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
