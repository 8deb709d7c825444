import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { growthOf } from '../../../../test/support/growth.ts';
import type { Problem } from '../../output/problem.ts';
import { addBesideLicense } from './import-fix.ts';
import { readSourceFiles, type SourceText } from './source-files.ts';
import { findUses, locateAtUse } from './symbol-uses.ts';

const source = {
  path: '/m/driver.c',
  text: `/* dma_buf_get(fd) */
#define GET dma_buf_get
extern struct dma_buf *dma_buf_get(int fd);
static const char *name = "dma_buf_get";
// dma_buf_get
int f(void)
{
    return dma_buf_get_x(3) + dma_buf_get(3) != 0;
}
void *pointer = dma_buf_get;
MODULE_LICENSE("GPL");
`,
};

function problem(message: string, object = '/m/driver.ko'): Problem {
  return {
    ...{ file: '/m/Makefile', line: 1, severity: 'error', tool: 'modpost', related: [], message },
    ...{ place: 'module', object },
  };
}

/** Of the sources, only the file of that path is compiled into the module. */
function among(files: readonly SourceText[], own = '/m/driver.c') {
  return { files, isUnit: (file: string) => file === own };
}

test('a use is not a comment, string or directive, and a call is preferred', () => {
  expect(findUses('dma_buf_get', [source]).map(({ line, isCall }) => `${line} ${isCall}`)).toEqual([
    '8 true',
    '3 false',
    '10 false',
  ]);
});

test('a problem of modpost is located at the call', () => {
  const placed = locateAtUse(problem('"dma_buf_get" [/m/driver.ko] undefined!'), among([source]));
  expect(placed).toMatchObject({
    file: '/m/driver.c',
    line: 8,
    column: 31,
    endColumn: 42,
    object: '/m/driver.ko',
  });
  expect(placed.place).toBeUndefined();
  expect(placed.related.map(({ line }) => line)).toEqual([3, 10]);
});

test.each([
  '"dma_buf_get" [/m/driver] is a static EXPORT_SYMBOL_GPL',
  '/m/driver.o: error: local symbol dma_buf_get was exported',
  "/m/driver: local symbol 'dma_buf_get' was exported",
  "driver.ko: local symbol 'dma_buf_get' was exported",
])('that a static symbol is exported is said where it is: %s', (message) => {
  const exporting = { ...source, text: `${source.text}EXPORT_SYMBOL_GPL(dma_buf_get);\n` };
  expect(locateAtUse(problem(message), among([exporting]))).toMatchObject({
    line: 12,
    column: 19,
    related: [],
  });
  const byMacro = problem(message);
  expect(locateAtUse(byMacro, among([source]))).toBe(byMacro);
});

test('with several modules in one folder, the files of the module are preferred', () => {
  const other = { path: '/m/a.c', text: 'int g(void) { return dma_buf_get(1); }\n' };
  const message = 'module driver uses symbol dma_buf_get from namespace DMA_BUF, but does not import it.';
  expect(locateAtUse(problem(message), among([other, source])).file).toBe('/m/driver.c');
  expect(locateAtUse(problem(message, '/m/a.ko'), among([source, other], '/m/a.c')).file).toBe('/m/a.c');
});

test('a symbol the sources do not name keeps its location', () => {
  const unseen = problem('"printk" [/m/driver.ko] undefined!');
  expect(locateAtUse(unseen, among([source]))).toBe(unseen);
  const other = problem('missing MODULE_LICENSE() in /m/driver.o');
  expect(locateAtUse(other, among([source]))).toBe(other);
});

test('an import is added after the licence', () => {
  const fix = addBesideLicense('MODULE_IMPORT_NS("DMA_BUF");', among([source]), ['7.3']);
  expect(fix).toMatchObject({ title: 'Add MODULE_IMPORT_NS("DMA_BUF");', kernels: ['7.3'] });
  expect(fix?.edits).toEqual([
    {
      file: '/m/driver.c',
      line: 11,
      column: 23,
      endLine: 11,
      endColumn: 23,
      text: '\nMODULE_IMPORT_NS("DMA_BUF");',
    },
  ]);
  expect(
    addBesideLicense('x', among([{ path: '/m/a.c', text: 'MODULE_LICENSE("GPL"' }]), []),
  ).toBeUndefined();
});

test('sources are read from all folders, except generated files and linked ones', async () => {
  const root = mkdtempSync(join(tmpdir(), 'sources-'));
  try {
    mkdirSync(join(root, 'sub/.git'), { recursive: true });
    for (const file of ['a.c', 'a.mod.c', 'sub/b.h', 'sub/.git/c.c', 'readme.md'])
      writeFileSync(join(root, file), file);
    symlinkSync('..', join(root, 'sub/up'));
    const files = await readSourceFiles([root]);
    expect(files.map(({ path }) => path.slice(root.length + 1))).toEqual(['a.c', 'sub/b.h']);
    expect(await readSourceFiles([join(root, 'absent')])).toEqual([]);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

test('a file of 50,000 lines is searched in linear time', () => {
  const search = (functions: number) => {
    const text = 'int f(void)\n{\n\treturn g(1);\n}\n'.repeat(functions);
    return ['absent_symbol', 'g'].map((name) => findUses(name, [{ path: '/m/big.c', text }]).length);
  };
  expect(search(12_500)).toEqual([0, 12_500]);
  expect(growthOf(search, 3_000)).toBeLessThan(1.7);
});
