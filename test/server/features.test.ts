import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clientAddress } from '../support/client-address.ts';
import { bundledCommandLine } from '../support/command-line.ts';
import { LanguageClient } from '../support/language-client.ts';

const text = `# A driver
# of two modules
name="hello"
PACKAGE_NAME="$name"
PACKAGE_VERSION="1.0"
BUILT_MODULE_NAME[0]="$PACKAGE_NAME"
DEST_MODULE_LOCATION[0]="/updates/dkms"
BUILT_MODULE_NAME[1]="other"
DEST_MODULE_LOCATION[1]="/updates/dkms"
PATCH[0]="fix.patch"
PATCH_MATCH[0]="^6\\."
MAKE="make KVER=\${name%-x}"
`;

let folder = '';
let uri = '';
let client: LanguageClient;

const kernel = '6.1.0-99-test';

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'dkms-tools-features-'));
  const source = path.join(folder, 'hello');
  mkdirSync(path.join(source, 'patches'), { recursive: true });
  mkdirSync(path.join(folder, 'kernels', kernel), { recursive: true });
  writeFileSync(path.join(source, 'dkms.conf'), text);
  writeFileSync(path.join(source, 'patches', 'fix.patch'), '');
  uri = clientAddress(path.join(source, 'dkms.conf'));
  const command = [process.execPath, bundledCommandLine, 'lsp', '--stdio'];
  client = await LanguageClient.start(command, {
    folder,
    settings: { dkms: { version: '3.0.10', kernelFolders: [path.join(folder, 'kernels')] } },
    options: { codeLens: true, selectedKernel: kernel },
  });
  await client.request('dkms/kernels');
  await client.open(uri, 'dkms-conf', text);
});
afterAll(async () => {
  expect(await client.stop()).toBe(0);
  rmSync(folder, { recursive: true, force: true });
});

