import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientAddress } from '../support/client-address.ts';
import { bundledCommandLine } from '../support/command-line.ts';
import { LanguageClient } from '../support/language-client.ts';

const good =
  'PACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME="hello"\nDEST_MODULE_LOCATION="/extra"\nAUTOINSTALL="yes"\n';

let folder = '';
let client: LanguageClient;
let opened = 0;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-server-'));
  const command = [process.execPath, bundledCommandLine, 'lsp', '--stdio'];
  client = await LanguageClient.start(command, { folder, settings: { dkms: { version: '3.0.10' } } });
  // The server requests the settings after its start; their message must not arrive between a test's edits.
  await client.request('dkms/kernels');
});
afterAll(async () => {
  expect(await client.stop()).toBe(0);
  rmSync(folder, { recursive: true, force: true });
});

function newUri(): string {
  return clientAddress(path.join(folder, `case-${opened++}`, 'dkms.conf'));
}

describe('the language server', () => {
  test('reports what is wrong when a conf is opened, and withdraws it once it is corrected', async () => {
    const uri = newUri();
    const text = good.replace('"1.0"', '');
    const first = await client.open(uri, 'dkms-conf', text);
    expect(first.map((one) => [one.code, one.severity, one.source])).toEqual([
      ['missing-package-version', 1, 'dkms'],
    ]);
    const at = text.indexOf('VERSION=') + 'VERSION='.length;
    expect(await client.type(uri, at, '2')).toEqual([]);
    expect((await client.type(uri, at, '', 1)).length).toBe(1);
  });

  test('answers pull requests with the same', async () => {
    const uri = newUri();
    const pushed = await client.open(uri, 'dkms-conf', good.replace('/extra', 'extra'));
    const pulled = await client.request<{ items: unknown[] }>('textDocument/diagnostic', {
      textDocument: { uri },
    });
    expect(pulled.items).toEqual(pushed);
  });

  test('completes directives and explains them', async () => {
    const uri = newUri();
    await client.open(uri, 'dkms-conf', `${good}AUTOI`);
    const position = { line: 5, character: 5 };
    const items = await client.request<{ label: string; documentation?: unknown }[]>(
      'textDocument/completion',
      {
        ...{ textDocument: { uri }, position },
      },
    );
    expect(items.map((item) => item.label)).toContain('AUTOINSTALL');
    const hover = await client.request<{ contents: { value: string } }>('textDocument/hover', {
      ...{ textDocument: { uri }, position: { line: 0, character: 3 } },
    });
    expect(hover.contents.value).toContain('PACKAGE_NAME');
    expect(hover.contents.value).toContain('hello');
  });

  test('offers a fix that can be applied', async () => {
    const uri = newUri();
    const [found] = await client.open(
      uri,
      'dkms-conf',
      good.replace('NAME="hello"\nDEST', 'NAME="hello.ko"\nDEST'),
    );
    const actions = await client.request<{ edit: { changes: Record<string, { newText: string }[]> } }[]>(
      'textDocument/codeAction',
      { textDocument: { uri }, range: found?.range, context: { diagnostics: [] } },
    );
    expect(actions.length).toBeGreaterThan(0);
    expect(Object.keys(actions[0]?.edit.changes ?? {})).toEqual([uri]);
  });

  test('keeps its answers correct over many edits', async () => {
    const uri = newUri();
    await client.open(uri, 'dkms-conf', good);
    for (const letter of 'MAKE="make all"\n') {
      const text = client.textOf(uri);
      await client.type(uri, text.length, letter);
    }
    expect(client.diagnostics(uri)).toEqual([]);
    expect(client.textOf(uri)).toBe(`${good}MAKE="make all"\n`);
  });
});

describe('bad input does not stop the server', () => {
  test.each([
    ['an empty file', ''],
    ['control characters', '\0\u0001\u0002\u{1F600}\ufffd='],
    ['an unterminated quote', `${good}MAKE="make`],
    ['a byte-order mark', `\ufeff${good}`],
    ['carriage returns', good.replaceAll('\n', '\r\n')],
    ['deep nesting', `${good}X=${'$('.repeat(10_000)}`],
    ['5 MB', `${good}${'# a comment that is of no use to anybody\n'.repeat(125_000)}`],
  ])('%s', async (_, text) => {
    const uri = newUri();
    for (const one of await client.open(uri, 'dkms-conf', text)) {
      expect(one.range.end.line).toBeLessThanOrEqual(text.split('\n').length);
    }
    await client.request('textDocument/hover', {
      textDocument: { uri },
      position: { line: 0, character: 0 },
    });
    await client.request('textDocument/completion', {
      textDocument: { uri },
      position: { line: 0, character: 0 },
    });
    await client.close(uri);
  });

  test('a hover far outside the text, or in a document that is not open', async () => {
    const uri = newUri();
    await client.open(uri, 'dkms-conf', good);
    const far = { textDocument: { uri }, position: { line: 900, character: 900 } };
    expect(await client.request('textDocument/hover', far)).toBeNull();
    const closed = { textDocument: { uri: newUri() }, position: { line: 0, character: 0 } };
    expect(await client.request('textDocument/hover', closed)).toBeNull();
    expect(await client.request('textDocument/completion', closed)).toEqual([]);
  });
});

test('a conf is never executed by opening, hovering or completing it', async () => {
  const canary = path.join(folder, 'CANARY');
  const uri = newUri();
  await client.open(uri, 'dkms-conf', `${good}X=$(touch ${canary})\ntouch ${canary}\nMAKE="$X`);
  await client.request('textDocument/hover', { textDocument: { uri }, position: { line: 4, character: 0 } });
  await client.request('textDocument/completion', {
    textDocument: { uri },
    position: { line: 6, character: 7 },
  });
  expect(existsSync(canary)).toBe(false);
});
