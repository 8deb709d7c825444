import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LogReport } from '../../server/src/lsp/messages.ts';
import { clientAddress } from '../support/client-address.ts';
import { bundledCommandLine } from '../support/command-line.ts';
import { writeHello } from '../support/hello-module.ts';
import { LanguageClient } from '../support/language-client.ts';

let folder = '';
let client: LanguageClient;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-explain-'));
  writeHello(path.join(folder, 'hello'));
  writeFileSync(path.join(folder, 'hello', 'hello.c'), 'int a;\n\tstrlcpy(a, b, 3);\n');
  client = await LanguageClient.start([process.execPath, bundledCommandLine, 'lsp', '--stdio'], {
    folder,
    settings: { dkms: { cacheFolder: path.join(folder, 'cache') } },
  });
});
afterAll(async () => {
  await client.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('problems of a pasted log are located in the files of the workspace', async () => {
  const text = [
    '> DKMS make.log for hello-1.0 for kernel 6.8.0-45-generic (x86_64)',
    "> /var/lib/dkms/hello/1.0/build/hello.c:2:9: error: implicit declaration of function 'strlcpy'",
    '> make[2]: *** [scripts/Makefile.build:243: /var/lib/dkms/hello/1.0/build/hello.o] Error 1',
  ].join('\n');
  const report = await client.request<LogReport>('dkms/explainLog', { name: 'The clipboard', text });
  expect(report.builds).toEqual([{ module: 'hello/1.0', kernel: '6.8.0-45-generic', outcome: 'failed' }]);
  expect(report.problems).toHaveLength(1);
  expect(report.problems[0]).toMatchObject({
    uri: clientAddress(path.join(folder, 'hello', 'hello.c')),
    range: { start: { line: 1, character: 1 }, end: { line: 1, character: 8 } },
    cause: { id: 'strlcpy-removed', certainty: 'likely', label: 'likely cause' },
  });
});

test('a text that is not a log is reported as such', async () => {
  const report = await client.request<LogReport>('dkms/explainLog', {
    name: 'The clipboard',
    text: 'Hello.\n',
  });
  expect(report).toMatchObject({ builds: [], problems: [] });
  expect(report.unrecognised).toContain('no line comes from make');
});