/** The position of a piece of the text, plus some characters. */
function at(piece: string, plus = 0): { line: number; character: number } {
  const before = text.slice(0, text.indexOf(piece) + plus).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

const whole = { start: { line: 0, character: 0 }, end: { line: 12, character: 0 } };

interface PlainRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

function cut({ start, end }: PlainRange): string {
  const lines = text.split('\n');
  expect(start.line).toBe(end.line);
  return lines[start.line]?.slice(start.character, end.character) ?? '';
}

function ask<Result>(method: string, params: object = {}, document = uri): Promise<Result> {
  return client.request<Result>(`textDocument/${method}`, { textDocument: { uri: document }, ...params });
}

describe('navigation', () => {
  test('by the outline', async () => {
    const symbols = await ask<{ name: string; children: { name: string }[] }[]>('documentSymbol');
    expect(symbols.map(({ name, children }) => [name, ...children.map((child) => child.name)])).toEqual([
      ['name'],
      ['PACKAGE_NAME'],
      ['PACKAGE_VERSION'],
      ['hello', 'BUILT_MODULE_NAME[0]', 'DEST_MODULE_LOCATION[0]'],
      ['other', 'BUILT_MODULE_NAME[1]', 'DEST_MODULE_LOCATION[1]'],
      ['PATCH[0]'],
      ['PATCH_MATCH[0]'],
      ['MAKE'],
    ]);
  });

  test('by the modules of the workspace', async () => {
    const found = await client.request<{ name: string; location: { uri: string } }[]>('workspace/symbol', {
      query: 'HEL',
    });
    expect(found.map(({ name, location }) => [name, location.uri])).toEqual([['hello', uri]]);
    expect(await client.request('workspace/symbol', { query: 'nothing' })).toEqual([]);
  });

  test('by folding and selecting', async () => {
    const folds = await ask<{ startLine: number; endLine: number }[]>('foldingRange');
    expect(folds.map(({ startLine, endLine }) => [startLine, endLine])).toEqual([
      [0, 1],
      [5, 6],
      [7, 8],
      [9, 10],
    ]);
    const [selection] = await ask<{ range: PlainRange; parent: { range: PlainRange } }[]>('selectionRange', {
      positions: [at('1.0', 1)],
    });
    expect([selection && cut(selection.range), selection && cut(selection.parent.range)]).toEqual([
      '1',
      '1.0',
    ]);
  });

  test('by definitions, references and highlights', async () => {
    const position = at('$PACKAGE_NAME', 3);
    const definitions = await ask<{ range: PlainRange }[]>('definition', { position });
    expect(definitions.map(({ range }) => range.start.line)).toEqual([3]);
    const references = await ask<{ range: PlainRange }[]>('references', {
      position,
      context: { includeDeclaration: true },
    });
    expect(references.map(({ range }) => [range.start.line, cut(range)])).toEqual([
      [3, 'PACKAGE_NAME'],
      [5, 'PACKAGE_NAME'],
    ]);
    const highlights = await ask<{ kind: number }[]>('documentHighlight', { position: at('name=') });
    expect(highlights.map(({ kind }) => kind)).toEqual([3, 2, 2]);
  });

  test('by links to existing files', async () => {
    const links = await ask<{ target: string; range: PlainRange }[]>('documentLink');
    expect(links.map(({ target, range }) => [target, cut(range)])).toEqual([
      [clientAddress(path.join(folder, 'hello', 'patches', 'fix.patch')), 'fix.patch'],
    ]);
  });
});

describe('an editor shows', () => {
  test('what names and values mean', async () => {
    const full = await ask<{ data: number[] }>('semanticTokens/full');
    const part = await ask<{ data: number[] }>('semanticTokens/range', {
      range: { start: at('PATCH[0]'), end: at('PATCH[0]', 8) },
    });
    expect(full.data.length % 5).toBe(0);
    expect(full.data.slice(0, 5)).toEqual([2, 0, 4, 2, 1]);
    expect(part.data).toEqual([9, 0, 5, 0, 1, 0, 6, 1, 1, 0]);
  });

  test('what values evaluate to', async () => {
    const hints = await ask<{ label: string; position: { line: number } }[]>('inlayHint', { range: whole });
    expect(hints.map(({ label, position }) => `${position.line} ${label}`)).toEqual([
      '3 = hello',
      '5 = hello',
      '11 = make KVER=hello',
    ]);
  });

  test('the outcome for the kernels of this machine', async () => {
    const other = clientAddress(path.join(folder, 'kernel', 'dkms.conf'));
    await client.open(other, 'dkms-conf', `${text}BUILD_EXCLUSIVE_KERNEL="^5\\."\n`);
    const position = { line: 12, character: 3 };
    const hover = await ask<{ contents: { value: string } }>('hover', { position }, other);
    expect(hover.contents.value).toContain(`- \`${kernel}\`: skipped`);
    const last = { start: position, end: { line: 13, character: 0 } };
    const [hint] = await ask<{ label: string }[]>('inlayHint', { range: last }, other);
    expect(hint?.label).toMatch(/^(?:matches \d+ of \d+ kernels|(?:matches|excludes) the only kernel)$/);
  });

  test('the syntax of an expansion', async () => {
    const help = await ask<{ signatures: { label: string }[]; activeParameter: number }>('signatureHelp', {
      position: at('%-x', 1),
    });
    expect([help.signatures[0]?.label, help.activeParameter]).toEqual(['${name%pattern}', 1]);
  });

  test('a build for the selected kernel', async () => {
    const build = { title: `Build for ${kernel}`, command: 'dkms.build', arguments: [uri] };
    const range = { start: at('PACKAGE_NAME'), end: at('PACKAGE_NAME', 12) };
    const lenses = async () => {
      const all = await ask<{ command: { command: string } }[]>('codeLens');
      // The number of kernels for the other lenses depends on the machine.
      return all.filter(({ command }) => command.command === 'dkms.build');
    };
    await expect.poll(lenses).toEqual([{ range, command: build }]);
    await client.notify('dkms/kernelSelected', { kernel: 'not-there' });
    await expect.poll(lenses).toEqual([]);
  });
});

test('an editor completes from the files next to the conf', async () => {
  writeFileSync(path.join(folder, 'hello', 'Makefile'), 'obj-m += hello.o extra.o\n');
  const complete = async (piece: string) => {
    const items = await ask<{ label: string }[]>('completion', { position: at(piece, piece.length) });
    return items.map(({ label }) => label);
  };
  expect(await complete('PATCH[0]="')).toEqual(['fix.patch']);
  expect(await complete('BUILT_MODULE_NAME[1]="')).toEqual(expect.arrayContaining(['hello', 'extra']));
});

describe('an editor changes', () => {
  test('the name of a helper variable', async () => {
    const position = at('name=');
    expect(await ask('prepareRename', { position })).toMatchObject({ placeholder: 'name' });
    const edit = await ask<{ changes: Record<string, { newText: string }[]> }>('rename', {
      position,
      newName: 'driver',
    });
    expect(edit.changes[uri]?.map(({ newText }) => newText)).toEqual(['driver', 'driver', 'driver']);
    await expect(ask('rename', { position: at('PACKAGE_NAME'), newName: 'x' })).rejects.toThrow(/directive/);
  });

  test('the name of a module, also in its Makefile', async () => {
    const makefile = path.join(folder, 'hello', 'Makefile');
    writeFileSync(makefile, 'obj-m += other.o\nother-y := main.o\n');
    const position = at('other', 1);
    const places = await ask<{ uri: string; range: PlainRange }[]>('definition', { position });
    expect(places.map((place) => [place.uri, place.range.start])).toEqual([
      [clientAddress(makefile), { line: 0, character: 9 }],
    ]);
    expect(await ask('prepareRename', { position })).toMatchObject({ placeholder: 'other' });
    const edit = await ask<{ changes: Record<string, object[]> }>('rename', { position, newName: 'third' });
    const range = { start: at('other'), end: at('other', 5) };
    expect(edit.changes[uri]).toEqual([{ range, newText: 'third' }]);
    expect(edit.changes[clientAddress(makefile)]).toHaveLength(2);
    await expect(ask('rename', { position, newName: 'third.ko' })).rejects.toThrow(/without .ko/);

    // Without objects of its own, it is made from other.c, and this client can't rename files.
    writeFileSync(makefile, 'obj-m += other.o\n');
    writeFileSync(path.join(folder, 'hello', 'other.c'), '');
    await expect(ask('rename', { position, newName: 'third' })).rejects.toThrow(/other\.c/);
  });

  test('the name of a patch when its file is renamed', async () => {
    const patches = path.join(folder, 'hello', 'patches');
    const uris = ['fix.patch', 'better.patch'].map((name) => clientAddress(path.join(patches, name)));
    const edit = await client.request<{ changes: Record<string, object[]> }>('workspace/willRenameFiles', {
      files: [{ oldUri: uris[0], newUri: uris[1] }],
    });
    const range = { start: at('fix.patch'), end: at('fix.patch', 9) };
    expect(edit.changes).toEqual({ [uri]: [{ range, newText: 'better.patch' }] });
    const elsewhere = { oldUri: 'file:///nowhere/a', newUri: 'file:///nowhere/b' };
    expect(await client.request('workspace/willRenameFiles', { files: [elsewhere] })).toBeNull();
  });

  test('an index in all arrays', async () => {
    const linked = await ask<{ ranges: PlainRange[] }>('linkedEditingRange', { position: at('NAME[1]', 5) });
    expect(linked.ranges.map(({ start }) => start.line)).toEqual([7, 8]);
    expect(await ask('linkedEditingRange', { position: at('PACKAGE') })).toBeNull();
  });

  test('the formatting of the file, of some lines, and of the line just typed', async () => {
    const other = clientAddress(path.join(folder, 'layout', 'dkms.conf'));
    await client.open(other, 'dkms-conf', 'if true; then\nMAKE=x\nfi\nCLEAN=y\n\n');
    const options = { tabSize: 2, insertSpaces: true };
    const range = { start: { line: 3, character: 0 }, end: { line: 4, character: 0 } };
    const quoted = {
      range: { start: { line: 3, character: 6 }, end: { line: 3, character: 7 } },
      newText: '"y"',
    };
    expect(await ask<unknown[]>('formatting', { options }, other)).toHaveLength(3);
    expect(await ask('rangeFormatting', { options, range }, other)).toEqual([quoted]);
    const ended = { options, ch: '\n', position: { line: 4, character: 0 } };
    expect(await ask('onTypeFormatting', ended, other)).toEqual([quoted]);
  });

  test('everything that can be fixed, in one action', async () => {
    const other = clientAddress(path.join(folder, 'fix', 'dkms.conf'));
    await client.open(other, 'dkms-conf', text.replace('"other"', '"other.ko"'));
    const actions = await ask<{ kind: string; edit: { changes: Record<string, unknown[]> } }[]>(
      'codeAction',
      { range: whole, context: { diagnostics: [], only: ['source.fixAll'] } },
      other,
    );
    expect(actions.map(({ kind }) => kind)).toEqual(['source.fixAll.dkms']);
    expect(actions[0]?.edit.changes[other]).toEqual([
      { range: { start: { line: 7, character: 27 }, end: { line: 7, character: 30 } }, newText: '' },
    ]);
  });
});

test("dkms's own settings are recognised", async () => {
  const framework = 'file:///etc/dkms/framework.conf';
  expect(await client.open(framework, 'dkms-conf', 'sign_file="/x"\n\n')).toEqual([]);
  const items = await ask<{ label: string }[]>(
    'completion',
    { position: { line: 1, character: 0 } },
    framework,
  );
  expect(items.map(({ label }) => label)).toContain('mok_signing_key');
  expect(items.map(({ label }) => label)).not.toContain('PACKAGE_NAME');
  const hover = await ask<{ contents: { value: string } }>(
    'hover',
    { position: { line: 0, character: 3 } },
    framework,
  );
  expect(hover.contents.value).toMatch(/signs the built modules/);
  const about = (what: string, more: object = {}) => ask(what, more, framework);
  await expect(about('prepareRename', { position: { line: 0, character: 3 } })).rejects.toThrow(
    'sign_file is a setting of dkms',
  );
  const range = { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } };
  expect(await about('inlayHint', { range })).toEqual([]);
  expect(await about('codeLens')).toEqual([]);
  expect(await about('documentLink')).toEqual([]);
});

