import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Hover } from 'vscode-languageserver';
import { clientAddress } from '../support/client-address.ts';
import { bundledCommandLine } from '../support/command-line.ts';
import { writeHello } from '../support/hello-module.ts';
import { LanguageClient } from '../support/language-client.ts';

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
