import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LeftOut, StageScope } from './stage-scope.ts';

let source: string;
beforeEach(() => {
  source = mkdtempSync(join(tmpdir(), 'scope-'));
});
afterEach(() => rmSync(source, { recursive: true, force: true }));

/** The files and folders of a source that are copied, those of folders that are left out not included. */
async function copied(files: Readonly<Record<string, string>>, leftOut: LeftOut = {}) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(source, name)), { recursive: true });
    writeFileSync(join(source, name), text);
  }
  const scope = new StageScope(source, leftOut);
  const found: string[] = [];
  const visit = async (inside: string): Promise<void> => {
    const entries = readdirSync(join(source, inside), { withFileTypes: true });
    for (const entry of (await scope.select(inside, entries)) ?? []) {
      const path = join(inside, entry.name);
      if (entry.isDirectory()) await visit(path);
      else found.push(path);
    }
  };
  await visit('');
  return found.sort();
}

const tree = Object.fromEntries(
  ['a.c', 'docs/a.md', 'src/docs/b.md', 'src/docs.c', 'fw/a.bin', 'test/data/x', 'src/test/data/y'].map(
    (name) => [name, ''],
  ),
);

test.each<[string, string[]]>([
  ['docs/', ['docs/a.md', 'src/docs/b.md']],
  ['/docs', ['docs/a.md']],
  ['*.bin', ['fw/a.bin']],
  ['test/data', ['test/data/x']],
  ['./test/data/', ['test/data/x']],
  ['**/data', ['src/test/data/y', 'test/data/x']],
  ['src/**', ['src/docs.c', 'src/docs/b.md', 'src/test/data/y']],
  ['?.c', ['a.c']],
  ['docs.c/', []],
  ['', []],
])('a pattern leaves out what it means: %j', async (pattern, gone) => {
  const all = Object.keys(tree).sort();
  expect(await copied(tree, { exclude: [pattern] })).toEqual(all.filter((one) => !gone.includes(one)));
});

test('histories and the cache folder are left out, but not what git ignores', async () => {
  const files = {
    '.git/HEAD': '',
    'sub/.git': 'gitdir: x',
    '.gitignore': 'a.c',
    'a.c': '',
    'cache/x': '',
    'cached/x': '',
  };
  expect(await copied(files, { cacheFolder: join(source, 'cache') })).toEqual([
    '.gitignore',
    'a.c',
    'cached/x',
  ]);
});

test('what kbuild made in the source is left out, and nothing that only looks like it', async () => {
  const files = {
    ...{
      'hello.c': '',
      'hello.o': '',
      '.hello.o.cmd': 'cmd_/m/hello.o := gcc\n\nsource_/m/hello.o := /m/hello.c\n',
    },
    ...{
      'hello.ko': '',
      '.hello.ko.cmd': 'savedcmd_hello.ko := ld\n',
      'hello.mod': '',
      '.hello.mod.cmd': 'cmd_m := x\n',
    },
    ...{
      'hello.mod.c': '',
      'hello.mod.o': '',
      '.hello.mod.o.cmd': 'savedcmd_hello.mod.o := gcc\n\nsource_hello.mod.o := hello.mod.c\n',
    },
    ...{ 'Module.symvers': '', '.Module.symvers.cmd': 'cmd_s := modpost\n' },
    // A part of a driver whose source is not published, and what its authors may ship beside it.
    ...{ 'blob.o': 'x', 'lib.a': 'x', 'core.o': 'x', '.core.o.cmd': '', 'gone.o': 'x' },
    '.gone.o.cmd': 'cmd_gone.o := gcc\n\nsource_gone.o := gone.c\n',
  };
  expect(await copied(files)).toEqual([
    '.core.o.cmd',
    '.gone.o.cmd',
    'blob.o',
    'core.o',
    'gone.o',
    'hello.c',
    'lib.a',
  ]);
});

test('the path alone tells whether a file is copied, unless it may be a product', () => {
  const scope = new StageScope('/s', { cacheFolder: '/s/cache', exclude: ['docs/'] });
  expect(
    ['a.c', 'docs/a.c', 'docs', 'x/docs/a', 'cache/a', '.git/x', 'x/a.o'].map((one) => scope.includes(one)),
  ).toEqual([...[true, false, true, false, false, false, undefined]]);
});

test('the symbols of modules beside that of the module are copied, not those that its own build makes', async () => {
  const record = 'savedcmd_Module.symvers := scripts/mod/modpost -o Module.symvers\n';
  const made = Object.fromEntries(
    ['one', 'two'].flatMap((name) => [
      [`${name}/Module.symvers`, ''],
      [`${name}/.Module.symvers.cmd`, record],
    ]),
  );
  expect(await copied(made)).toEqual([]);
  expect(await copied(made, { parts: ['one', 'two'], inside: 'two' })).toEqual(['one/Module.symvers']);
});

test('the list of what an object was made from, which kbuild leaves beside one that exports symbols, is not copied', async () => {
  const record = 'savedcmd_/src/a.o := gcc -c -o /src/a.o /src/a.c\n\nsource_/src/a.o := /src/a.c\n';
  expect(await copied({ 'a.c': '', '.a.o.d': '', '.a.o.cmd': record, '.b.o.d': '' })).toEqual([
    '.b.o.d',
    'a.c',
  ]);
});
