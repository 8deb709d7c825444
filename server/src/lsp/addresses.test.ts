import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { URI } from 'vscode-uri';
import { Addresses, addressOf, pathOf } from './addresses.ts';

const paths = [
  '/usr/src/foo-1.0/dkms.conf',
  '/usr/src/foo-1.0+git/dkms.conf',
  '/usr/src/foo 1.0/dkms.conf',
  '/usr/src/50%/%25/%2Fetc/dkms.conf',
  "/usr/src/@(a),b=c&d;e~f'g!h*i#j?k$l/dkms.conf",
  '/usr/src/[a]{b}|c^d`e"f<g>/dkms.conf',
  '/usr/src/grüße-日本-🐧/dkms.conf',
  '/usr/src/back\\slash:colon/new\nline/tab\t/dkms.conf',
  '/c:/src/dkms.conf',
  '/',
];

describe.each(paths)('%j', (path) => {
  test('is spelt as in VS Code', () => expect(addressOf(path)).toBe(URI.file(path).toString()));

  test('is found under every spelling', () => {
    const everyByte = [...Buffer.from(path)].map((byte) =>
      byte === 0x2f ? '/' : `%${byte.toString(16).padStart(2, '0')}`,
    );
    for (const uri of [addressOf(path), pathToFileURL(path).href, `file://${everyByte.join('')}`])
      expect(pathOf(uri), uri).toBe(path);
  });

  test('is sent as the client spelt it', () => {
    const addresses = new Addresses();
    expect(addresses.of(path)).toBe(addressOf(path));
    const uri = pathToFileURL(path).href;
    addresses.opened(uri);
    expect(addresses.of(path)).toBe(uri);
    expect(addresses.spelling(addressOf(path))).toBe(uri);
    addresses.named(addressOf(path));
    expect(addresses.of(path)).toBe(uri);
  });
});

test.each([
  'untitled:Untitled-1',
  'vscode-remote://ssh-remote%2Bhost/usr/src/foo/dkms.conf',
  'git:/usr/src/foo/dkms.conf?%7B%7D',
  'file://host/share/dkms.conf',
  'file:///usr%2Fsrc/dkms.conf',
  'file:///bad%E0escape',
  'file:///bad%',
  'dkms.conf',
  '',
])('%j is not a file of this machine and is left unchanged', (uri) => {
  expect(pathOf(uri)).toBeUndefined();
  const addresses = new Addresses();
  addresses.opened(uri);
  expect(addresses.spelling(uri)).toBe(uri);
});

test('half of a surrogate pair, which no file name contains, does not break the answer', () => {
  expect(addressOf('/a\uD800b')).toBe('file:///a%EF%BF%BDb');
});
