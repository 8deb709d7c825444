import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { clientAddress } from '../support/client-address.ts';
import { bundledCommandLine } from '../support/command-line.ts';
import { LanguageClient } from '../support/language-client.ts';

/** Stands for a bug anywhere in the server: on the signal, one promise floats and one callback throws. */
const faults = `data:text/javascript,process.on('SIGUSR2', () => {
  Promise.reject(new Error('nobody waited'));
  setImmediate(() => { throw new Error('nobody caught'); });
})`;

test.each([
  ['dkms-tools lsp', [bundledCommandLine, 'lsp', '--stdio']],
  ['the server of the extension', [path.join(path.dirname(bundledCommandLine), 'server.js'), '--stdio']],
])('%s logs uncaught errors, and continues to answer', async (_name, words) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-faults-'));
  const client = await LanguageClient.start([process.execPath, '--import', faults, ...words], { folder });
  const uri = clientAddress(path.join(folder, 'dkms.conf'));
  await client.open(uri, 'dkms-conf', 'PACKAGE_NAME="hello"\n');
  process.kill(client.pid, 'SIGUSR2');
  for (const fault of ['nobody waited', 'nobody caught'])
    await expect.poll(() => client.log.join('\n')).toContain(`Internal error in DKMS Tools: Error: ${fault}`);
  const symbols = await client.request<{ name: string }[]>('textDocument/documentSymbol', {
    textDocument: { uri },
  });
  expect(symbols).toHaveLength(1);
  expect(await client.stop()).toBe(0);
  rmSync(folder, { recursive: true });
});
