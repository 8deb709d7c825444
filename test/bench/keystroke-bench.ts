import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { LanguageClient } from '../support/language-client.ts';
import { median, percentile } from './statistics.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

const servers = [
  {
    name: 'dkms-tools',
    languageId: 'dkms-conf',
    command: ['node', path.join(root, 'dist/cli.js'), 'lsp', '--stdio'],
    edits: 4,
  },
  {
    name: 'bash-language-server',
    languageId: 'shellscript',
    command: [path.join(root, 'node_modules/.bin/bash-language-server'), 'start'],
    // It answers each edit after half a second, so one a file is enough for a percentile over the corpus.
    edits: 1,
  },
] as const;

/** From a keystroke to the diagnostics that it leads to, over the corpus: ours against bash-language-server's, by the same client. */
export async function measureKeystrokes(): Promise<void> {
  const corpus = process.env.DKMS_TOOLS_CORPUS;
  if (!corpus || !existsSync(corpus)) {
    console.log('keystroke to diagnostics: skipped, DKMS_TOOLS_CORPUS names no folder of dkms.conf files');
    return;
  }
  const files = readdirSync(corpus).filter((name) => !name.endsWith('.tsv'));
  const results = new Map<string, number[]>();
  for (const server of servers) {
    const times: number[] = [];
    const client = await LanguageClient.start(server.command);
    for (const name of files) {
      const uri = pathToFileURL(path.join(corpus, name)).href;
      const text = readFileSync(path.join(corpus, name), 'utf8');
      await client.open(uri, server.languageId, text);
      for (let edit = 0; edit < server.edits; edit++) {
        // Alternately a letter in a comment of its own and its removal, somewhere in the file, the same for each server.
        const offset = text.indexOf('\n', (text.length * (edit + 1)) / (server.edits + 1)) + 1;
        const began = performance.now();
        await client.type(uri, offset, '#x\n');
        times.push(performance.now() - began);
        await client.type(uri, offset, '', 3);
      }
      await client.close(uri);
    }
    await client.stop();
    results.set(server.name, times);
    console.log(
      `keystroke to diagnostics, ${server.name}: median ${median(times).toFixed(1)} ms, 95th percentile ${percentile(times, 0.95).toFixed(1)} ms (${times.length} edits in ${files.length} files)`,
    );
  }
  const [ours = [], theirs = []] = servers.map((server) => results.get(server.name) ?? []);
  console.log(
    `keystroke to diagnostics: ${(percentile(theirs, 0.95) / percentile(ours, 0.95)).toFixed(0)} times faster at the 95th percentile (aim: 20)`,
  );
}
