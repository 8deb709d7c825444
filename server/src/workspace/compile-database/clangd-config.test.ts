import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { clangdConfigFile, namesDatabase, useInClangd, withDatabase } from './clangd-config.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clangd-config-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const own = (match: string, database: string) =>
  `# Written by DKMS Tools: how these files are compiled for the selected kernel. To undo it, remove the lines down to the next ---.
If:
  PathMatch: '${match}'
CompileFlags:
  CompilationDatabase: '${database}'
`;

test('a fragment for each folder, whose name is taken literally', () => {
  expect(withDatabase('', ['/src/a+b (c)', "/it's"], '/cache/x')).toBe(
    `${own('/src/a\\+b \\(c\\)/.*', '/cache/x')}---\n${own("/it''s/.*", '/cache/x')}`,
  );
});

test("the user's own text stays byte for byte", () => {
  const users =
    'CompileFlags:\n  Add: [-DX]\n---\n# mine\nIf: {PathMatch: /home/.*}\nDiagnostics:\n  Suppress: "*"';
  const first = withDatabase(users, ['/src/a'], '/cache/x');
  expect(first).toBe(`${users}\n---\n${own('/src/a/.*', '/cache/x')}`);
  const second = withDatabase(first, ['/src/b'], '/cache/y');
  expect(second).toBe(`${first}---\n${own('/src/b/.*', '/cache/y')}`);
  // Another database for the same folder replaces the first.
  expect(withDatabase(second, ['/src/a'], '/cache/z')).toBe(
    `${users}\n---\n${own('/src/b/.*', '/cache/y')}---\n${own('/src/a/.*', '/cache/z')}`,
  );
});

test('whether it names a database', () => {
  const text = withDatabase('', ['/src/a', '/src/b'], '/cache/x');
  expect(namesDatabase(text, ['/src/a', '/src/b'], '/cache/x')).toBe(true);
  expect(namesDatabase(text, ['/src/a', '/src/c'], '/cache/x')).toBe(false);
  expect(namesDatabase(text, ['/src/a'], '/cache/xy')).toBe(false);
  expect(namesDatabase(text.replaceAll('# Written', '# written'), ['/src/a'], '/cache/x')).toBe(false);
  expect(namesDatabase(text, [], '/cache/x')).toBe(false);
});

test('the file is created, written once, and stays a link if it is one', async () => {
  const file = join(folder, 'clangd', 'config.yaml');
  await useInClangd(file, ['/src/a'], '/cache/x');
  const text = readFileSync(file, 'utf8');
  const { ino } = lstatSync(file);
  await useInClangd(file, ['/src/a'], '/cache/x');
  expect([readFileSync(file, 'utf8'), lstatSync(file).ino]).toEqual([text, ino]);
  mkdirSync(join(folder, 'dotfiles'));
  writeFileSync(join(folder, 'dotfiles', 'clangd.yaml'), 'Index: {Background: Skip}\n');
  rmSync(file);
  symlinkSync(join(folder, 'dotfiles', 'clangd.yaml'), file);
  await useInClangd(file, ['/src/a'], '/cache/x');
  expect(lstatSync(file).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, 'dotfiles', 'clangd.yaml'), 'utf8')).toBe(
    `Index: {Background: Skip}\n---\n${text}`,
  );
  expect(readdirSync(join(folder, 'dotfiles'))).toEqual(['clangd.yaml']);
});

test('it is where clangd looks for it', () => {
  expect(clangdConfigFile({ HOME: '/home/me' })).toBe('/home/me/.config/clangd/config.yaml');
  expect(clangdConfigFile({ HOME: '/home/me', XDG_CONFIG_HOME: '/c' })).toBe('/c/clangd/config.yaml');
});
