import { describe, expect, test } from 'vitest';
import { importsOf, isTest, sourceFiles } from './source-files.ts';

/**
 * Which folders of the server a folder may import from, beside itself. What is not listed is not allowed. `lsp` and `cli` reach everything
 * through `workspace`; the types of its results may be imported from where they are defined.
 */
const folders: Readonly<
  Record<string, { readonly uses: readonly string[]; readonly types?: readonly string[] }>
> = {
  'file-system.ts': { uses: [] },
  'escape-regex.ts': { uses: [] },
  'is-inside.ts': { uses: [] },
  'shell-words.ts': { uses: [] },
  'versions.ts': { uses: [] },
  'plural.ts': { uses: [] },
  'size-text.ts': { uses: [] },
  'system-error.ts': { uses: [] },
  'write-whole.ts': { uses: [] },
  elf: { uses: [] },
  authoring: { uses: ['versions.ts'] },
  conf: { uses: ['escape-regex.ts', 'plural.ts', 'versions.ts'] },
  output: { uses: ['escape-regex.ts', 'is-inside.ts'] },
  packaging: { uses: ['shell-words.ts'] },
  kernels: { uses: ['file-system.ts', 'is-inside.ts', 'versions.ts'] },
  module: {
    uses: ['conf', 'file-system.ts', 'is-inside.ts', 'plural.ts', 'size-text.ts', 'versions.ts'],
  },
  dkms: {
    uses: [
      'conf',
      'file-system.ts',
      'kernels',
      'module',
      'is-inside.ts',
      'shell-words.ts',
      'system-error.ts',
    ],
  },
  doctor: {
    uses: [
      ...['conf', 'dkms', 'file-system.ts', 'kernels', 'is-inside.ts', 'plural.ts', 'shell-words.ts'],
      'system-error.ts',
    ],
  },
  builds: {
    uses: [
      'conf',
      'elf',
      'escape-regex.ts',
      'file-system.ts',
      'kernels',
      'output',
      'module',
      'plural.ts',
      'is-inside.ts',
      'shell-words.ts',
      'size-text.ts',
      'system-error.ts',
      'write-whole.ts',
    ],
  },
  archives: { uses: ['builds', 'file-system.ts', 'kernels', 'write-whole.ts'] },
  load: {
    uses: ['builds', 'elf', 'kernels', 'output', 'triage', 'is-inside.ts', 'plural.ts', 'shell-words.ts'],
  },
  triage: { uses: ['escape-regex.ts', 'output', 'kernels', 'module', 'versions.ts'] },
  porting: { uses: ['elf', 'output', 'triage', 'versions.ts'] },
  workspace: {
    uses: [
      'archives',
      'authoring',
      'packaging',
      'conf',
      'module',
      'kernels',
      'builds',
      'load',
      'output',
      'dkms',
      'doctor',
      'elf',
      'triage',
      'porting',
      'escape-regex.ts',
      'file-system.ts',
      'is-inside.ts',
      'versions.ts',
      'plural.ts',
      'system-error.ts',
      'write-whole.ts',
    ],
  },
  lsp: {
    uses: ['workspace', 'size-text.ts'],
    types: ['conf', 'kernels', 'builds', 'load', 'output', 'triage', 'porting'],
  },
  cli: {
    uses: ['workspace', 'file-system.ts', 'plural.ts', 'size-text.ts', 'system-error.ts'],
    types: ['conf', 'kernels', 'builds', 'load', 'output', 'triage', 'porting'],
  },
  'main.ts': { uses: ['lsp', 'workspace'] },
  'cli.ts': { uses: ['cli', 'lsp', 'workspace'] },
};

/** Each third-party package, and the files that may import it: the seam by which it can be replaced. */
const seams: Readonly<Record<string, readonly string[]>> = {
  'web-tree-sitter': ['server/src/conf/syntax/tree-sitter.ts'],
  execa: ['server/src/builds/process.ts'],
  chokidar: ['server/src/kernels/folder-watcher.ts'],
  'vscode-languageclient': ['client/src/context.ts'],
  // Only this folder speaks the protocol, and all of it uses the library.
  'vscode-languageserver': ['server/src/lsp/'],
  'vscode-languageserver-textdocument': ['server/src/lsp/'],
};

const server = sourceFiles('server/src');
const client = sourceFiles('client/src');
const production = [...server, ...client].filter((file) => !isTest(file));

test('the table sees the files of both layers', () => {
  expect(server.length).toBeGreaterThan(60);
  expect(client.length).toBeGreaterThan(6);
});

