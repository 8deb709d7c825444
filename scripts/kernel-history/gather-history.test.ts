import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decodeHistory, encodeHistory } from '../../server/src/triage/history/history-format.ts';
import {
  exportKey,
  headerKey,
  memberKey,
  nameKey,
  tagKey,
} from '../../server/src/triage/history/history-keys.ts';
import { periodText } from '../../server/src/triage/history/history-text.ts';
import { KernelHistory } from '../../server/src/triage/history/kernel-history.ts';
import { gatherHistory, type HeaderSet } from './gather-history.mts';

let root: string;
let sets: readonly HeaderSet[];

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'gather-history-'));
  sets = [
    kernel('5.10.0-46-amd64', '5.10.262', {
      'linux/string.h':
        'size_t strlcpy(char *, const char *, size_t);\nint strscpy(char *, const char *, size_t);\n',
      'linux/genhd.h': 'struct gendisk { int major; };\n',
      'linux/class.h': '#define class_create(owner, name) __class_create(owner, name)\n',
      'linux/pm.h':
        '#ifdef CONFIG_PM\nint pm_wake(int now);\n#else\nstatic inline int pm_wake(void) { return 0; }\n#endif\n',
      'linux/driver.h': 'struct driver {\n\tint (*remove)(struct device *dev);\n\tint kept;\n};\n',
      'uapi/linux/input.h': '#define KEY_OLD 1\n',
      symvers: '0x1\tregister_it\tvmlinux\tEXPORT_SYMBOL\t\n',
    }),
    kernel('6.1.0-47-amd64', '6.1.170', {
      'linux/string.h':
        'size_t strlcpy(char *dst, const char *src, size_t n);\nint strscpy(char *, const char *, size_t);\n',
      'linux/class.h': '#define class_create(owner, name) __class_create(owner, name)\n',
      'linux/pm.h':
        '#ifdef CONFIG_PM\nint pm_wake(int now);\n#else\nstatic inline int pm_wake(void) { return 0; }\n#endif\n',
      'linux/driver.h': 'struct driver {\n\tint (*remove)(struct device *dev);\n\tint kept;\n};\n',
      'uapi/linux/input.h': '#define KEY_OLD 1\n#define KEY_NEW 2\n',
      symvers: '0x1\tregister_it\tvmlinux\tEXPORT_SYMBOL_GPL\t\n',
    }),
    kernel('6.1.0-56-amd64', '6.1.192', {
      'linux/string.h':
        'size_t strlcpy(char *dst, const char *src, size_t n);\nint strscpy(char *, const char *, size_t);\n',
      'linux/class.h': '#define class_create(owner, name) __class_create(owner, name)\n',
      'linux/pm.h':
        '#ifdef CONFIG_PM\nint pm_wake(int now);\n#else\nstatic inline int pm_wake(void) { return 0; }\n#endif\n',
      'linux/driver.h': 'struct driver {\n\tvoid (*remove)(struct device *dev);\n\tint kept;\n};\n',
      'uapi/linux/input.h': '#define KEY_OLD 1\n#define KEY_NEW 2\n',
      symvers: '0x1\tregister_it\tvmlinux\tEXPORT_SYMBOL_GPL\t\n',
    }),
    kernel('6.12.118+deb13-amd64', '6.12.118', {
      'linux/string.h': 'int strscpy(char *, const char *, size_t);\n',
      'linux/class.h': 'struct class *class_create(const char *name);\n',
      'linux/pm.h':
        '#ifdef CONFIG_PM\nint pm_wake(int now);\n#else\nstatic inline int pm_wake(void) { return 0; }\n#endif\n',
      'linux/driver.h': 'struct driver {\n\tvoid (*remove)(struct device *dev);\n\tint kept;\n};\n',
      'uapi/linux/input.h': '#define KEY_OLD 1\n#define KEY_NEW 2\n',
      symvers: '0x1\tregister_it\tvmlinux\tEXPORT_SYMBOL_GPL\tCORE\n',
    }),
  ];
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A build folder with a few headers; names in `include`, and `symvers` for Module.symvers. */
function kernel(
  release: string,
  version: string,
  { symvers = '', ...headers }: Record<string, string>,
): HeaderSet {
  const buildDir = join(root, release);
  const files = {
    ...Object.fromEntries(Object.entries(headers).map(([name, text]) => [`include/${name}`, text])),
    'include/generated/autoconf.h': '#define CONFIG_PM 1\n',
    'include/generated/uapi/linux/version.h': versionHeader(version),
    'include/config/kernel.release': `${version}\n`,
    'Module.symvers': symvers,
  };
  for (const [name, text] of Object.entries(files)) {
    const path = join(buildDir, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return { release, buildDir };
}

/** The code has no patch level above 255, and older headers have nothing else. */
function versionHeader(version: string): string {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  const code = `#define LINUX_VERSION_CODE ${major * 65_536 + minor * 256 + Math.min(patch, 255)}\n`;
  return major < 6 ? code : `${code}#define LINUX_VERSION_SUBLEVEL ${patch}\n`;
}

test('the same headers give the same bytes, in whatever order they are named', async () => {
  const bytesOf = async (given: readonly HeaderSet[]) => encodeHistory(await gatherHistory(given, 'x86'));
  const bytes = await bytesOf(sets);
  expect((await bytesOf(sets)).equals(bytes)).toBe(true);
  expect((await bytesOf([...sets].reverse())).equals(bytes)).toBe(true);
  expect((await bytesOf(sets.slice(1))).equals(bytes)).toBe(false);
});

test('what changed is there with its place, shape and time, and what did not is only known to be there', async () => {
  const tables = await decodeHistory(await encodeHistory(await gatherHistory(sets, 'x86')));
  const history = new KernelHistory(tables, new Map());
  expect(history.releases.map(({ version }) => version)).toEqual([
    '5.10.262',
    '6.1.170',
    '6.1.192',
    '6.12.118',
  ]);
  const told = (key: string) =>
    history
      .periods(key)
      ?.map(
        (one) => `${periodText(one, history)}: ${one.fact ? `${one.fact.shape} ${one.fact.header}` : '-'}`,
      );
  expect(told(nameKey('strlcpy'))).toEqual([
    '5.10 to 6.1: fsize_t\tchar *\tconst char *\tsize_t linux/string.h',
    '6.12: -',
  ]);
  expect(told(nameKey('class_create'))).toEqual([
    '5.10 to 6.1: m2 linux/class.h',
    '6.12: fstruct class *\tconst char * linux/class.h',
  ]);
  expect(told(nameKey('KEY_NEW'))).toEqual(['5.10: -', '6.1 to 6.12: d linux/input.h']);
  expect(told(memberKey('driver', 'remove'))).toEqual([
    '5.10 to 6.1.170: pint\tstruct device * linux/driver.h',
    '6.1.192 to 6.12: pvoid\tstruct device * linux/driver.h',
  ]);
  expect(told(headerKey('linux/genhd.h'))).toEqual(['5.10:  ', '6.1 to 6.12: -']);
  expect(told(tagKey('gendisk'))).toEqual(['5.10: s linux/genhd.h', '6.1 to 6.12: -']);
  expect(told(exportKey('register_it'))).toEqual(['5.10: P ', '6.1: G ', '6.12: GCORE ']);
  // The branch that the kernel was not configured for is no second form.
  for (const key of [nameKey('strscpy'), nameKey('pm_wake'), memberKey('driver', 'kept')]) {
    expect(told(key)).toBeUndefined();
    expect(history.isConstant(key), key).toBe(true);
  }
  expect(history.isConstant(nameKey('nobody_has_this'))).toBe(false);
});
