import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundledCommandLine } from '../support/command-line.ts';
import { headerFiles, writeTree } from '../support/header-trees.ts';
import { LanguageClient } from '../support/language-client.ts';
import { needs } from '../support/needs.ts';
import { plainEnvironment, searchPath } from '../support/surroundings.ts';

/** Why strace can't run here; `undefined` if it can. It sees every program that is started, by whatever process. */
const canTrace =
  spawnSync('strace', ['-f', '-e', 'trace=execve', '-o', '/dev/null', 'true']).status === 0
    ? undefined
    : 'strace is not installed, or this user may not trace';

/** A file that would start programs in every way that bash has, if it were run. */
function confThatRuns(canary: string): string {
  return [
    'PACKAGE_NAME="hello"',
    `PACKAGE_VERSION="$(touch ${canary}-substitution; echo 1.0)"`,
    `BUILT_MODULE_NAME[0]=\`touch ${canary}-backquotes; echo hello\``,
    'DEST_MODULE_LOCATION[0]="/updates/dkms"',
    'AUTOINSTALL="yes"',
    `touch ${canary}-command`,
    `eval "touch ${canary}-eval"`,
    `trap "touch ${canary}-trap" EXIT DEBUG`,
    `cat <(touch ${canary}-process) > ${canary}-redirection`,
    `x[$(touch ${canary}-subscript)]=1`,
    `(( y[\\$(touch ${canary}-arithmetic)] ))`,
    `PATCH[0]="$(sed -n p Makefile)$(grep -c x Makefile)$(uname -r)"`,
    `MAKE[0]="make KERNELRELEASE=$(touch ${canary}-make)"`,
    `PRE_BUILD="script.sh"`,
    `coproc touch ${canary}-coproc`,
    `. ./sourced.sh`,
    '',
  ].join('\n');
}

describe('a dkms.conf is read and never run', needs(canTrace), () => {
  let folder = '';
  let conf = '';
  let env: NodeJS.ProcessEnv = {};
  const trace = () => path.join(folder, 'trace');

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-runs-'));
    const source = path.join(folder, 'hello');
    conf = path.join(source, 'dkms.conf');
    mkdirSync(source);
    writeFileSync(conf, confThatRuns(path.join(folder, 'CANARY')));
    writeFileSync(
      path.join(source, 'Makefile'),
      `obj-m := hello.o\nX := $(shell touch ${folder}/CANARY-shell)\n`,
    );
    writeFileSync(path.join(source, 'hello.c'), '#include <linux/module.h>\n');
    for (const script of ['script.sh', 'sourced.sh']) {
      writeFileSync(path.join(source, script), `#!/bin/sh\ntouch ${folder}/CANARY-${script}\n`);
      chmodSync(path.join(source, script), 0o755);
    }
    await writeTree(folder, headerFiles('kernels/6.1.5-one/build', '6.1.5-one'));
    // Programs in the PATH are found here first.
    const programs = path.join(folder, 'bin');
    for (const name of [
      'bash',
      'make',
      'gcc',
      'dkms',
      'uname',
      'sed',
      'grep',
      'cat',
      'touch',
      'clang',
      'git',
    ])
      await writeTree(programs, { [name]: `x #!/bin/sh\n: > ${folder}/CANARY-${name}\n` });
    env = plainEnvironment({
      PATH: searchPath(programs),
      DKMS_TOOLS_CACHE: path.join(folder, 'cache'),
    });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** The programs that were started, by the first words of each. */
  function started(): readonly string[] {
    return [...readFileSync(trace(), 'utf8').matchAll(/execve\("([^"]+)".* = 0$/gm)].map(
      ([, program = '']) => program,
    );
  }

  const strace = ['strace', '-f', '-qq', '-e', 'trace=execve', '-o'];
  const program = [process.execPath, bundledCommandLine];

  test('the trace would show a program that was started', () => {
    const script = 'require("node:child_process").spawnSync("sh", ["-c", "true"])';
    const [command = '', ...args] = [...strace, trace(), process.execPath, '-e', script];
    execFileSync(command, args);
    expect(started()).toHaveLength(2);
  });

  test.each([
    ['check', 'DIR'],
    ['check', '--kernel', '6.1.5-one', '--modules', 'KERNELS', 'DIR'],
    ['check', '--format', 'sarif', 'DIR'],
    ['show', 'DIR'],
    ['show', '--kernel', '6.1.5-one', '--modules', 'KERNELS', 'DIR'],
    ['kernels', '--modules', 'KERNELS'],
    ['status'],
    ['doctor'],
  ])('by the terminal: %s %s %s', (...words) => {
    const given = words.map((word) =>
      word.replace('DIR', path.dirname(conf)).replace('KERNELS', path.join(folder, 'kernels')),
    );
    const [command = '', ...args] = [...strace, trace(), ...program, ...given];
    const run = spawnSync(command, args, { env, encoding: 'utf8' });
    expect(`${run.stdout}${run.stderr}`).not.toBe('');
    expect(started()).toEqual([process.execPath]);
  });

  test('by the language server: opened, hovered over, completed, formatted, saved, in a trusted workspace', async () => {
    const client = await LanguageClient.start([...strace, trace(), ...program, 'lsp', '--stdio'], {
      folder,
      options: { trusted: true, selectedKernel: '6.1.5-one', codeLens: true },
      settings: {
        dkms: { kernelFolders: [path.join(folder, 'kernels')], cacheFolder: path.join(folder, 'cache') },
      },
      env,
    });
    const uri = pathToFileURL(conf).href;
    const text = readFileSync(conf, 'utf8');
    const found = client.open(uri, 'dkms-conf', text);
    const source = pathToFileURL(path.join(path.dirname(conf), 'hello.c')).href;
    await client.notify('textDocument/didOpen', {
      textDocument: { uri: source, languageId: 'c', version: 1, text: '#include <linux/module.h>\n' },
    });
    await found;
    const textDocument = { uri };
    for (const [line0, line] of text.split('\n').entries()) {
      const place = { textDocument, position: { line: line0, character: Math.floor(line.length / 2) } };
      for (const method of [
        'hover',
        'completion',
        'definition',
        'references',
        'documentHighlight',
        'signatureHelp',
      ])
        await client.request(`textDocument/${method}`, { ...place, context: { includeDeclaration: true } });
    }
    const range = {
      start: { line: 0, character: 0 },
      end: { line: text.split('\n').length - 1, character: 0 },
    };
    const options = { tabSize: 2, insertSpaces: true };
    for (const method of [
      'documentSymbol',
      'foldingRange',
      'documentLink',
      'codeLens',
      'semanticTokens/full',
    ])
      await client.request(`textDocument/${method}`, { textDocument });
    await client.request('textDocument/formatting', { textDocument, options });
    await client.request('textDocument/inlayHint', { textDocument, range });
    await client.request('textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } });
    for (const document of [uri, source])
      await client.notify('textDocument/didSave', { textDocument: { uri: document } });
    for (const method of ['dkms/kernels', 'dkms/modules', 'dkms/results', 'dkms/compileDatabase'])
      await client.request(method);
    await client.stop();
    expect(started().filter((one) => !/\/(?:unshare|sh|mount)$/.test(one) || one.startsWith(folder))).toEqual(
      // The second one runs with the options that have to be given at the start.
      [process.execPath, process.execPath],
    );
  });

  test('none of this left a trace', () => {
    const marks = execFileSync('find', [folder, '-name', 'CANARY*'], { encoding: 'utf8' });
    expect(marks).toBe('');
    expect(existsSync(conf)).toBe(true);
  });
});