test('imports are recognised in every shape', () => {
  const text = [
    "import { a } from './a.ts';",
    "import type { B } from '../b.ts';",
    'import {',
    '  c,',
    "} from 'c';",
    "export { d } from './d.ts';",
    "import 'e';",
    "const f = await import('./f.ts');",
    "const g = require('g');",
  ].join('\n');
  expect(importsOf('x/y/z.ts', text).map((one) => `${one.target}${one.typeOnly ? ' (type)' : ''}`)).toEqual([
    'x/y/a.ts',
    'x/b.ts (type)',
    'c',
    'x/y/d.ts',
    'e',
    'x/y/f.ts',
    'g',
  ]);
});

test('folders of the server import one way', () => {
  const wrong: string[] = [];
  for (const file of production) {
    const folder = folderOf(file.path);
    if (!folder) continue;
    const allowed = folders[folder];
    expect(allowed, `${file.path} stands in no folder of the table`).toBeDefined();
    for (const { target, relative, typeOnly } of file.imports) {
      if (!relative) continue;
      const other = folderOf(target);
      if (other === folder || allowed?.uses.includes(other ?? '')) continue;
      if (typeOnly && allowed?.types?.includes(other ?? '')) continue;
      wrong.push(`${file.path} imports ${target}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('there are no import cycles, including type-only imports', () => {
  const everything = [...server, ...client, ...sourceFiles('test')];
  const files = new Map(everything.map((file) => [file.path, file]));
  const graph = new Map(
    everything.map(({ path, imports }) => [
      path,
      imports.flatMap(({ target, relative }) => (relative && files.has(target) ? [target] : [])),
    ]),
  );
  expect(graph.size).toBeGreaterThan(600);
  expect([...graph.values()].flat().length).toBeGreaterThan(graph.size);
  expect(cyclesIn(graph)).toEqual([]);
});

test('a cycle is found, whatever leads to it', () => {
  const graph = new Map([
    ['a', ['b']],
    ['b', ['c', 'd']],
    ['c', ['d']],
    ['d', ['e', 'c']],
    ['e', []],
    ['f', ['f']],
  ]);
  expect(cyclesIn(graph)).toEqual(['c -> d -> c', 'f -> f']);
});

test('the client imports only the messages from the server', () => {
  const crossing = client.flatMap((file) =>
    file.imports
      .filter((one) => one.target.startsWith('server/') && one.target !== 'server/src/lsp/messages.ts')
      .map((one) => `${file.path} imports ${one.target}`),
  );
  expect(crossing).toEqual([]);
});

test('the messages are types and names alone', () => {
  const messages = server.find((file) => file.path === 'server/src/lsp/messages.ts');
  expect(messages?.imports).toEqual([]);
  expect(messages?.text).not.toMatch(/\bfunction\b|\bclass\b|=>/);
});

describe('each outside package has one importing file', () => {
  test('and each imported package is in the table', () => {
    const wrong: string[] = [];
    for (const file of production) {
      for (const { target, relative } of file.imports) {
        if (relative || target.startsWith('node:') || target === 'vscode') continue;
        const name = target.startsWith('@')
          ? target.split('/').slice(0, 2).join('/')
          : (target.split('/')[0] ?? '');
        const seam = seams[name];
        const here = seam?.some((place) =>
          place.endsWith('/') ? file.path.startsWith(place) : file.path === place,
        );
        if (!here) wrong.push(`${file.path} imports ${target}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test.each(Object.entries(seams))('%s is imported there', (name, places) => {
    const importers = production.filter((file) =>
      file.imports.some((one) => one.target === name || one.target.startsWith(`${name}/`)),
    );
    expect(importers.length).toBeGreaterThan(0);
    for (const place of places) expect(importers.some((file) => file.path.startsWith(place))).toBe(true);
  });
});

function folderOf(file: string): string | undefined {
  const inside = /^server\/src\/([^/]+)/.exec(file);
  return inside?.[1];
}

/** The import cycles, each as the first path found through it. */
function cyclesIn(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const cycles: string[] = [];
  const cycle: string[] = [];
  const done = new Set<string>();
  const visit = (file: string): void => {
    const at = cycle.indexOf(file);
    if (at >= 0) cycles.push([...cycle.slice(at), file].join(' -> '));
    if (at >= 0 || done.has(file)) return;
    cycle.push(file);
    for (const next of graph.get(file) ?? []) visit(next);
    cycle.pop();
    done.add(file);
  };
  for (const file of graph.keys()) visit(file);
  return cycles;
}
