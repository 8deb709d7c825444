import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CodeLens, Hover } from 'vscode-languageserver';
import type { ProposalMark, RangeReport } from '../../server/src/lsp/messages.ts';
import { clientAddress } from '../support/client-address.ts';
import { bundledCommandLine } from '../support/command-line.ts';
import { writeHello } from '../support/hello-module.ts';
import { LanguageClient } from '../support/language-client.ts';
import { until } from '../support/waiting.ts';

const source = [
  '#include <linux/module.h>',
  '#include <linux/genhd.h>',
  'static int own_lamp(struct net_device *dev)',
  '{',
  '\tstrlcpy(text, "lamp", 4);',
  '\treturn own_lamp(dev);',
  '}',
  '#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 8, 0)',
  'static void old(void) { strlcpy(text, "lamp", 4); }',
  '#endif',
  '',
].join('\n');

let folder = '';
let uri = '';
let client: LanguageClient;

/** A machine without kernels, whose user names two lines. */
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-history-'));
  const module = writeHello(path.join(folder, 'hello'), { 'hello.c': source });
  uri = clientAddress(path.join(module, 'hello.c'));
  client = await LanguageClient.start([process.execPath, bundledCommandLine, 'lsp', '--stdio'], {
    folder,
    settings: { dkms: { cacheFolder: path.join(folder, 'cache'), kernels: ['6.1', '6.12'] } },
  });
});
afterAll(async () => {
  await client.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a C file is warned for lines of kernels that are named and not there', async () => {
  await client.show(uri, 'c', source);
  const found = await client.until(uri, (all) => all.length > 0);
  expect(found.map(({ range, code, message }) => [range.start.line, code, message])).toEqual([
    [
      1,
      'genhd-header-removed',
      expect.stringContaining('will most likely not build for 6.1, 6.12, judged by'),
    ],
    [
      4,
      'strlcpy-removed',
      expect.stringContaining('will most likely not build for 6.12, judged by the headers of other kernels'),
    ],
  ]);
});

async function hoverAt(word: string): Promise<string> {
  const offset = source.indexOf(word);
  const position = client.positionAt(uri, offset + 1);
  const hover = await client.request<Hover | null>('textDocument/hover', { textDocument: { uri }, position });
  return hover ? (hover.contents as { readonly value: string }).value : '';
}

test('a hover says which kernels have a name, and nothing about names that all have or the module declares', async () => {
  expect(await hoverAt('strlcpy')).toContain(
    "**strlcpy** in Debian's kernels, changed in Linux 6.8:\n\n- 5.10: `size_t strlcpy(char *, const char *, size_t)` in <linux/string.h>\n- 6.1: `size_t strlcpy(char *, const char *, size_t)` in <linux/fortify-string.h>\n- 6.12 to 7.3: not there",
  );
  expect(await hoverAt('linux/genhd.h')).toContain('- 5.10: there\n- 6.1 to 7.3: not there');
  expect(await hoverAt('own_lamp')).toBe('');
  expect(await hoverAt('linux/module.h')).toBe('');
});

test('an editor learns which of the names that it proposes some kernels lack', async () => {
  const names = ['strlcpy', 'kmalloc', 'own_lamp', 'nobody_has_this', 'kmemdup_array'];
  const lacking = await client.request<ProposalMark[]>('dkms/lackingNames', {
    ...{ uri, names },
    headers: ['linux/genhd.h', 'linux/module.h', 'lamp.h'],
  });
  expect(lacking).toEqual([
    {
      name: 'linux/genhd.h',
      label: 'not 6.1, 6.12',
      message: expect.stringContaining('will most likely not build for 6.1, 6.12'),
      isGone: true,
    },
    {
      name: 'strlcpy',
      label: 'not 6.12',
      message: expect.stringContaining('Call strscpy('),
      isGone: true,
    },
    {
      name: 'kmemdup_array',
      label: 'not 6.1',
      message:
        'kmemdup_array is most likely not in the headers of 6.1, judged by the headers of other kernels.',
      isGone: false,
    },
  ]);
  const closed = clientAddress(path.join(folder, 'hello', 'other.c'));
  expect(await client.request<ProposalMark[]>('dkms/lackingNames', { uri: closed, names })).toEqual([]);
});

