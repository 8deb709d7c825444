import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver';
import type {
  CompileDatabase,
  CompileFlags,
  KernelList,
  MatrixReport,
} from '../../server/src/lsp/messages.ts';
import type { CompileEntry } from '../../server/src/workspace/compile-database/compile-entry.ts';
import { clientAddress } from '../support/client-address.ts';
import { bundledCommandLine } from '../support/command-line.ts';
import { writeHello } from '../support/hello-module.ts';
import { howToGetTestMaterial, testKernels, testRelease } from '../support/kernels.ts';
import { LanguageClient } from '../support/language-client.ts';
import { needs } from '../support/needs.ts';
import { hangMs, until } from '../support/waiting.ts';

const kernels = testKernels();
const older = kernels?.release61 ?? '';
const newer = testRelease('7') ?? kernels?.release612 ?? '';

type Folder = 'one' | 'two';
type Section = Readonly<Record<string, unknown>>;

/** Builds on every kernel; with del_timer_sync() only on the older one. */
const source = (statement: string) => `#include <linux/module.h>
#include <linux/timer.h>

static struct timer_list blink;

static int __init hello_init(void)
{
	${statement}
	return blink.expires > 0;
}
module_init(hello_init);
MODULE_DESCRIPTION("Says hello");
MODULE_LICENSE("GPL");
`;
const right = source('pr_info("hello\\n");');