test('workspace diagnostics: what is wrong, and what has changed since', async () => {
  interface Report {
    readonly items: readonly { uri: string; kind: string; resultId: string; items?: { code: string }[] }[];
  }
  const broken = path.join(folder, 'broken', 'dkms.conf');
  mkdirSync(path.dirname(broken));
  writeFileSync(broken, text.replace('"1.0"', ''));
  const ids = (report: Report) => report.items.map(({ uri: of, resultId }) => ({ uri: of, value: resultId }));
  const pull = (previousResultIds: object[]) =>
    client.request<Report>('workspace/diagnostic', { previousResultIds });
  const first = await pull([]);
  const reported = (report: Report, file: string) =>
    report.items.find((item) => item.uri === clientAddress(file));
  expect(reported(first, broken)?.items?.map(({ code }) => code)).toContain('missing-package-version');
  expect(
    reported(first, path.join(folder, 'hello', 'dkms.conf'))?.items?.filter(({ code }) =>
      /^missing-package/.test(code),
    ),
  ).toEqual([]);

  const second = pull(ids(first));
  rmSync(broken);
  await client.notify('workspace/didChangeWatchedFiles', {
    changes: [{ uri: clientAddress(broken), type: 3 }],
  });
  const answer = await second;
  expect(reported(answer, broken)).toMatchObject({ kind: 'full', items: [] });
  expect(reported(answer, path.join(folder, 'hello', 'dkms.conf'))).toMatchObject({ kind: 'unchanged' });
});

