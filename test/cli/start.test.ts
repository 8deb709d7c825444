import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodeOptions } from '../../server/src/lsp/messages.ts';
import { clientAddress } from '../support/client-address.ts';
import { bundledCommandLine, runCommandLine } from '../support/command-line.ts';
import { LanguageClient } from '../support/language-client.ts';
import { plainEnvironment } from '../support/surroundings.ts';
import { until } from '../support/waiting.ts';

/** A text that only one part of the program contains: bundling keeps string literals, whichever file it puts them into. */
const marks = {
  engine: 'missing-autoinstall',
  parser: 'ts_parser_new_wasm',
  builds: 'The build was cancelled.',
  triage: 'header-index-worker.js',
  protocol: 'textDocument/publishDiagnostics',
  watcher: 'awaitWriteFinish',
};

/** The files that are loaded determine the cost of a start, on a machine of any speed. */
describe('the program loads what it needs and no more', () => {
  const text =
    'PACKAGE_NAME="a"\nPACKAGE_VERSION="1"\nBUILT_MODULE_NAME="a"\nDEST_MODULE_LOCATION="/extra"\n';
  let folder = '';
  let conf = '';
  let loadedFile = '';
  let recording: NodeJS.ProcessEnv = {};

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-start-'));
    conf = path.join(folder, 'dkms.conf');
    writeFileSync(conf, text);
    loadedFile = path.join(folder, 'loaded');
    // Writes down which files are loaded.
    const recorder = path.join(folder, 'recorder.cjs');
    writeFileSync(
      recorder,
      `const { Module } = require('node:module'); const { appendFileSync } = require('node:fs');
       const load = Module.prototype.load;
       Module.prototype.load = function (file) {
         if (file !== __filename) appendFileSync(${JSON.stringify(loadedFile)}, file + '\\n');
         return load.call(this, file);
       };
       const { write } = process.stdout;
       process.stdout.write = function (text, ...more) {
         if (String(text).includes('publishDiagnostics')) appendFileSync(${JSON.stringify(loadedFile)}, 'diagnostics\\n');
         return write.call(this, text, ...more);
       };
       const { exec } = RegExp.prototype;
       RegExp.prototype.exec = function (text) {
         if (this.ignoreCase) appendFileSync(${JSON.stringify(loadedFile)}, 'ignoring case: ' + this.source + '\\n');
         return exec.call(this, text);
       };
       const before = new Set(process.moduleLoadList);
       process.on('exit', () => {
         for (const name of process.moduleLoadList)
           if (!before.has(name)) appendFileSync(${JSON.stringify(loadedFile)}, name + '\\n');
       });`,
    );
    recording = { NODE_OPTIONS: `--require=${recorder}`, DKMS_TOOLS_CACHE: path.join(folder, 'cache') };
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** The parts of the program in the files that were loaded. */
  function loaded(when?: 'before diagnostics'): string[] {
    const lines = readFileSync(loadedFile, 'utf8').split('\n').filter(Boolean);
    const files = lines.slice(0, when ? lines.indexOf('diagnostics') : undefined);
    return piecesIn([bundledCommandLine, ...files.filter((file) => path.isAbsolute(file))]);
  }

  function piecesIn(files: readonly string[]): string[] {
    const texts = files.map((file) => readFileSync(file, 'utf8'));
    return Object.entries(marks).flatMap(([piece, mark]) =>
      texts.some((one) => one.includes(mark)) ? [piece] : [],
    );
  }

  /** The program's own files, by the names of their parts. */
  function loadedFiles(): string[] {
    const files = readFileSync(loadedFile, 'utf8')
      .split('\n')
      .filter((line) => path.isAbsolute(line));
    return files.map((file) => path.basename(file).replace(/(?:-[\w-]{8})?\.js$/, ''));
  }

  /** The modules of Node that a bare one does not load; what those load inside Node is left out. */
  function loadedOfNode(): string[] {
    const names = readFileSync(loadedFile, 'utf8').matchAll(/^NativeModule (?!internal\/)(.*)$/gm);
    return [...names].map(([, name = '']) => name).sort();
  }

  /**
   * The functions that the optimising compiler has compiled, up to the first call of `last` if that is given: V8's log marks them with a star at the
   * end of the line.
   */
  function optimised(log: string, last?: string): string[] {
    const created = readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => /^code-creation,JS,/.test(line));
    const end = last === undefined ? created.length : created.findIndex((line) => line.includes(last));
    expect(end).toBeGreaterThan(0);
    const functions = created.slice(0, end);
    expect(functions.length).toBeGreaterThan(400);
    return functions.filter((line) => line.endsWith(',*'));
  }

  function run(words: readonly string[], env: NodeJS.ProcessEnv = {}) {
    writeFileSync(loadedFile, '');
    return runCommandLine(words, { env: { ...recording, ...env } });
  }

  test('every part is recognised by its marker', () => {
    const parts = path.join(path.dirname(bundledCommandLine), 'parts');
    expect(piecesIn(readdirSync(parts).map((name) => path.join(parts, name)))).toEqual(Object.keys(marks));
  });

  test('for --version, no part of the engine', async () => {
    expect((await run(['--version'])).out).toMatch(/^dkms-tools \d/);
    expect(loaded()).toEqual([]);
    expect(loadedFiles()).toEqual(['cli', 'rolldown-runtime', 'start', 'command-line']);
    expect(loadedOfNode()).toEqual(['os', 'vm']);
    // V8 checks the literals when it parses a file, and reads Unicode's tables for classes such as \p{L}.
    const files = readFileSync(loadedFile, 'utf8')
      .split('\n')
      .filter((line) => path.isAbsolute(line));
    expect(
      files.filter((file) => /\/[^/\n]*\\p\{[^/\n]*\/[a-z]*[uv]/.test(readFileSync(file, 'utf8'))),
    ).toEqual([]);
  });

  test('for a check, only the engine, with and without a code cache', async () => {
    const cache = path.join(folder, 'cache');
    for (const DKMS_TOOLS_CACHE of [cache, cache, '/proc/none']) {
      const { code, out, err } = await run(['check', conf], { DKMS_TOOLS_CACHE });
      expect([code, err]).toEqual([0, '']);
      expect(out).toContain('1 file, 0 errors');
      expect(loaded()).toEqual(['engine']);
      // Each further file costs as much as a dozen rules.
      expect(loadedFiles()).toEqual(['cli', 'rolldown-runtime', 'start', 'command-line', 'check']);
      // A part of Node costs a tenth of the program, if it is node:crypto or node:fs/promises.
      expect(loadedOfNode()).toEqual(['os', 'vm']);
      // For the first such pattern, V8 builds tables of all of Unicode.
      expect(readFileSync(loadedFile, 'utf8')).not.toContain('ignoring case');
    }
  });

  test("V8's optimising compiler is not loaded for a check, however long PATH is", () => {
    const log = path.join(folder, 'v8-check.log');
    const words = [
      '--log-code',
      `--logfile=${log}`,
      '--no-logfile-per-isolate',
      bundledCommandLine,
      'check',
      conf,
    ];
    const folders = Array.from({ length: 40 }, (_, nth) => path.join(folder, `${nth}`.repeat(30)));
    const { status } = spawnSync(process.execPath, words, {
      env: plainEnvironment({ DKMS_TOOLS_CACHE: path.join(folder, 'cache'), PATH: folders.join(':') }),
    });
    expect(status).toBe(0);
    expect(optimised(log)).toEqual([]);
  });

  test('the server runs with its options of Node, in the process that was started', async () => {
    const client = await LanguageClient.start([process.execPath, bundledCommandLine, 'lsp', '--stdio'], {
      folder,
      env: plainEnvironment({ DKMS_TOOLS_CACHE: path.join(folder, 'cache') }),
      machine: 'as it is',
    });
    const words = readFileSync(`/proc/${client.pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
    await client.stop();
    expect(words).toEqual([process.execPath, ...nodeOptions, bundledCommandLine, 'lsp', '--stdio']);
  });

  test("V8's optimising compiler is not loaded for the server's first diagnostics", async () => {
    const log = path.join(folder, 'v8.log');
    // How much the server has done since then depends on the machine: a function that is called then ends that part of the log.
    const recorder = path.join(folder, 'sent.cjs');
    writeFileSync(
      recorder,
      `const { write } = process.stdout;
       process.stdout.write = function (text, ...more) {
         if (String(text).includes('publishDiagnostics')) eval('(function sentDiagnostics() {})()');
         return write.call(this, text, ...more);
       };`,
    );
    const logging = [
      `--require=${recorder}`,
      ...['--log-code', `--logfile=${log}`, '--no-logfile-per-isolate'],
    ];
    const client = await LanguageClient.start(
      [process.execPath, ...nodeOptions, ...logging, bundledCommandLine, 'lsp', '--stdio'],
      {
        folder,
        env: plainEnvironment({ DKMS_TOOLS_CACHE: path.join(folder, 'cache') }),
        machine: 'as it is',
      },
    );
    await client.open(clientAddress(conf), 'dkms-conf', text);
    await client.stop();
    expect(optimised(log, 'sentDiagnostics')).toEqual([]);
  });

  test("for the server's first diagnostics, no parser, builds, triage or watcher; then what is requested", async () => {
    writeFileSync(loadedFile, '');
    const command = [process.execPath, bundledCommandLine, 'lsp', '--stdio'];
    const opened = Promise.withResolvers<void>();
    const client = await LanguageClient.start(command, {
      ...{ folder, env: plainEnvironment(recording) },
      // As editors do: they report the open file before they read an answer of the server.
      answer: async (items) => {
        await opened.promise;
        return items.map(() => ({ systemKernels: false }));
      },
    });
    const uri = clientAddress(conf);
    const diagnosing = client.open(uri, 'dkms-conf', text);
    opened.resolve();
    expect((await diagnosing).map(({ code }) => code)).toEqual(['missing-autoinstall']);
    expect(loaded('before diagnostics')).toEqual(['engine', 'protocol']);

    await until(() => loaded().includes('watcher'));
    expect(loaded()).toEqual(['engine', 'protocol', 'watcher']);

    expect(await client.request('textDocument/documentSymbol', { textDocument: { uri } })).not.toEqual([]);
    expect(loaded()).toContain('parser');
    expect(loaded()).not.toContain('triage');

    const source = path.join(folder, 'a.c');
    await client.show(clientAddress(source), 'c', 'int a;\n');
    const at = { textDocument: { uri: clientAddress(source) }, position: { line: 0, character: 4 } };
    expect(await client.request('textDocument/hover', at)).toBeNull();
    expect(loaded()).toContain('triage');
    await client.stop();
  });

  test('output to a closed pipe is not an error', () => {
    // The reader has ended before the program begins.
    const script = 'exec 3> >(:); wait $!; "$@" >&3; echo "code $?" >&2';
    const words = [process.execPath, bundledCommandLine, '--no-system-kernels', 'check', conf];
    const { stderr } = spawnSync('bash', ['-c', script, 'bash', ...words], {
      encoding: 'utf8',
      env: plainEnvironment({ DKMS_TOOLS_CACHE: path.join(folder, 'cache') }),
    });
    expect(stderr).toBe('code 0\n');
  });

  /** Runs the program with an output on a device that is always full; the other one is returned. */
  function withFull(output: 'stdout' | 'stderr', words: readonly string[]) {
    const script = output === 'stdout' ? '"$@" >/dev/full' : '"$@" 2>/dev/full';
    const all = ['-c', script, 'bash', process.execPath, bundledCommandLine, ...words];
    const { stdout, stderr, status } = spawnSync('bash', all, {
      encoding: 'utf8',
      env: plainEnvironment({ DKMS_TOOLS_CACHE: path.join(folder, 'cache') }),
    });
    return { output: output === 'stdout' ? stderr : stdout, status };
  }

  test.each([
    ['--version'],
    ['--help'],
    ['check', 'CONF'],
    ['check', '--format', 'sarif', 'CONF'],
    ['show', 'CONF'],
    ['kernels'],
    ['explain', 'LOG'],
  ])("results that can't be written are reported in one line: %s %s %s", (...words) => {
    const log = path.join(folder, 'make.log');
    writeFileSync(log, 'DKMS make.log for a-1 for kernel 6.1.0 (x86_64)\na.c:1:1: error: wrong\n');
    const full = words.map((word) => (word === 'CONF' ? conf : word === 'LOG' ? log : word));
    const { output, status } = withFull('stdout', ['--no-system-kernels', ...full]);
    expect(output).toBe("dkms-tools: The results can't be written: no space left on device.\n");
    expect(status).toBe(2);
  });

  test('a failure to write to standard error changes nothing', () => {
    const { output, status } = withFull('stderr', ['--no-system-kernels', 'check', conf]);
    expect(output).toContain('1 file, 0 errors');
    expect(status).toBe(0);
    expect(withFull('stderr', ['check', '--no-such-option'])).toEqual({ output: '', status: 2 });
  });

  test.each([
    ['20.20.2', 2],
    ['22.9.0', 2],
    ['22.14.9', 2],
    ['22.15.0', 0],
    ['23.0.0', 0],
    ['100.1.0', 0],
  ])('Node %s: exit code %i', async (version, code) => {
    const disguise = path.join(folder, 'disguise.cjs');
    writeFileSync(
      disguise,
      `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`,
    );
    const { code: exit, err } = await runCommandLine(['--version'], {
      env: { NODE_OPTIONS: `--require=${disguise}` },
    });
    expect(exit).toBe(code);
    expect(err).toBe(code === 0 ? '' : `dkms-tools: Node ${version} is too old; expected 22.15 or later\n`);
  });
});
