import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { bundledCommandLine } from '../support/command-line.ts';
import { processorMsOf } from '../support/processes.ts';
import { RawClient } from '../support/raw-client.ts';

const good =
  'PACKAGE_NAME="hello"\nPACKAGE_VERSION="1.0"\nBUILT_MODULE_NAME="hello"\nDEST_MODULE_LOCATION="/extra"\nAUTOINSTALL="yes"\n';
const uri = 'file:///nowhere/dkms.conf';
const textDocument = { uri };

let client: RawClient;

afterEach(() => client.kill());

function start(): RawClient {
  client = new RawClient([process.execPath, bundledCommandLine, 'lsp', '--stdio']);
  return client;
}

function open(text: string, of = uri): void {
  client.notify('textDocument/didOpen', {
    textDocument: { uri: of, languageId: 'dkms-conf', version: 1, text },
  });
}

function change(version: number, from: [number, number], to: [number, number], text: string): void {
  const range = {
    start: { line: from[0], character: from[1] },
    end: { line: to[0], character: to[1] },
  };
  client.notify('textDocument/didChange', {
    textDocument: { uri, version },
    contentChanges: [{ range, text }],
  });
}

async function expectItToWork(): Promise<void> {
  const other = 'file:///nowhere/else/dkms.conf';
  open(good, other);
  const answer = await client.request('textDocument/hover', {
    textDocument: { uri: other },
    position: { line: 0, character: 3 },
  });
  expect(JSON.stringify(answer.result)).toContain('PACKAGE_NAME');
}

/** What is asked about a document; not prepareRename, whose refusals are errors. */
const methods = [
  ...['completion', 'hover', 'signatureHelp', 'definition', 'references', 'documentHighlight'],
  ...['documentSymbol', 'codeAction', 'codeLens', 'documentLink', 'formatting', 'rangeFormatting'],
  ...['onTypeFormatting', 'foldingRange', 'selectionRange', 'semanticTokens/full'],
  ...['semanticTokens/range', 'linkedEditingRange', 'inlayHint', 'diagnostic'],
];
function paramsAt(line: number, character: number): object {
  const position = { line, character };
  return {
    ...{ textDocument, position, positions: [position], range: { start: position, end: position } },
    context: { diagnostics: [], includeDeclaration: true },
    options: { tabSize: 4, insertSpaces: true },
    ch: '\n',
  };
}