test('every request about a document that is not open has an empty answer', async () => {
  const closed = clientAddress(path.join(folder, 'closed', 'dkms.conf'));
  const position = { line: 0, character: 0 };
  expect(await ask('documentSymbol', {}, closed)).toEqual([]);
  expect(await ask('semanticTokens/full', {}, closed)).toEqual({ data: [] });
  for (const method of [
    'definition',
    'documentHighlight',
    'signatureHelp',
    'prepareRename',
    'linkedEditingRange',
  ])
    expect(await ask(method, { position }, closed), method).toBeNull();
});

test.each([
  ['an empty file', ''],
  ['control characters', '\0\u0001=\u{1F600}\ufffd'],
  ['an unterminated quote', `${text}MAKE="make \${x%`],
  ['a byte-order mark and carriage returns', `\ufeff${text.replaceAll('\n', '\r\n')}`],
  ['deep nesting', `${text}X=${'$('.repeat(5_000)}`],
  ['many lines', `${text}${'x=1\n# a\n'.repeat(10_000)}`],
])('every feature answers about %s', async (_, odd) => {
  const other = clientAddress(path.join(folder, `odd-${odd.length}`, 'dkms.conf'));
  await client.open(other, 'dkms-conf', odd);
  const far = { line: 99_999, character: 9 };
  for (const position of [{ line: 0, character: 0 }, { line: 0, character: 1 }, far]) {
    const range = { start: position, end: far };
    const options = { tabSize: 4, insertSpaces: true };
    const context = { diagnostics: [], includeDeclaration: true };
    const questions: readonly [string, object][] = [
      ...['documentSymbol', 'foldingRange', 'documentLink', 'semanticTokens/full', 'codeLens'].map(
        (method): [string, object] => [method, {}],
      ),
      ...['completion', 'hover', 'definition', 'references', 'documentHighlight', 'signatureHelp'].map(
        (method): [string, object] => [method, { position, context }],
      ),
      ['linkedEditingRange', { position }],
      ['selectionRange', { positions: [position] }],
      ['inlayHint', { range }],
      ['codeAction', { range, context }],
      ['semanticTokens/range', { range }],
      ['formatting', { options }],
      ['rangeFormatting', { options, range }],
      ['onTypeFormatting', { options, position, ch: '\n' }],
    ];
    for (const [method, params] of questions) await ask(method, params, other);
  }
  await client.close(other);
});