/** The lines above a dkms.conf, without those of builds. */
async function lensesOf(started: LanguageClient, conf: string): Promise<readonly string[]> {
  const lenses = await started.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: conf } });
  return lenses.flatMap(({ command }) => (command?.command === 'dkms.showRange' ? [command.title] : []));
}

test('above a dkms.conf stands for which kernels its module builds, and that changes with the source', async () => {
  const file = path.join(folder, 'hello', 'dkms.conf');
  const conf = clientAddress(file);
  await client.show(conf, 'dkms', readFileSync(file, 'utf8'));
  const lenses = await until(
    () => lensesOf(client, conf),
    (titles) => titles.length > 0,
  );
  expect(lenses).toEqual(['Builds on 5.10 (likely)']);
  const report = await client.request<RangeReport>('dkms/range', { conf });
  expect(report.range).toEqual({ first: '5.10', last: '5.10' });
  const obstacles = report.intervals.find(({ versions }) => versions.startsWith('6.12'))?.obstacles;
  expect(obstacles?.map(({ uri: at, line }) => [at, line])).toEqual([
    [uri, 2],
    [uri, 5],
  ]);
  writeFileSync(path.join(folder, 'hello', 'hello.c'), source.replace('#include <linux/genhd.h>', ''));
  client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 2 }] });
  const after = await until(
    () => lensesOf(client, conf),
    ([title]) => title !== undefined && title !== lenses[0],
  );
  expect(after).toEqual(['Builds on 5.10 to 6.1 (likely)']);
});

test('above the list of modules of a Makefile stands the same, where there is no dkms.conf', async () => {
  const bare = path.join(folder, 'bare module');
  mkdirSync(bare);
  const makefile = '# A lamp\nobj-m := lamp.o\n';
  writeFileSync(path.join(bare, 'Makefile'), makefile);
  writeFileSync(path.join(bare, 'lamp.c'), 'static void old(void) { strlcpy(text, "lamp", 4); }\n');
  const started = await LanguageClient.start([process.execPath, bundledCommandLine, 'lsp', '--stdio'], {
    folder,
    settings: { dkms: { cacheFolder: path.join(folder, 'cache') } },
  });
  const address = clientAddress(path.join(bare, 'Makefile'));
  await started.show(address, 'makefile', makefile);
  const lenses = await until(
    () => started.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: address } }),
    (found) => found.length > 0,
  );
  expect(lenses.map(({ range, command }) => [range.start.line, command?.title, command?.arguments])).toEqual([
    [1, 'Builds on 5.10 to 6.1 (likely)', [address]],
  ]);
  const report = await started.request<RangeReport>('dkms/range', { conf: address });
  expect(report.range).toEqual({ first: '5.10', last: '6.1' });
  // That of a module with a dkms.conf has none, since the dkms.conf has one.
  const other = clientAddress(path.join(folder, 'hello', 'Makefile'));
  await started.show(other, 'makefile', 'obj-m := hello.o\n');
  expect(await started.request('textDocument/codeLens', { textDocument: { uri: other } })).toEqual([]);
  await started.stop();
});

test('the source of a workspace that is not trusted is not looked through', async () => {
  const started = await LanguageClient.start([process.execPath, bundledCommandLine, 'lsp', '--stdio'], {
    folder,
    options: { trusted: false },
    settings: { dkms: { cacheFolder: path.join(folder, 'cache') } },
  });
  const file = path.join(folder, 'hello', 'dkms.conf');
  const conf = clientAddress(file);
  await started.show(conf, 'dkms', readFileSync(file, 'utf8'));
  expect(await lensesOf(started, conf)).toEqual([]);
  await expect(started.request('dkms/range', { conf })).rejects.toThrow('only when it is trusted');
  await started.stop();
});
