import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SourcePlaces } from './source-places.ts';

let top: string;

beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'source-places-'));
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(top, name)), { recursive: true });
    writeFileSync(join(top, name), text);
  }
}

test('a file belongs to each module whose source contains it, as it was when the module was last read', async () => {
  const makefile = 'obj-m := a.o\nccflags-y := -I$(src)/../include\n';
  write({
    'a/Makefile': makefile,
    'b/Makefile': makefile,
    'c/Makefile': 'obj-m := c.o\n',
    'include/x.h': '',
  });
  const places = new SourcePlaces(() => []);
  for (const name of ['a', 'b', 'c']) await places.read(join(top, name, 'Makefile'));
  const reaching = (file: string) =>
    places.reaching(join(top, file)).map((path) => path.slice(top.length + 1));
  expect(['include/x.h', 'a/a.c', 'c/c.c'].map(reaching)).toEqual([['a/Makefile', 'b/Makefile'], [], []]);
  expect(places.of(join(top, 'a'))).toEqual({ folder: top, inside: 'a', parts: ['a', 'include'] });
  expect(places.of(join(top, 'c'))).toEqual({ folder: join(top, 'c'), inside: '' });

  write({ 'a/Makefile': 'obj-m := a.o\n' });
  await places.read(join(top, 'a/Makefile'));
  expect(reaching('include/x.h')).toEqual(['b/Makefile']);
});
