import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { provideIndex } from './build-index.ts';
import { IndexedHeaders } from './indexed-headers.ts';

let root: string;

function write(path: string, text: string): void {
  const file = join(root, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
}

/** Headers as Debian splits them: what is common, and what was generated for one kernel. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'headers-'));
  write('common/Makefile', 'VERSION = 6\n');
  write(
    'common/include/linux/timer.h',
    '/**\n * Stops a timer.\n */\nextern int timer_delete(struct timer_list *timer);\n',
  );
  write(
    'common/include/linux/driver.h',
    '#ifndef D_H\n#define D_H\nstruct driver {\n\tint (*remove)(struct device *dev);\n#ifdef CONFIG_PM\n\tvoid *pm;\n#endif\n};\n#define no_such() 0\n#endif\n',
  );
  write('common/include/uapi/linux/types.h', 'typedef unsigned int __u32;\n');
  write('common/arch/x86/include/asm/io.h', 'void readl(void);\n');
  write('common/arch/arm/include/asm/io.h', 'void arm_only(void);\n');
  write('own/Makefile', `include ${root}/common/Makefile\n`);
  write('own/include/generated/autoconf.h', '#define CONFIG_PM 1\n');
  write('own/include/config/foo.h', '#define NEVER 1\n');
  write('own/arch/x86/include/generated/asm/kmap.h', 'void kmap_one(void);\n');
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function index(folder = 'own'): IndexedHeaders {
  const release = '6.1.0-x';
  const cacheFile = join(root, 'cache/headers/6.1.index');
  const tables = provideIndex({ release, buildDir: join(root, folder), archFolder: 'x86', cacheFile });
  return new IndexedHeaders({ release, version: '6.1.0' }, tables);
}

test('finds declarations in common, architecture and generated headers, with location and text', () => {
  const headers = index();
  expect(headers.find('timer_delete')).toEqual([
    {
      ...{ name: 'timer_delete', kind: 'function', header: 'linux/timer.h' },
      ...{ file: join(root, 'common/include/linux/timer.h'), line: 4, conditions: [] },
      declaration: 'extern int timer_delete(struct timer_list *timer)',
      signature: { returns: 'int', parameters: ['struct timer_list *'], variadic: false },
    },
  ]);
  expect(headers.find('__u32')[0]?.header).toBe('linux/types.h');
  expect(headers.has('readl')).toBe(true);
  expect(headers.has('kmap_one')).toBe(true);
  expect(headers.has('CONFIG_PM')).toBe(true);
  expect(headers.has('arm_only')).toBe(false);
  expect(headers.has('NEVER')).toBe(false);
  expect(headers.find('no_such')[0]?.arity).toEqual({ parameters: 0, variadic: false });
});

test('knows members with their types and conditions, and headers by the name they are included by', () => {
  const headers = index();
  const members = headers.members('driver')?.map((member) => [member.name, member.type, member.conditions]);
  expect(members).toEqual([
    ['remove', 'int (*)(struct device *)', []],
    ['pm', 'void *', ['defined(CONFIG_PM)']],
  ]);
  expect(headers.findMember('driver', 'remove')?.owner).toBe('driver');
  expect(headers.findMember('driver', 'probe')).toBeUndefined();
  expect(headers.members('nothing')).toBeUndefined();
  expect(headers.ownersOf('remove')).toEqual(['driver']);
  expect(headers.findHeader('asm/kmap.h')).toBe(join(root, 'own/arch/x86/include/generated/asm/kmap.h'));
  expect(headers.findHeader('asm/unaligned.h')).toBeUndefined();
  expect(headers.namesIn('linux/driver.h').map((one) => one.name)).toEqual(['D_H', 'driver', 'no_such']);
  expect(headers.search((name) => name.startsWith('timer_'))).toEqual(['timer_delete']);
  const [timer] = headers.find('timer_delete');
  expect(timer && headers.commentOf(timer)).toBe('Stops a timer.');
});

test('follows links to folders, as on Ubuntu, but not in cycles', () => {
  mkdirSync(join(root, 'linked/include'), { recursive: true });
  symlinkSync(join(root, 'common/include/linux'), join(root, 'linked/include/linux'));
  symlinkSync('..', join(root, 'linked/include/again'));
  const headers = index('linked');
  expect(headers.has('timer_delete')).toBe(true);
});

function keptFile(): string {
  return join(root, 'cache/headers/6.1.index');
}

test('a saved index is used again, with the same answers', () => {
  const [first] = index().find('driver');
  const kept = readFileSync(keptFile());
  expect(index().find('driver')).toEqual([first]);
  expect(readFileSync(keptFile()).equals(kept)).toBe(true);
});

test.each([
  ['cut off in the middle', (file: string) => truncateSync(file, readFileSync(file).length - 20)],
  ['cut off in its head', (file: string) => truncateSync(file, 10)],
  [
    'of another version',
    (file: string) =>
      writeFileSync(
        file,
        readFileSync(file, 'latin1').replace('"formatVersion":', '"formatVersion":9'),
        'latin1',
      ),
  ],
  [
    'damaged',
    (file: string) => writeFileSync(file, readFileSync(file).fill(0xff, readFileSync(file).length - 12)),
  ],
  ['empty', (file: string) => writeFileSync(file, '')],
])('a saved index that is %s is rebuilt', (_, damage) => {
  index();
  damage(keptFile());
  expect(index().find('driver')).toHaveLength(1);
});

test('headers removed or replaced since are no longer found', () => {
  const before = index();
  expect(before.has('timer_delete')).toBe(true);
  rmSync(join(root, 'common/include/linux/timer.h'));
  expect(before.find('timer_delete')).toEqual([]);
  expect(index().has('timer_delete')).toBe(false);
});

test('a header changed in place gives no answer rather than a wrong location', () => {
  const before = index();
  write('common/include/linux/driver.h', 'struct other { int x; };\n');
  expect(before.find('no_such')).toEqual([]);
  expect(before.members('driver')).toBeUndefined();
});

test('no headers, no index', () => {
  expect(index('absent').empty).toBe(true);
});
