import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clientAddress } from '../support/client-address.ts';
import { bundledCommandLine, runCommandLine } from '../support/command-line.ts';
import { LanguageClient } from '../support/language-client.ts';

const conf = (name: string) =>
  `PACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME[0]="${name}"\nDEST_MODULE_LOCATION[0]="/extra"\nAUTOINSTALL="yes"\n`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-beside-'));
  mkdirSync(path.join(folder, 'module'));
  writeFileSync(path.join(folder, 'module', 'Makefile'), 'obj-m := hello.o\n');
  writeFileSync(path.join(folder, 'module', 'dkms.conf'), conf('helo'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a conf is compared with its Makefile in the terminal', async () => {
  const words = ['check', path.join(folder, 'module'), '--format', 'json'];
  const { out } = await runCommandLine(words);
  const [file] = (JSON.parse(out) as { files: { findings: { rule: string }[] }[] }).files;
  expect(file?.findings.map((one) => one.rule)).toEqual(['built-module-not-in-makefile']);
});

test('a conf is compared with its Makefile in an editor, which reports changes of the Makefile', async () => {
  const command = [process.execPath, bundledCommandLine, 'lsp', '--stdio'];
  const client = await LanguageClient.start(command, { folder });
  const uri = clientAddress(path.join(folder, 'module', 'dkms.conf'));
  await client.open(uri, 'dkms-conf', conf('helo'));
  await client.until(uri, (all) => all.some((one) => one.code === 'built-module-not-in-makefile'));
  const makefile = path.join(folder, 'module', 'Makefile');
  writeFileSync(makefile, 'obj-m := helo.o\n');
  await client.notify('workspace/didChangeWatchedFiles', {
    changes: [{ uri: clientAddress(makefile), type: 2 }],
  });
  expect(await client.until(uri, (all) => all.length === 0)).toEqual([]);
  await client.stop();
});

test('a conf that excludes every kernel of the machine gets a finding', async () => {
  const other = path.join(folder, 'other.dkms.conf');
  writeFileSync(other, `${conf('hello')}BUILD_EXCLUSIVE_KERNEL="^2\\.4\\."\n`);
  const kernels = path.join(folder, 'kernels');
  mkdirSync(path.join(kernels, '6.1.0-test', 'build'), { recursive: true });
  const { out } = await runCommandLine(['check', other, '--format', 'json', '--modules', kernels]);
  const [file] = (JSON.parse(out) as { files: { findings: { rule: string; severity: string }[] }[] }).files;
  expect(file?.findings).toMatchObject([{ rule: 'excludes-every-kernel', severity: 'information' }]);
});

test('a kernel selected while the settings are still being read stays selected', async () => {
  const kernels = path.join(folder, 'chosen');
  mkdirSync(path.join(kernels, '6.1.0-test'), { recursive: true });
  const client = await LanguageClient.start([process.execPath, bundledCommandLine, 'lsp', '--stdio'], {
    folder,
    options: { codeLens: true },
    settings: { dkms: { kernelFolders: [kernels] } },
  });
  await client.notify('dkms/kernelSelected', { kernel: '6.1.0-test' });
  const uri = clientAddress(path.join(folder, 'module', 'dkms.conf'));
  await client.open(uri, 'dkms-conf', conf('helo'));
  const lenses = () =>
    client.request<{ command: { title: string } }[]>('textDocument/codeLens', { textDocument: { uri } });
  await expect
    .poll(async () => (await lenses()).map((lens) => lens.command.title))
    .toContain('Build for 6.1.0-test');
  await client.stop();
});
