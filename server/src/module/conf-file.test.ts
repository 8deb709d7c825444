import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { asUnprivileged } from '../../../test/support/surroundings.ts';
import { readConfFile, readConfToFollow } from './conf-file.ts';

let path: string;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'conf file ü-'));
  path = join(folder, 'dkms.conf');
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('a text', () => {
  test.each([
    ['empty', '', ''],
    ['lines of Windows', 'A=1\r\nB=2\r\n', 'A=1\r\nB=2\r\n'],
    ['letters beyond ASCII', 'A="größe 模块"\n', 'A="größe 模块"\n'],
    ['a byte-order mark, which dkms sees too', '\uFEFFA=1\n', '\uFEFFA=1\n'],
  ])('%s', async (_what, written, text) => {
    await writeFile(path, written);
    expect(await readConfFile(path)).toEqual({ kind: 'text', text, hasInvalidBytes: false });
  });

  test('bytes that are not UTF-8 are replaced and reported', async () => {
    await writeFile(path, Buffer.from('A=gr\xf6\xdfe\n', 'latin1'));
    expect(await readConfFile(path)).toEqual({
      kind: 'text',
      text: 'A=gr\uFFFD\uFFFDe\n',
      hasInvalidBytes: true,
    });
  });

  test('5 MB', async () => {
    await writeFile(path, '# comment\n'.repeat(500_000));
    const file = await readConfFile(path);
    expect(file.kind === 'text' && file.text.length).toBe(5_000_000);
  });

  test('many comments, but little code', async () => {
    await writeFile(path, '# comment\n'.repeat(500_000));
    expect((await readConfToFollow(path)).kind).toBe('text');
    await writeFile(path, '\tA=1\n'.repeat(50_001));
    expect(await readConfToFollow(path)).toMatchObject({
      kind: 'too-large',
      message: `${path} has 50001 lines of bash, but DKMS Tools evaluates at most 50000. Is it a dkms.conf?`,
    });
  });

  test('through a link', async () => {
    await writeFile(join(folder, 'other'), 'A=1\n');
    await symlink('other', path);
    expect(await readConfFile(path)).toMatchObject({ kind: 'text', text: 'A=1\n' });
  });
});

describe("what can't be read", () => {
  /** Kind and message, the message without the path. */
  async function failure(largestBytes?: number): Promise<string> {
    const file = await readConfFile(path, largestBytes);
    if (file.kind === 'text') return 'a text';
    return `${file.kind}: ${file.message.replaceAll(path, 'CONF')}`;
  }

  test('a missing file', async () => {
    expect(await failure()).toBe('not-found: CONF does not exist. Create it, or correct the path.');
  });

  test('a file in the place of a folder', async () => {
    await writeFile(path, '');
    path = join(path, 'dkms.conf');
    expect(await failure()).toMatch(/^not-found: /);
  });

  test('a dangling link, with its target', async () => {
    await symlink('../debian/dkms.conf', path);
    expect(await failure()).toBe(
      'dangling-link: CONF is a link to ../debian/dkms.conf, which does not exist. Correct the link, or put a file in its place.',
    );
    expect(await readConfFile(path)).toMatchObject({ target: '../debian/dkms.conf' });
  });

  test('a link to itself', async () => {
    await symlink('dkms.conf', path);
    expect(await failure()).toBe(
      'unreadable: CONF is a link that leads back to itself. Put a file in its place.',
    );
  });

  test('a folder', async () => {
    await mkdir(path);
    expect(await failure()).toMatch(/^directory: CONF is a folder/);
  });

  test('a pipe that nobody writes to', async () => {
    execFileSync('mkfifo', [path]);
    expect(await failure()).toBe('unreadable: CONF is not an ordinary file. Put a text file in its place.');
  });

  test('NUL bytes', async () => {
    await writeFile(path, '\x7fELF\x02\x01\0\0');
    expect(await failure()).toMatch(/^binary: CONF is not a text file/);
  });

  test('UTF-16', async () => {
    await writeFile(path, '\uFEFFA=1\n', 'utf16le');
    expect(await failure()).toMatch(/^binary: CONF is UTF-16, .* Save it as UTF-8/);
  });

  test('too many bytes', async () => {
    await writeFile(path, 'A=1\n'.repeat(1_000_000));
    expect(await failure(3_000_000)).toBe(
      'too-large: CONF has 4.0 MB, but DKMS Tools reads at most 3.0 MB. Is it a dkms.conf?',
    );
  });

  test('no permission', async () => {
    await writeFile(path, '');
    await chmod(path, 0);
    expect(await asUnprivileged(dirname(path), () => failure())).toMatch(
      /^no-permission: CONF can't be read/,
    );
  });
});
