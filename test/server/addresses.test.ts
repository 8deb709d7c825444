import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  BuildReport,
  KernelList,
  ModuleDescription,
  ResultList,
} from '../../server/src/lsp/messages.ts';
import { clientAddress } from '../support/client-address.ts';
import { bundledCommandLine } from '../support/command-line.ts';
import { writeHello } from '../support/hello-module.ts';
import { howToGetTestMaterial, testKernels } from '../support/kernels.ts';
import { LanguageClient } from '../support/language-client.ts';
import { needs } from '../support/needs.ts';

const command = [process.execPath, bundledCommandLine, 'lsp', '--stdio'];
const names = ['foo-1.0+git', "a b(1),c=d&e~f'g!h*i@j", 'grüße#?50%25', 'c:'] as const;
const otherSpellings = {
  'the URL standard': (file: string) => pathToFileURL(file).href,
  'a client that escapes in lower case': (file: string) =>
    clientAddress(file).replace(/%[0-9A-F]{2}/g, (escaped) => escaped.toLowerCase()),
};
const cases = [
  ...names.map((name) => ({ name, client: 'VS Code', spell: clientAddress })),
  ...Object.entries(otherSpellings).map(([client, spell]) => ({ name: names[1], client, spell })),
];
const conf = `PACKAGE_NAME="hello"
PACKAGE_VERSION="1.0"
BUILT_MODULE_NAME[0]="helo"
DEST_MODULE_LOCATION[0]="/extra"
AUTOINSTALL="yes"
POST_BUILD="fix.sh"
`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-addresses-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(cases)('a conf in "$name", as $client spells it', ({ name, client: spelledBy, spell }) => {
  let client: LanguageClient;
  let module = '';
  beforeAll(async () => {
    module = path.join(folder, spelledBy, name);
    mkdirSync(module, { recursive: true });
    writeFileSync(path.join(module, 'dkms.conf'), conf);
    writeFileSync(path.join(module, 'fix.sh'), '#!/bin/sh\n');
    writeFileSync(path.join(module, 'Makefile'), 'obj-m := hello.o\n');
    client = await LanguageClient.start(command, { folder: module });
  });
  afterAll(() => client.stop());

  test("is compared with its source, opened and edited, and edits use the client's spelling", async () => {
    const uri = spell(path.join(module, 'dkms.conf'));
    const beside = (all: readonly { code?: unknown }[]) =>
      all.some(({ code }) => code === 'built-module-not-in-makefile');
    await client.open(uri, 'dkms-conf', conf);
    await client.until(uri, beside);
    // The rename applies to the open document, not to the file on disk, where the directive is on another line.
    await client.type(uri, 0, '# a comment\n');
    await client.until(uri, beside);
    const fileRenamed = await client.request<{ changes: Record<string, { range: object }[]> }>(
      'workspace/willRenameFiles',
      {
        files: [
          {
            oldUri: spell(path.join(module, 'fix.sh')),
            newUri: spell(path.join(module, 'better.sh')),
          },
        ],
      },
    );
    expect(Object.keys(fileRenamed.changes)).toEqual([uri]);
    expect(fileRenamed.changes[uri]?.[0]?.range).toMatchObject({ start: { line: 6 } });

    const [listed] = await client.request<ModuleDescription[]>('dkms/modules');
    expect(listed?.conf).toBe(uri);

    // Another spelling of the address is the same document.
    const symbols = await client.request<unknown[]>('textDocument/documentSymbol', {
      textDocument: { uri: pathToFileURL(path.join(module, 'dkms.conf')).href },
    });
    expect(symbols.length).toBeGreaterThan(0);
  });
});

const kernels = testKernels();

describe(
  'a build of a module whose address clients spell otherwise',
  needs(!kernels && howToGetTestMaterial),
  () => {
    test('its problems are reported for the open document, and move with edits', async () => {
      const module = path.join(folder, 'builds', 'hello-1.0+git');
      writeHello(module);
      const source = path.join(module, 'hello.c');
      const broken = readFileSync(source, 'utf8').replace('pr_info("hello', 'nosuch("hello');
      writeFileSync(source, broken);
      const client = await LanguageClient.start(command, {
        folder: module,
        settings: {
          dkms: { kernelFolders: [kernels?.modulesDir], cacheFolder: path.join(folder, 'cache') },
        },
      });
      const ask = clientAddress(path.join(module, 'dkms.conf'));
      const results: ResultList['results'][number][] = [];
      client.on('dkms/resultsChanged', (params: ResultList) => results.push(...params.results));
      await expect
        .poll(async () => (await client.request<KernelList>('dkms/kernels')).kernels.length)
        .toBeGreaterThan(0);
      const report = await client.request<BuildReport>('dkms/build', {
        ...{ run: '1', conf: ask, kernel: kernels?.release61 },
      });
      expect(report).toMatchObject({
        conf: ask,
        status: 'failed',
        firstError: { uri: clientAddress(source), line: 4 },
      });
      await client.until(clientAddress(source), (all) => all.length > 0);

      // A client that spells the address as the URL standard does gets the diagnostics again, and none stay under the other spelling.
      const uri = pathToFileURL(source).href;
      expect(uri).not.toBe(clientAddress(source));
      void client.open(uri, 'c', broken).catch(() => {});
      await client.until(uri, (all) => all[0]?.range.start.line === 4);
      await client.until(clientAddress(source), (all) => all.length === 0);
      await client.edit(uri, 0, '\n');
      await client.until(uri, (all) => all[0]?.range.start.line === 5);
      await expect.poll(() => results.at(-1)).toMatchObject({ conf: ask, stale: true });
      await client.stop();
    });
  },
);
