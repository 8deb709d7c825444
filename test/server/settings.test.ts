import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { ConfigurationItem, Diagnostic } from 'vscode-languageserver/node';
import { newestDkmsVersion } from '../../server/src/conf/directives/dkms-version.ts';
import { clientAddress } from '../support/client-address.ts';
import { bundledCommandLine } from '../support/command-line.ts';
import { LanguageClient } from '../support/language-client.ts';
import { hangMs, until } from '../support/waiting.ts';

const command = [process.execPath, bundledCommandLine, 'lsp', '--stdio'];
/** REMAKE_INITRD is deprecated since dkms 2.8.8, CLEAN since 3.1.8. */
const conf = `PACKAGE_NAME="hello"
PACKAGE_VERSION="1.0"
BUILT_MODULE_NAME[0]="hello"
DEST_MODULE_LOCATION[0]="/extra"
AUTOINSTALL="yes"
REMAKE_INITRD="yes"
CLEAN="make clean"
`;

let folder = '';
let client: LanguageClient | undefined;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-settings-'));
  for (const name of ['old', 'new', 'old/nested']) {
    mkdirSync(path.join(folder, name));
    writeFileSync(path.join(folder, name, 'dkms.conf'), conf);
  }
});
afterEach(async () => {
  await client?.stop();
  client = undefined;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const inFolder = (name: string) => path.join(folder, name);
const confOf = (name: string) => clientAddress(path.join(folder, name, 'dkms.conf'));

/** Answers as VS Code does: the window's settings, and those of folders over them. */
function answerOf(
  window: Readonly<Record<string, unknown>>,
  folders: () => Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): (items: readonly ConfigurationItem[]) => unknown {
  const all = { systemKernels: false, ...window };
  return (items) =>
    items.map(({ scopeUri }) => {
      const own = Object.entries(folders()).find(([name]) => scopeUri === clientAddress(inFolder(name)));
      return { ...all, ...own?.[1] };
    });
}

/** Waits for the diagnostics of a folder's conf, `code severity` each. */
async function shown(name: string, wanted: readonly string[]): Promise<void> {
  const texts = (all: readonly Diagnostic[]) => all.map(({ code, severity }) => `${code} ${severity}`);
  await client?.until(confOf(name), (all) => isDeepStrictEqual(texts(all), wanted));
}

const deprecated = (severity: number) => `deprecated-directive ${severity}`;

test('each folder of a workspace can have its own version of dkms and its own rules', async () => {
  const asked: (readonly ConfigurationItem[])[] = [];
  const own = {
    old: { version: '2.8.4' },
    'old/nested': { version: '3.0.10', rules: { 'deprecated-directive': 'hint' } },
    new: { version: '3.4', rules: { 'deprecated-directive': 'error' } },
  };
  const answer = answerOf({}, () => own);
  client = await LanguageClient.start(command, {
    folders: ['old', 'old/nested', 'new'].map(inFolder),
    answer: (items) => {
      asked.push(items);
      return answer(items);
    },
  });
  for (const name of Object.keys(own)) void client.open(confOf(name), 'dkms-conf', conf);
  await shown('old', []);
  await shown('old/nested', [deprecated(4)]);
  await shown('new', [deprecated(1), deprecated(1)]);
  expect(asked).toEqual([
    [
      { section: 'dkms' },
      ...['old', 'old/nested', 'new'].map((name) => ({
        section: 'dkms',
        scopeUri: clientAddress(inFolder(name)),
      })),
    ],
  ]);

  // A directive deprecated in the folder's dkms version is struck through.
  const tokens = await Promise.all(
    ['old', 'new'].map((name) =>
      client?.request<{ data: number[] }>('textDocument/semanticTokens/full', {
        textDocument: { uri: confOf(name) },
      }),
    ),
  );
  expect(tokens[0]?.data).toHaveLength(tokens[1]?.data.length ?? 0);
  expect(tokens[0]?.data).not.toEqual(tokens[1]?.data);

  // Files that are not open are checked by the same settings.
  for (const name of Object.keys(own)) await client.close(confOf(name));
  const report = await client.request<{ items: { uri: string; items: unknown[] }[] }>(
    'workspace/diagnostic',
    { previousResultIds: [] },
  );
  expect(Object.fromEntries(report.items.map(({ uri, items }) => [uri, items.length]))).toEqual({
    [confOf('old')]: 0,
    [confOf('old/nested')]: 1,
    [confOf('new')]: 2,
  });
});

test('a file outside all folders uses the settings of the window', async () => {
  client = await LanguageClient.start(command, {
    folders: [inFolder('old')],
    answer: answerOf({ version: '3.4' }, () => ({ old: { version: '2.8.4' } })),
  });
  for (const name of ['old', 'new']) void client.open(confOf(name), 'dkms-conf', conf);
  await shown('old', []);
  await shown('new', [deprecated(2), deprecated(2)]);
});

test('the settings of a folder added later are requested', async () => {
  client = await LanguageClient.start(command, {
    folders: [inFolder('old')],
    answer: answerOf({ version: '2.8.4' }, () => ({ new: { version: '3.4' } })),
  });
  for (const name of ['old', 'new']) void client.open(confOf(name), 'dkms-conf', conf);
  await shown('new', []);
  const folders = [{ uri: clientAddress(inFolder('new')), name: 'new' }];
  await client.notify('workspace/didChangeWorkspaceFolders', { event: { added: folders, removed: [] } });
  await shown('new', [deprecated(2), deprecated(2)]);
  await shown('old', []);
  await client.notify('workspace/didChangeWorkspaceFolders', { event: { added: [], removed: folders } });
  await shown('new', []);
});

test.each([
  ['that answers the first question alone', () => [{ version: '3.0.10', systemKernels: false }]],
  [
    'that knows nothing of a folder',
    (items: readonly ConfigurationItem[]) =>
      items.map(({ scopeUri }) => (scopeUri ? null : { version: '3.0.10', systemKernels: false })),
  ],
])('a client %s has the same settings for all folders', async (_, answer) => {
  client = await LanguageClient.start(command, { folders: ['old', 'new'].map(inFolder), answer });
  for (const name of ['old', 'new']) void client.open(confOf(name), 'dkms-conf', conf);
  await shown('old', [deprecated(2)]);
  await shown('new', [deprecated(2)]);
});

test("a client that can't be asked sends them for all folders", async () => {
  client = await LanguageClient.start(command, { folders: ['old', 'new'].map(inFolder), answer: false });
  for (const name of ['old', 'new']) void client.open(confOf(name), 'dkms-conf', conf);
  await client.notify('workspace/didChangeConfiguration', {
    settings: { dkms: { version: '3.0.10', systemKernels: false } },
  });
  await shown('old', [deprecated(2)]);
  await shown('new', [deprecated(2)]);
});

test('an error in the settings of a folder is reported once, with its name', async () => {
  client = await LanguageClient.start(command, {
    folders: ['old', 'new'].map(inFolder),
    answer: answerOf({ jobs: 'many' }, () => ({ new: { version: 'newest' } })),
  });
  const complaints = () => client?.log.filter((text) => text.includes('is ignored'));
  await expect
    .poll(complaints, { timeout: hangMs })
    .toEqual([
      expect.stringMatching(/^dkms\.jobs is ignored/),
      `In the settings of ${inFolder('new')}: dkms.version is ignored: "newest" is not a dkms version. Write one such as ${newestDkmsVersion.text}.`,
    ]);
});

test('the last of two changes wins, though its answer is ready first, and only its folders are watched', async () => {
  const kernels = ['a', 'b', 'c'].map((name) => inFolder(`kernels-${name}`));
  for (const place of kernels) mkdirSync(place);
  const settingsOf = (at: number) => ({
    ...{ systemKernels: false, kernelFolders: [kernels[at]] },
    version: ['2.8.4', '3.0.10', '3.4'][at],
  });
  let wanted = 0;
  let asked = 0;
  let answerLate = () => {};
  const late = new Promise<void>((resolve) => {
    answerLate = resolve;
  });
  client = await LanguageClient.start(command, {
    folders: [inFolder('new')],
    answer: async (items) => {
      const given = items.map(() => settingsOf(wanted));
      asked++;
      if (asked === 2) await late;
      return given;
    },
  });
  void client.open(confOf('new'), 'dkms-conf', conf);
  // The server sends the list of kernels last after a change of settings.
  let taken = 0;
  client.on('dkms/kernelsChanged', () => {
    taken++;
  });
  const watched = () => watchedFolders(client?.pid ?? 0, kernels);
  await until(() => taken === 1);
  expect(watched()).toEqual([kernels[0]]);

  const change = async (at: number) => {
    wanted = at;
    await client?.notify('workspace/didChangeConfiguration', { settings: null });
    // The answer arrives after all immediate requests of the server.
    await client?.request('dkms/modules');
  };
  await change(1);
  await until(() => asked === 2);
  await change(2);
  answerLate();
  await until(() => taken === 3);
  expect(watched()).toEqual([kernels[2]]);
  await shown('new', [deprecated(2), deprecated(2)]);

  for (let at = 0; at < 12; at++) {
    wanted = at % 3;
    void client.notify('workspace/didChangeConfiguration', { settings: null });
  }
  await until(() => taken === 15);
  expect(watched()).toEqual([kernels[2]]);
  await shown('new', [deprecated(2), deprecated(2)]);
});

/** Which of some folders a process watches by inotify: the kernel tells the inode number of each watch. */
function watchedFolders(pid: number, folders: readonly string[]): readonly string[] {
  const numbers = new Set(
    readdirSync(`/proc/${pid}/fdinfo`).flatMap((descriptor) => {
      const info = textOf(`/proc/${pid}/fdinfo/${descriptor}`);
      return [...info.matchAll(/^inotify wd:\w+ ino:(\w+)/gm)].map(([, ino = '']) =>
        Number.parseInt(ino, 16),
      );
    }),
  );
  return folders.filter((folder) => numbers.has(statSync(folder).ino));
}

/** A descriptor may be closed in the meantime. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
