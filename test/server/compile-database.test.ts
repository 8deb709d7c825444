import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type {
  CompileDatabase,
  CompileFlags,
  KernelList,
  MatrixReport,
} from '../../server/src/lsp/messages.ts';
import type { CompileEntry } from '../../server/src/workspace/compile-database/compile-entry.ts';
import { clientAddress } from '../support/client-address.ts';
import { bundledCommandLine } from '../support/command-line.ts';
import { howToGetTestMaterial, testKernels, testModule, testRelease } from '../support/kernels.ts';
import { LanguageClient } from '../support/language-client.ts';
import { needs, noClangd } from '../support/needs.ts';
import { plainEnvironment, searchPath, testOption } from '../support/surroundings.ts';
import { treeState } from '../support/tree-state.ts';

const kernels = testKernels();
const modules = ['v4l2loopback', 'evdi'].flatMap((name) => testModule(name) ?? []);

/** A folder with the programs `clang` and `clangd`, before those of the PATH. */
const clangFolder = testOption('CLANG') ?? '';
const programOf = (name: string) =>
  searchPath(clangFolder)
    .split(':')
    .filter((folder) => folder !== '')
    .map((folder) => path.join(folder, name))
    .find((program) => existsSync(program));
const clang = programOf('clang');
const clangd = programOf('clangd');

describe(
  'how the last build compiled each file, for clang and editors',
  needs((!kernels || modules.length < 2) && howToGetTestMaterial),
  () => {
    let folder = '';
    let client: LanguageClient;
    const releases = [testRelease('5.10'), kernels?.release61, kernels?.release612, testRelease('7')].filter(
      (release) => release !== undefined,
    );

    beforeAll(async () => {
      folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-database-'));
      for (const source of modules)
        cpSync(source, path.join(folder, 'w', path.basename(source)), { recursive: true });
      client = await start({}, searchPath(clangFolder));
      await client.request<MatrixReport[]>('dkms/buildMatrix', { run: '1', kernels: releases });
    });
    afterAll(async () => {
      await client.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    async function start(settings: object, searched: string): Promise<LanguageClient> {
      const started = await LanguageClient.start([process.execPath, bundledCommandLine, 'lsp', '--stdio'], {
        folder: path.join(folder, 'w'),
        options: { trusted: true },
        settings: {
          dkms: {
            kernelFolders: [kernels?.modulesDir],
            cacheFolder: path.join(folder, 'cache'),
            ...settings,
          },
        },
        env: plainEnvironment({ PATH: searched }),
      });
      for (;;) {
        const list = await started.request<KernelList>('dkms/kernels');
        if (list.kernels.some((one) => one.release === releases[0])) return started;
      }
    }

    async function select(one: LanguageClient, release: string): Promise<readonly CompileEntry[]> {
      const changed = new Promise((resolve) => one.on('dkms/compileDatabaseChanged', resolve));
      await one.notify('dkms/kernelSelected', { kernel: release });
      await changed;
      const database = await one.request<CompileDatabase | null>('dkms/compileDatabase');
      return JSON.parse(readFileSync(path.join(database?.folder ?? '', 'compile_commands.json'), 'utf8'));
    }

    /** The messages of clang about the options; the first unit is parsed completely, for the others an empty file is enough. */
    const unknown = ({ directory, arguments: words, file }: CompileEntry, at: number) => {
      const forced = words.flatMap((word, index) => (word === '-include' ? [index, index + 1] : []));
      const options =
        at === 0 ? words : words.filter((word, index) => word !== file && !forced.includes(index));
      const args = ['-fsyntax-only', ...options.slice(1), ...(at === 0 ? [] : ['-x', 'c', '/dev/null'])];
      const run = spawnSync(clang ?? '', args, { cwd: directory, encoding: 'utf8' });
      const complaints = run.stderr
        .split('\n')
        .filter((line) =>
          /unknown (?:argument|warning option)|unsupported (?:option|argument)|^clang: error/.test(line),
        );
      return complaints.map((line) => `${path.basename(file)}: ${line}`);
    };

    test.each(releases)(
      "%s: every unit is included, as the user's file, and clang accepts all options",
      async (release) => {
        const before = treeState(path.join(folder, 'w'));
        const entries = await select(client, release);
        const files = entries.map(({ file }) => path.relative(path.join(folder, 'w'), file));
        expect(files.filter((file) => file.startsWith('v4l2loopback'))).toHaveLength(1);
        expect(files.filter((file) => file.startsWith('evdi')).length).toBeGreaterThanOrEqual(8);
        for (const { file, arguments: words } of entries) {
          expect(existsSync(file)).toBe(true);
          expect(words).toContain(file);
          expect(words.join(' ')).not.toMatch(/-Wp,-M|-o /);
        }
        expect(treeState(path.join(folder, 'w'))).toEqual(before);
        if (clang) expect(entries.flatMap(unknown)).toEqual([]);
      },
    );

    test('an editor gets the flags of a file, and for a header those of an including file', async () => {
      await select(client, releases[1] ?? '');
      const about = (file: string) =>
        client.request<CompileFlags | null>('dkms/compileFlags', {
          uri: clientAddress(path.join(folder, 'w', path.basename(modules[0] ?? ''), file)),
        });
      const flags = await about('v4l2loopback.c');
      expect(flags).toMatchObject({ compiler: expect.stringContaining('gcc'), standard: 'gnu11' });
      expect(flags?.defines).toContain('KBUILD_MODNAME="v4l2loopback"');
      expect(flags?.forced.some((file) => file.endsWith('/kconfig.h'))).toBe(true);
      expect(await about('v4l2loopback.h')).toEqual(flags);
      expect(await about('nosuch.c')).toBeNull();
    });

    // The kernel is still the one that the previous test has selected.
    test('clangd reads a whole driver with it and finds no errors', needs(!clangd && noClangd), async () => {
      const database = await client.request<CompileDatabase | null>('dkms/compileDatabase');
      const file = path.join(folder, 'w', path.basename(modules[0] ?? ''), 'v4l2loopback.c');
      const words = [`--check=${file}`, `--compile-commands-dir=${database?.folder}`, '--check-lines=1-5'];
      const run = spawnSync(clangd ?? '', words, { encoding: 'utf8' });
      expect(run.stderr).toContain('Loaded compilation database');
      expect(run.stderr).toMatch(/All checks completed, 0 errors/);
    });

    test('it is written next to the source if requested, and disturbs no build', async () => {
      const other = await start({ compileCommands: 'workspace' }, '/usr/bin:/bin');
      await select(other, releases[1] ?? '');
      const evdi = path.join(folder, 'w', path.basename(modules[1] ?? ''));
      const found = JSON.parse(
        readFileSync(path.join(evdi, 'compile_commands.json'), 'utf8'),
      ) as CompileEntry[];
      expect(found.length).toBeGreaterThanOrEqual(8);
      expect(readFileSync(path.join(evdi, '.clangd'), 'utf8')).toContain('CompilationDatabase: .');
      // Without clang, a list of options that only gcc knows decides.
      if (clang)
        expect(found.flatMap(unknown).filter((line) => !line.includes('warning option'))).toEqual([]);
      await other.stop();
    });
  },
);
