import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LanguageClient } from '../support/language-client.ts';
import { plainEnvironment } from '../support/surroundings.ts';
import { sampleConf } from './sample-conf.ts';
import { type Conf, editForAnHour, ours, residentMiB, type Server, theirs, writeConf } from './servers.ts';
import { median } from './statistics.ts';

const program = path.resolve(import.meta.dirname, '../../dist/cli.js');
const sample = path.resolve(import.meta.dirname, '../../samples/hello');
const pairs = 25;
const starts = 9;

/** Compares the cost of starting the terminal program with that of a bare node, and the language server with bash-language-server. */
export async function measureStart(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-start-'));
  try {
    const conf = path.join(folder, 'dkms.conf');
    writeFileSync(
      conf,
      'PACKAGE_NAME="a"\nPACKAGE_VERSION="1"\nBUILT_MODULE_NAME="a"\nDEST_MODULE_LOCATION="/extra"\n',
    );
    // The first run fills the cache.
    const env = plainEnvironment({ DKMS_TOOLS_CACHE: path.join(folder, 'cache') });
    const against = (words: readonly string[]) => againstBareNode(words, env);
    console.log(`processor time against a bare node, median of ${pairs} pairs`);
    console.log(`  --version                   ${against(['--version'])}`);
    console.log(`  check of one dkms.conf      ${against(['check', conf])}`);
    console.log(`  check of the sample module  ${against(['check', sample])}`);
    await measureServers(folder, env);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function againstBareNode(words: readonly string[], env: NodeJS.ProcessEnv): string {
  const ours = [program, ...words];
  processorSeconds(ours, env);
  const ratios: number[] = [];
  const times: number[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    const bare = processorSeconds(['-e', '0'], env);
    const time = processorSeconds(ours, env);
    times.push(time * 1000);
    ratios.push(time / bare);
  }
  return `${median(times).toFixed(0)} ms, ${median(ratios).toFixed(2)}`;
}

/** User and system time of one run of node, as bash reports it: Node does not report it for a child process. */
function processorSeconds(words: readonly string[], env: NodeJS.ProcessEnv): number {
  const timed = 'TIMEFORMAT="%3U %3S"; time "$@" >"$0" 2>&1';
  const out = path.join(env.DKMS_TOOLS_CACHE ?? tmpdir(), '..', 'output');
  const { stderr } = spawnSync('bash', ['-c', timed, out, process.execPath, ...words], {
    env,
    encoding: 'utf8',
  });
  const [user = Number.NaN, system = Number.NaN] = stderr.trim().split(' ').map(Number);
  return user + system;
}

async function measureServers(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const conf = writeConf(folder, 'short', sampleConf(60));
  const first = { ours: [] as number[], theirs: [] as number[] };
  // Alternating, so that other work on the machine affects both alike. The first start fills caches.
  for (let start = 0; start < starts; start++) {
    const mine = await startToDiagnostics(ours, folder, conf, env);
    const other = await startToDiagnostics(theirs, folder, conf, env);
    if (start === 0) continue;
    first.ours.push(mine);
    first.theirs.push(other);
  }
  const ratios = first.ours.map((mine, at) => (first.theirs[at] ?? Number.NaN) / mine);
  console.log(
    `first diagnostics             ${median(first.ours).toFixed(0)} ms, ${theirs.name} ${median(first.theirs).toFixed(0)} ms: ` +
      `${median(ratios).toFixed(2)} times as fast (median of ${ratios.length} pairs)`,
  );
  const mine = await memoryOf(ours, folder, conf, env);
  const other = await memoryOf(theirs, folder, conf, env);
  console.log('memory                        at first diagnostics, after an hour of edits');
  console.log(`  ${ours.name.padEnd(26)}  ${mine.map((size) => `${size.toFixed(0)} MiB`).join(', ')}`);
  console.log(`  ${theirs.name.padEnd(26)}  ${other.map((size) => `${size.toFixed(0)} MiB`).join(', ')}`);
  const shares = mine.map((size, at) => (size / (other[at] ?? Number.NaN)).toFixed(2));
  console.log(`  ratio                       ${shares.join(', ')}`);
}

async function startToDiagnostics(
  server: Server,
  folder: string,
  conf: Conf,
  env: NodeJS.ProcessEnv,
): Promise<number> {
  const began = performance.now();
  const client = await LanguageClient.start(server.command, { folder, env, machine: 'as it is' });
  await client.open(conf.uri, server.languageId, conf.text);
  const time = performance.now() - began;
  await client.stop();
  return time;
}

async function memoryOf(
  server: Server,
  folder: string,
  conf: Conf,
  env: NodeJS.ProcessEnv,
): Promise<readonly number[]> {
  const client = await LanguageClient.start(server.command, { folder, env, machine: 'as it is' });
  await client.open(conf.uri, server.languageId, conf.text);
  const first = residentMiB(client.pid);
  await editForAnHour(client, conf);
  const later = residentMiB(client.pid);
  await client.stop();
  return [first, later];
}