describe('folders of one workspace with their own settings', needs(!kernels && howToGetTestMaterial), () => {
  let folder = '';
  let client: LanguageClient;
  let own: Record<Folder, Section> = { one: {}, two: {} };
  /** How often the server has asked for the settings. */
  let asked = 0;

  const inFolder = (name: string) => path.join(folder, name);
  const sourceOf = (name: Folder) => clientAddress(path.join(folder, name, 'hello.c'));
  const inFolders = (one: Section, two: Section) => {
    own = { one, two };
  };

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-folders-'));
    for (const name of ['one', 'two']) {
      writeHello(inFolder(name), { 'hello.c': right });
      const conf = path.join(inFolder(name), 'dkms.conf');
      writeFileSync(conf, readFileSync(conf, 'utf8').replace('"hello"', `"hello-${name}"`));
    }
  });
  afterEach(async () => {
    await client.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(): Promise<void> {
    const window = {
      ...{ systemKernels: false, kernelFolders: [kernels?.modulesDir], kernels: [older, newer] },
      cacheFolder: path.join(folder, 'cache'),
    };
    asked = 0;
    client = await LanguageClient.start([process.execPath, bundledCommandLine, 'lsp', '--stdio'], {
      folders: [inFolder('one'), inFolder('two')],
      options: { trusted: true, selectedKernel: older },
      answer: (items) => {
        asked++;
        return items.map(({ scopeUri }) => ({
          ...window,
          ...(scopeUri === clientAddress(inFolder('one')) && own.one),
          ...(scopeUri === clientAddress(inFolder('two')) && own.two),
        }));
      },
    });
    await until(
      () => client.request<KernelList>('dkms/kernels'),
      (list) => list.kernels.length > 0,
    );
  }

  const changeSettings = (one: Section, two: Section) => {
    inFolders(one, two);
    return client.notify('workspace/didChangeConfiguration', { settings: null });
  };
  const build = () =>
    client.request<MatrixReport[]>('dkms/buildMatrix', { run: 'all', kernels: [older, newer] });
  const open = (name: Folder, text: string) => client.show(sourceOf(name), 'c', text);
  /** Replaces the text of an open file, and saves it. */
  const save = async (name: Folder, text: string) => {
    writeFileSync(path.join(inFolder(name), 'hello.c'), text);
    await client.edit(sourceOf(name), 0, text, client.textOf(sourceOf(name)).length);
    await client.notify('textDocument/didSave', { textDocument: { uri: sourceOf(name) } });
  };
  test('a saved file is recompiled by the settings of its folder', async () => {
    inFolders(
      { checkOnSave: 'off', checkSources: false },
      { checkOnSave: 'allKernels', checkSources: false },
    );
    await start();
    expect((await build()).map(({ status }) => status)).toEqual(['ok', 'ok', 'ok', 'ok']);
    await open('one', right);
    await open('two', right);
    const mentions = (releases: readonly string[], word: string) => (all: readonly Diagnostic[]) => {
      const messages = all.map(({ message }) => String(message)).filter((message) => message.includes(word));
      return (
        messages.length === 1 &&
        [older, newer].every((one) => messages[0]?.includes(one) === releases.includes(one))
      );
    };
    await save('one', source('first();'));
    await save('two', source('first();'));
    await client.until(sourceOf('two'), mentions([older, newer], "'first'"));
    expect(client.diagnostics(sourceOf('one'))).toEqual([]);

    await changeSettings(
      { checkOnSave: 'selectedKernel', checkSources: false },
      { checkOnSave: 'off', checkSources: false },
    );
    await until(() => asked === 2);
    // The answer arrives when the settings have been applied.
    await client.request('dkms/modules');
    await save('two', source('second();'));
    await save('one', source('second();'));
    await client.until(sourceOf('one'), mentions([older], "'second'"));
    expect(String(client.diagnostics(sourceOf('two'))[0]?.message)).not.toContain("'second'");
  });

  test('compile_commands.json has the modules of the folders that enable it', async () => {
    inFolders({ compileCommands: 'workspace' }, { compileCommands: 'off' });
    await start();
    await build();
    const database = await client.request<CompileDatabase | null>('dkms/compileDatabase');
    const entries = (place: string): readonly string[] => {
      const file = path.join(place, 'compile_commands.json');
      if (!existsSync(file)) return [];
      const all = JSON.parse(readFileSync(file, 'utf8')) as readonly CompileEntry[];
      return all.map((entry) => path.relative(folder, entry.file));
    };
    const written = (wanted: readonly string[]) =>
      expect.poll(() => entries(database?.folder ?? ''), { timeout: hangMs }).toEqual(wanted);
    const known = async () => {
      const names: readonly Folder[] = ['one', 'two'];
      const flags = await Promise.all(
        names.map((name) =>
          client.request<CompileFlags | null>('dkms/compileFlags', { uri: sourceOf(name) }),
        ),
      );
      return names.filter((_, at) => flags[at] !== null);
    };
    await written(['one/hello.c']);
    expect(entries(inFolder('one'))).toEqual(['one/hello.c']);
    expect(await known()).toEqual(['one']);

    await changeSettings({ compileCommands: 'off' }, { compileCommands: 'cache' });
    await written(['two/hello.c']);
    expect(await known()).toEqual(['two']);

    await changeSettings({ compileCommands: 'cache' }, { compileCommands: 'cache' });
    await written(['one/hello.c', 'two/hello.c']);

    // The file is written before its change is reported, so a reported one may still be from the earlier settings.
    let last: readonly string[] | undefined;
    client.on('dkms/compileDatabaseChanged', () => {
      last = entries(database?.folder ?? '');
    });
    await changeSettings({ compileCommands: 'off' }, { compileCommands: 'off' });
    await written([]);
    await until(() => last?.length === 0);
    expect(await known()).toEqual([]);
    expect(existsSync(path.join(inFolder('two'), 'compile_commands.json'))).toBe(false);
  });

  test('open files are searched if their folder enables it, whatever quick changes came before', async () => {
    const warned = (name: Folder) =>
      client.diagnostics(sourceOf(name)).filter(({ code }) => code === 'del-timer-renamed').length;
    inFolders({ checkSources: true }, { checkSources: true });
    await start();
    for (const name of ['one', 'two'] as const) await open(name, source('del_timer_sync(&blink);'));
    // A search that has begun waits for the headers of two kernels; the next one does not need them.
    await until(() => isReadingHeaders(client.pid) || warned('one') > 0);
    await changeSettings({ checkSources: false }, { checkSources: true });
    await until(() => warned('two') === 1);
    expect(warned('one')).toBe(0);

    for (let at = 0; at < 12; at++)
      await changeSettings({ checkSources: at % 2 === 0 }, { checkSources: at % 2 === 1 });
    await changeSettings({ checkSources: true }, { checkSources: false });
    await until(() => warned('one') === 1 && warned('two') === 0);
    await changeSettings({ checkSources: false }, { checkSources: true });
    await until(() => warned('one') === 0 && warned('two') === 1);
  });

  test('machine-wide settings are those of the window', async () => {
    const cache = path.join(folder, 'other-cache');
    inFolders({ kernels: [newer], kernelFolders: [], cacheFolder: cache }, { kernels: [], jobs: 1 });
    await start();
    const { kernels: all } = await client.request<KernelList>('dkms/kernels');
    expect(all.filter(({ inSet }) => inSet).map(({ release }) => release)).toEqual([newer, older]);
    await build();
    expect(existsSync(cache)).toBe(false);
  });
});

function isReadingHeaders(pid: number): boolean {
  const descriptors = `/proc/${pid}/fd`;
  return readdirSync(descriptors).some((name) => {
    try {
      return readlinkSync(path.join(descriptors, name)).endsWith('.h');
    } catch {
      // It was closed in the meantime.
      return false;
    }
  });
}
