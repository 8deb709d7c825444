import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { needs } from '../../../../test/support/needs.ts';
import { openCacheFolder } from './cache-folder.ts';

const uid = process.geteuid?.() ?? 0;
const elsewhere =
  'To build elsewhere, set dkms.cacheFolder (in a terminal, DKMS_TOOLS_CACHE) to a folder that only you can write to.';
let folder: string;
let own: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cache-test-'));
  own = join(folder, `dkms-tools-${uid}`);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function modeOf(path: string): number {
  return statSync(path).mode & 0o7777;
}

/** A folder that existed before, with these entries. */
function makeFolder(name: string, mode: number, ...entries: readonly string[]): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  for (const entry of entries) writeFileSync(join(path, entry), '');
  chmodSync(path, mode);
  return path;
}

test('the requested folder is created, accessible to its owner only', async () => {
  const wanted = join(folder, 'a', 'b');
  expect(await openCacheFolder(wanted, folder)).toEqual({ folder: wanted });
  expect([modeOf(wanted), modeOf(join(folder, 'a'))]).toEqual([0o700, 0o700]);
});

test.each(['000', '022', '077', '700', '177'])('its mode does not depend on the umask: %s', (mask) => {
  const wanted = join(folder, 'cache');
  const module = resolve(import.meta.dirname, 'cache-folder.ts');
  const script = `process.umask(0o${mask}); const { openCacheFolder } = await import(${JSON.stringify(module)});
    console.log(JSON.stringify(await openCacheFolder(${JSON.stringify(wanted)}, ${JSON.stringify(folder)})));`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  expect([JSON.parse(output), modeOf(wanted)]).toEqual([{ folder: wanted }, 0o700]);
});

test('a path that make cannot handle is replaced', async () => {
  const wanted = join(folder, 'my cache');
  expect(await openCacheFolder(wanted, folder)).toEqual({
    folder: own,
    note: `The path ${wanted} contains a space or another character that make can't handle. Building in ${own} instead.`,
  });
  expect(modeOf(own)).toBe(0o700);
});

test('a folder that cannot be created is replaced', async () => {
  writeFileSync(join(folder, 'file'), '');
  expect(await openCacheFolder(join(folder, 'file', 'x'), folder)).toMatchObject({ folder: own });
});

test.each([
  ['of an earlier version', 0o755, 'CACHEDIR.TAG'],
  ['of an earlier version that had no tag', 0o755, 'headers'],
  ['of a user whose umask is 002', 0o775, 'stage'],
])('a cache folder %s is closed to others', async (_, mode, entry) => {
  const wanted = makeFolder('cache', mode, entry);
  expect(await openCacheFolder(wanted, folder)).toEqual({ folder: wanted });
  expect(modeOf(wanted)).toBe(0o700);
});

test('an empty folder is closed to others, whatever its mode', async () => {
  const wanted = makeFolder('cache', 0o777);
  expect(await openCacheFolder(wanted, folder)).toEqual({ folder: wanted });
  expect(modeOf(wanted)).toBe(0o700);
});

test("a folder of the user's with other content is left as it is and not used", async () => {
  const wanted = makeFolder('work', 0o755, 'letter.txt');
  expect(await openCacheFolder(wanted, folder)).toEqual({
    kind: 'unusable',
    message: `${wanted} is open to others (mode 0755) and contains files that are not from DKMS Tools, so its mode was not changed. Chmod it to 700, or use an empty folder. ${elsewhere}`,
  });
  expect(modeOf(wanted)).toBe(0o755);
  chmodSync(wanted, 0o700);
  expect(await openCacheFolder(wanted, folder)).toEqual({ folder: wanted });
});

test('a folder that others could write to is not trusted, even if it looks like a cache', async () => {
  const wanted = makeFolder('cache', 0o777, 'CACHEDIR.TAG');
  for (let time = 0; time < 2; time++) {
    expect(await openCacheFolder(wanted, folder)).toEqual({
      kind: 'unusable',
      message: `Others could write to ${wanted} (mode 0777), but files in it are executed. Check what is in it and chmod it to 700, or remove it. ${elsewhere}`,
    });
  }
});

test('a folder of another user is refused', async () => {
  // For root, every folder can be used; for an ordinary user, one of root's belongs to another user.
  const wanted = uid === 0 ? makeFolder('cache', 0o700) : '/usr';
  if (uid === 0) chownSync(wanted, 1234, 1234);
  const [owner, you] = uid === 0 ? ['user 1234', 'root'] : ['root', `you (user ${uid})`];
  expect(await openCacheFolder(wanted, folder)).toEqual({
    kind: 'unusable',
    message: `${wanted} belongs to ${owner} and not to ${you}, but files in it are executed. ${elsewhere}`,
  });
  expect(existsSync(own)).toBe(false);
});

test(
  "root creates nothing below a user's folder",
  needs(uid !== 0 && 'only root may give a file to another user'),
  async () => {
    const home = makeFolder('home', 0o755);
    chownSync(home, 1234, 1234);
    const wanted = join(home, '.cache', 'dkms-tools');
    expect(await openCacheFolder(wanted, folder)).toMatchObject({
      kind: 'unusable',
      message: expect.stringContaining(`${home} belongs to user 1234, who could replace`),
    });
    expect(existsSync(join(home, '.cache'))).toBe(false);
  },
);

test('a folder below one that others can write to is refused, unless that one is sticky', async () => {
  const above = makeFolder('above', 0o777);
  const wanted = join(above, 'deep', 'cache');
  expect(await openCacheFolder(wanted, folder)).toMatchObject({
    kind: 'unusable',
    message: expect.stringMatching(/^Others can write to .*\/above \(mode 0777\)/),
  });
  expect(existsSync(join(above, 'deep'))).toBe(false);
  chmodSync(above, 0o1777);
  expect(await openCacheFolder(wanted, folder)).toEqual({ folder: wanted });
  chmodSync(above, 0o777);
  expect(await openCacheFolder(wanted, folder)).toMatchObject({ kind: 'unusable' });
});

test('a symbolic link is judged by the folder it points to', async () => {
  const real = makeFolder('real', 0o755, 'stage');
  const link = join(folder, 'link');
  symlinkSync(real, link);
  expect(await openCacheFolder(link, folder)).toEqual({ folder: real });
  expect(modeOf(real)).toBe(0o700);
  const open = makeFolder('open', 0o777, 'stage');
  symlinkSync(open, join(folder, 'link2'));
  expect(await openCacheFolder(join(folder, 'link2'), folder)).toMatchObject({ kind: 'unusable' });
});

test('in the folder for temporary files, a link or an open folder is not used', async () => {
  const wanted = join(folder, 'a:b');
  const target = makeFolder('target', 0o700);
  symlinkSync(target, own);
  expect(await openCacheFolder(wanted, folder)).toEqual({
    kind: 'unusable',
    message: `The path ${wanted} contains a space or another character that make can't handle. The alternative does not work either: ${own} is a link. Set dkms.cacheFolder to a folder that belongs to you and whose path has no spaces or special characters.`,
  });
  rmSync(own);
  makeFolder(`dkms-tools-${uid}`, 0o777, 'stage');
  expect(await openCacheFolder(wanted, folder)).toMatchObject({
    kind: 'unusable',
    message: expect.stringContaining(`Others could write to ${own} (mode 0777)`),
  });
  expect(lstatSync(own).mode & 0o777).toBe(0o777);
});

test('if no folder can be used, one sentence says so', async () => {
  const blank = makeFolder('a b', 0o700);
  expect(await openCacheFolder(join(folder, 'c d'), blank)).toMatchObject({ kind: 'unusable' });
});
