import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { clientAddress } from '../support/client-address.ts';
import type { LanguageClient } from '../support/language-client.ts';

const root = path.resolve(import.meta.dirname, '..', '..');

export interface Server {
  readonly name: string;
  readonly languageId: string;
  readonly command: readonly string[];
  /** Whether the server waits half a second after each edit before it answers; it is then measured with fewer edits. */
  readonly slow: boolean;
}

export const ours: Server = {
  name: 'dkms-tools',
  languageId: 'dkms-conf',
  command: ['node', path.join(root, 'dist/cli.js'), 'lsp', '--stdio'],
  slow: false,
};
export const theirs: Server = {
  name: 'bash-language-server',
  languageId: 'shellscript',
  command: [path.join(root, 'node_modules/.bin/bash-language-server'), 'start'],
  slow: true,
};
/** Someone who alternates between typing and thinking, a second each, makes about this many edits in an hour. */
export const editsOfAnHour = 3600;
const editsPerAnswer = 60;

export interface Conf {
  readonly uri: string;
  readonly text: string;
}

export function writeConf(folder: string, name: string, text: string): Conf {
  const file = path.join(folder, `${name}.dkms.conf`);
  writeFileSync(file, text);
  return { uri: clientAddress(file), text };
}

/**
 * Types letters and deletes them again. bash-language-server answers only while nobody types, so the client waits for an answer now and
 * then.
 */
export async function editForAnHour(client: LanguageClient, { uri, text }: Conf): Promise<void> {
  const at = text.indexOf('PACKAGE_NAME="') + 'PACKAGE_NAME="'.length;
  for (let edit = 0; edit < editsOfAnHour; edit += editsPerAnswer) {
    for (let more = 2; more < editsPerAnswer; more += 2) {
      await client.edit(uri, at, 'x');
      await client.edit(uri, at, '', 1);
    }
    await client.type(uri, at, 'x');
    const place = { textDocument: { uri }, position: client.positionAt(uri, at) };
    await client.request('textDocument/completion', place);
    await client.request('textDocument/hover', place);
    await client.request('textDocument/documentSymbol', place);
    await client.type(uri, at, '', 1);
  }
}

/** The processor time of the main thread of a process since it began, in milliseconds. */
export function mainThreadMs(pid: number): number {
  const [ns = ''] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ');
  return Number(ns) / 1e6;
}

/** The resident memory of a process. */
export function residentMiB(pid: number): number {
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) / 1024;
}