describe('a misbehaving client', () => {
  test.each<[string, () => void]>([
    ['sends what is no JSON', () => client.frame('{"jsonrpc": "2.0", nonsense')],
    [
      'sends bytes that are no UTF-8',
      () => client.write(Buffer.from('Content-Length: 2\r\n\r\n\xff\xfe', 'latin1')),
    ],
    ['sends a message that is none', () => client.frame('[]')],
    ['notifies of what nobody knows', () => client.notify('dkms/nonsense', { a: 1 })],
    ['opens nothing', () => client.notify('textDocument/didOpen', {})],
    ['opens a document without a text', () => client.notify('textDocument/didOpen', { textDocument })],
    ['changes a document that is not open', () => change(2, [0, 0], [0, 1], 'x')],
    ['closes a document that is not open', () => client.notify('textDocument/didClose', { textDocument })],
    [
      'sends settings that are none',
      () => client.notify('workspace/didChangeConfiguration', { settings: 7 }),
    ],
    ['selects no kernel at all', () => client.notify('dkms/kernelSelected')],
    ['cancels what was never asked', () => client.notify('$/cancelRequest', { id: 99 })],
  ])('%s', async (_, act) => {
    await start().initialize();
    act();
    await expectItToWork();
  });

  test('gets an error for an incomplete request, and answers for positions that do not exist', async () => {
    await start().initialize();
    open(good);
    for (const method of methods) {
      for (const params of [undefined, {}]) {
        const { error } = await client.request(`textDocument/${method}`, params);
        expect(error?.message, method).toBeTruthy();
      }
      for (const [line, character] of [
        [1e9, 1e9],
        [0, 1e9],
        [-1, -5],
      ] as const)
        expect(
          (await client.request(`textDocument/${method}`, paramsAt(line, character))).error,
          method,
        ).toBeUndefined();
    }
  });

  test.each<[string, object | undefined, string]>([
    ['dkms/build', { conf: uri, kernel: '6.1' }, 'dkms/build: `run` is missing; expected a string.'],
    ['dkms/build', { run: '1', conf: 7, kernel: '6.1' }, 'dkms/build: `conf` must be a string.'],
    ['dkms/port', undefined, 'dkms/port: expected an object with `run`, `conf`, `kernels`.'],
    ['dkms/port', { run: '1', conf: uri, kernels: '6.1' }, 'dkms/port: `kernels` must be a list of strings.'],
    ['dkms/range', [], 'dkms/range: expected an object with `conf`.'],
  ])('learns what %s needs besides %j', async (method, params, message) => {
    await start().initialize();
    expect((await client.request(method, params)).error).toMatchObject({ code: -32602, message });
  });

  test('edits outside the text, and skips versions', async () => {
    await start().initialize();
    open('A=1\n');
    change(9, [50, 0], [60, 0], 'B=2\n');
    change(3, [-1, -1], [0, 0], 'C=3\n');
    change(1, [0, 0], [0, 99_999], 'D=4');
    const { result } = await client.request('textDocument/documentSymbol', { textDocument });
    expect((result as { name: string }[]).map(({ name }) => name)).toEqual(['D', 'A', 'B']);
  });

  test.each([
    ...['file:///%zz/dkms.conf', 'file://host/x/dkms.conf', 'file:///a%2Fb/dkms.conf', 'untitled:Untitled-1'],
    ...['not an address', '', 'file:'],
  ])('names a document "%s"', async (name) => {
    await start().initialize();
    open(good.replace('/extra', 'extra'), name);
    await client.until(({ params }) => JSON.stringify(params)?.includes('invalid-dest-module-location'));
    for (const method of methods) {
      const answer = await client.request(`textDocument/${method}`, {
        ...paramsAt(0, 3),
        textDocument: { uri: name },
      });
      expect(answer.error, method).toBeUndefined();
    }
    client.notify('textDocument/didClose', { textDocument: { uri: name } });
    await expectItToWork();
  });

  test('cancels its requests', async () => {
    await start().initialize();
    open(good);
    for (let id = 1000; id < 1200; id++) {
      client.frame(
        JSON.stringify({ jsonrpc: '2.0', id, method: 'textDocument/completion', params: paramsAt(0, 0) }),
      );
      client.notify('$/cancelRequest', { id });
    }
    // Each gets an answer, even if it is empty; they need not arrive in order.
    for (let asked = 1000; asked < 1200; asked++) await client.until(({ id }) => id === asked);
    await expectItToWork();
  });

  test('sends thousands of edits at once: only some are answered, including the last', async () => {
    await start().initialize();
    open(good);
    const edits = 5000;
    for (let version = 2; version < edits + 2; version++)
      change(version, [0, 0], [0, version % 2], version % 2 ? '' : '#');
    await client.until(({ params }) => (params as { version?: number } | undefined)?.version === edits + 1);
    const answers = client.messages.filter(({ method }) => method === 'textDocument/publishDiagnostics');
    expect(answers.length).toBeLessThan(edits / 5);
  });
});

test('a file of 10 MB is not checked, which is reported, and every request about it is answered at once', async () => {
  await start().initialize();
  open(`${good}${'BUILT_MODULE_LOCATION="${PACKAGE_NAME}/x"\n'.repeat(250_000)}`);
  const published = await client.until(({ method }) => method === 'textDocument/publishDiagnostics');
  expect(JSON.stringify(published.params)).toMatch(
    /has 1\d{7} characters.*unreadable-conf|unreadable-conf.*has 1\d{7} characters/,
  );
  const askAll = () =>
    processorMsOf(client.process.pid ?? 0, async () => {
      for (let round = 0; round < 10; round++)
        for (const method of methods) await client.request(`textDocument/${method}`, paramsAt(0, 3));
    });
  const long = await askAll();
  // As soon as it is short enough, it is read again.
  change(2, [5, 0], [400_000, 0], '');
  const short = await askAll();
  expect(long).toBeLessThan(2 * short + 200);
  const { result } = await client.request('textDocument/documentSymbol', { textDocument });
  expect(result).not.toEqual([]);
  const [, kib] =
    /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${client.process.pid}/status`, 'utf8')) ?? [];
  expect(Number(kib)).toBeLessThan(400_000);
});

describe('the server exits', () => {
  test('without an error after a shutdown request', async () => {
    await start().initialize();
    await client.request('shutdown');
    client.notify('exit');
    expect(await client.ended).toBe(0);
  });

  test.each<[string, boolean, () => void]>([
    ['on exit without shutdown', true, () => client.notify('exit')],
    ['on exit before it is initialized', false, () => client.notify('exit')],
    ['when its client is gone', true, () => client.process.stdin?.end()],
    ['when its client is gone before it says anything', false, () => client.process.stdin?.end()],
    [
      'when nobody reads its answers',
      true,
      () => {
        client.process.stdout?.destroy();
        open(good);
        open(good, 'file:///nowhere/2/dkms.conf');
      },
    ],
  ])('%s, with exit code 1', async (_, initialized, act) => {
    start();
    if (initialized) await client.initialize();
    act();
    expect(await client.ended).toBe(1);
  });
});
