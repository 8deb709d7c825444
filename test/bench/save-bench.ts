import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseCommandFile, syntaxOnly } from '../../server/src/builds/recompile/compile-command.ts';
import type { BuildReport, KernelList } from '../../server/src/lsp/messages.ts';
import { clientAddress } from '../support/client-address.ts';
import { bundledCommandLine } from '../support/command-line.ts';
import { testKernels, testModule } from '../support/kernels.ts';
import { LanguageClient } from '../support/language-client.ts';
import { median } from './statistics.ts';

const rounds = 15;

/** Compares the time from a save to the problems in the editor with that of the compiler's -fsyntax-only and the same flags, alternating. */
export async function measureSave(): Promise<void> {
  const kernels = testKernels();
  const source = testModule('v4l2loopback');
  if (!kernels || !source) {
    console.log('save to problems: skipped, the test kernels or v4l2loopback are not fetched (test/kernels)');
    return;
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-save-'));
  const copy = path.join(folder, 'module');
  const cacheFolder = path.join(folder, 'cache');
  cpSync(source, copy, { recursive: true });
  const client = await LanguageClient.start([process.execPath, bundledCommandLine, 'lsp', '--stdio'], {
    folder,
    options: { trusted: true },
    settings: { dkms: { kernelFolders: [kernels.modulesDir], cacheFolder, checkOnSave: 'allKernels' } },
  });
  const kernel = kernels.release61;
  for (;;) {
    const list = await client.request<KernelList>('dkms/kernels');
    if (list.kernels.some(({ release }) => release === kernel)) break;
  }
  const conf = clientAddress(path.join(copy, 'dkms.conf'));
  const report = await client.request<BuildReport>('dkms/build', { run: '1', conf, kernel });
  if (report.status !== 'ok') throw new Error(`v4l2loopback was not built: ${report.reason}`);
  const file = path.join(copy, 'v4l2loopback.c');
  const text = readFileSync(file, 'utf8');
  const uri = clientAddress(file);
  const command = commandIn(cacheFolder);

  await client.notify('textDocument/didOpen', {
    textDocument: { uri, languageId: 'c', version: 1, text },
  });
  const saved: number[] = [];
  const compiled: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const changed = `${text}int x${round} = missing${round};\n`;
    writeFileSync(file, changed);
    await client.notify('textDocument/didChange', {
      textDocument: { uri, version: round + 2 },
      contentChanges: [{ text: changed }],
    });
    const began = performance.now();
    await client.notify('textDocument/didSave', { textDocument: { uri } });
    await client.until(uri, (all) => JSON.stringify(all).includes(`missing${round}`), 20_000, 1);
    saved.push(performance.now() - began);
    const start = performance.now();
    const words = command.words.map((word) => (word === command.source ? file : word));
    spawnSync(words[0] ?? '', words.slice(1), { cwd: path.join(kernels.modulesDir, kernel, 'build') });
    compiled.push(performance.now() - start);
  }
  await client.stop();
  rmSync(folder, { recursive: true, force: true });
  const ratios = saved.map((ms, round) => ms / (compiled[round] ?? Number.NaN));
  console.log(
    `save to problems, v4l2loopback for ${kernel}: ${median(saved).toFixed(0)} ms, the compiler alone ${median(compiled).toFixed(0)} ms; ` +
      `ratio ${median(ratios).toFixed(3)} (from ${Math.min(...ratios).toFixed(3)} to ${Math.max(...ratios).toFixed(3)}, ${rounds} pairs; aim 1.15)`,
  );
}

function commandIn(cacheFolder: string): { readonly words: readonly string[]; readonly source: string } {
  const found = readdirSync(cacheFolder, { recursive: true, encoding: 'utf8' }).find((name) =>
    name.endsWith('/.v4l2loopback.o.cmd'),
  );
  const command = found && parseCommandFile(readFileSync(path.join(cacheFolder, found), 'utf8'))?.command;
  if (!command) throw new Error('the build left no command');
  return { words: syntaxOnly(command.words), source: command.source };
}
