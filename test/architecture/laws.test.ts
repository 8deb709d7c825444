import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { isTest, root, sourceFiles } from './source-files.ts';

const server = sourceFiles('server/src');
const client = sourceFiles('client/src');
const production = [...server, ...client].filter((file) => !isTest(file));

test('the protocol is known in one folder only', () => {
  const knowing = production.filter(
    (file) =>
      file.path.startsWith('server/') &&
      file.imports.some((one) => one.target.startsWith('vscode-languageserver')),
  );
  expect(knowing.length).toBeGreaterThan(0);
  expect(knowing.filter((file) => !file.path.startsWith('server/src/lsp/')).map((file) => file.path)).toEqual(
    [],
  );
});

test('the language server turns addresses into paths, and back, in one file', () => {
  // Clients spell the address of one file in many ways; addresses.ts knows them by path.
  const turning = production.filter(
    ({ path: file, text, imports }) =>
      (file.startsWith('server/src/lsp/') || file.startsWith('client/')) &&
      (imports.some(({ target }) => target === 'node:url') || /'file:|`file:/.test(text)),
  );
  expect(turning.map((file) => file.path)).toEqual(['server/src/lsp/addresses.ts']);
});

test('vscode appears only under client/', () => {
  const importers = server.filter((file) => file.imports.some((one) => one.target === 'vscode'));
  expect(importers.map((file) => file.path)).toEqual([]);
});

test('conf/ is pure: no I/O, no process, nothing that waits', () => {
  const conf = production.filter((file) => file.path.startsWith('server/src/conf/'));
  expect(conf.length).toBeGreaterThan(30);
  // Only the parser's WebAssembly is compiled from bytes that are handed in, once, which its library does asynchronously.
  const waits = /\basync\b|\bawait\b|\bPromise\b|\bsetTimeout\b|\bfetch\(/;
  const touches = /^node:/;
  const wrong = conf.filter((file) => {
    const parser = file.path === 'server/src/conf/syntax/tree-sitter.ts';
    return (
      file.imports.some((one) => touches.test(one.target)) ||
      (!parser && waits.test(withoutComments(file.text)))
    );
  });
  expect(wrong.map((file) => file.path)).toEqual([]);
});

test('files are kebab-case, with their tests beside them', () => {
  const files = [...server, ...client, ...sourceFiles('test')];
  const named = files.filter(
    (file) => !/^(?:[a-z0-9]+-)*[a-z0-9]+(?:\.test)?\.ts$/.test(path.basename(file.path)),
  );
  expect(named.map((file) => file.path)).toEqual([]);
  // A test is named by its file, or by its folder where it holds a law of all files there.
  const orphans = [...server, ...client].filter(
    ({ path: file }) =>
      file.endsWith('.test.ts') &&
      path.basename(file) !== `${path.basename(path.dirname(file))}.test.ts` &&
      !files.some((other) => other.path === file.replace('.test.ts', '.ts')),
  );
  expect(orphans.map((file) => file.path)).toEqual([]);
  expect(
    files.filter((file) => /(?:^|\/)(?:utils?|helpers?|common|index|misc)(?:\.test)?\.ts$/.test(file.path)),
  ).toEqual([]);
});

test('a file past 400 lines, or a folder past 15 files, has its reason in the architecture document', () => {
  const architecture = readFileSync(path.join(root, 'ARCHITECTURE.md'), 'utf8');
  const long = [...server, ...client].filter(
    (file) => file.text.split('\n').length > 400 && !architecture.includes(file.path),
  );
  expect(long.map((file) => `${file.path}: ${file.text.split('\n').length} lines`)).toEqual([]);
  const folders = Map.groupBy(production, (file) => path.dirname(file.path));
  const crowded = [...folders].filter(
    ([folder, files]) => files.length > 15 && !architecture.includes(`${folder}/`),
  );
  expect(crowded.map(([folder, files]) => `${folder}: ${files.length} files`)).toEqual([]);
});

test('nothing names a machine, a registry or unfinished work', () => {
  const skipped = new Set(['node_modules', 'dist', 'out', '.git', '.ci']);
  const forbidden = /\/work\/|\.library\b|\b(?:TODO|FIXME|XXX)\b|registry\.npmjs|deb\.debian\.org/;
  const texts = /\.(?:m?ts|sh|md|json|conf|c|svg|ya?ml)$|^[^.]+$/;
  const here = path.relative(root, import.meta.filename);
  const wrong: string[] = [];
  let seen = 0;
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    if (skipped.has(entry.name)) continue;
    const inside = entry.isDirectory()
      ? readdirSync(path.join(root, entry.name), { recursive: true, withFileTypes: true })
      : [entry];
    for (const file of inside) {
      const relative = path.relative(root, path.join(file.parentPath, file.name));
      if (!file.isFile() || !texts.test(file.name) || relative === here || relative === 'package-lock.json')
        continue;
      seen++;
      const found = forbidden.exec(readFileSync(path.join(root, relative), 'utf8'));
      if (found) wrong.push(`${relative}: ${found[0]}`);
    }
  }
  expect(seen).toBeGreaterThan(100);
  expect(wrong).toEqual([]);
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
}
