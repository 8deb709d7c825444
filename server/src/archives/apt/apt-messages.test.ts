import { describe, expect, test } from 'vitest';
import { downloadedPart, faultOfApt, missingRelease } from './apt-messages.ts';
import { findAptSuite } from './apt-suites.ts';

const where = { address: 'http://m/debian', keyring: '/k.gpg' };

function faultOf(text: string) {
  const suite = findAptSuite('debian-13');
  if (!suite) throw new Error('debian-13');
  return faultOfApt(text, suite, where);
}

describe('why apt failed', () => {
  test.each([
    [
      'untrusted',
      "W: GPG error: http://m/debian trixie InRelease: The following signatures couldn't be verified because the public key is not available: NO_PUBKEY 6ED0E7B82643E131\nE: The repository 'http://m/debian trixie InRelease' is not signed.",
    ],
    [
      'untrusted',
      'E: Failed to fetch http://m/debian/pool/main/l/linux/x.deb  Hash Sum mismatch\nE: Unable to fetch some archives',
    ],
    ['absent', "E: The repository 'http://m/debian trixie Release' does not have a Release file."],
    [
      'unreachable',
      'W: Failed to fetch http://m/debian/dists/trixie/InRelease  Could not connect to m:80 (10.0.0.1). - connect (111: Connection refused)\nW: Some index files failed to download. They have been ignored, or old ones used instead.',
    ],
    ['disk-full', 'E: Write error - write (28: No space left on device)\nE: Unable to lock directory'],
    ['unusable', 'E: Something else'],
    ['unusable', ''],
  ])('%s', (kind, text) => {
    const fault = faultOf(text);
    expect(fault.kind).toBe(kind);
    expect(fault.message).not.toMatch(/undefined|[EW]: /);
  });

  test('a release that has no updates any more is named', () => {
    expect(
      missingRelease(
        "Ign:1 http://m/debian bullseye-updates InRelease\nE: The repository 'http://m/debian bullseye-updates Release' does not have a Release file.",
      ),
    ).toBe('bullseye-updates');
    expect(missingRelease('E: Something else')).toBeUndefined();
  });
});

test('progress is the last that apt reported', () => {
  expect(
    downloadedPart('dlstatus:1:12.5000:Retrieving file 1 of 2\ndlstatus:2:54.5:Retrieving file 2 of 2\n'),
  ).toBeCloseTo(0.545);
  expect(downloadedPart('Get:1 http://m/debian trixie/main x [1 kB]')).toBeUndefined();
});
