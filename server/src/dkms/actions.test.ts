import { describe, expect, test } from 'vitest';
import { parseDkmsVersion } from '../conf/directives/dkms-version.ts';
import { type DkmsAction, dkmsCommand, shellLine } from './actions.ts';

/** `$ command`, or `# command` where it has to be root, or the refusal. */
function line(given: DkmsAction, version = '3.4.3', canWriteTree = false): string {
  const found = dkmsCommand(given, parseDkmsVersion(version) ?? expect.unreachable(), { canWriteTree });
  return 'refused' in found ? found.refused : `${found.needsRoot ? '#' : '$'} ${shellLine(found.words)}`;
}

const lamp = { module: 'lamp', version: '1.0' };
const kernel = '6.1.0-1-amd64';

test.each<[DkmsAction, string]>([
  [{ action: 'add', folder: '/home/me/my lamp' }, "# dkms add '/home/me/my lamp'"],
  [{ action: 'build', ...lamp, kernel }, `# dkms build -m lamp -v 1.0 -k ${kernel}`],
  [
    { action: 'install', ...lamp, kernel, arch: 'x86_64' },
    `# dkms install -m lamp -v 1.0 -k ${kernel}/x86_64`,
  ],
  [{ action: 'uninstall', ...lamp, kernel }, `# dkms uninstall -m lamp -v 1.0 -k ${kernel}`],
  [{ action: 'unbuild', ...lamp, kernel }, `# dkms unbuild -m lamp -v 1.0 -k ${kernel}`],
  [{ action: 'remove', ...lamp }, '# dkms remove -m lamp -v 1.0 --all'],
  [{ action: 'autoinstall', kernel }, `# dkms autoinstall -k ${kernel}`],
  [{ action: 'match', template: '6.1.0-0', kernel }, `# dkms match --templatekernel 6.1.0-0 -k ${kernel}`],
  [
    { action: 'mktarball', ...lamp, kernels: [{ kernel, arch: 'x86_64' }], archive: '/tmp/lamp.tar.gz' },
    `$ dkms mktarball -m lamp -v 1.0 -k ${kernel}/x86_64 --archive /tmp/lamp.tar.gz`,
  ],
  [
    { action: 'mktarball', ...lamp, kernels: [], archive: '/tmp/lamp.tar.gz' },
    '$ dkms mktarball -m lamp -v 1.0 --source-only --archive /tmp/lamp.tar.gz',
  ],
  [{ action: 'ldtarball', archive: '/tmp/lamp.tar.gz' }, '# dkms ldtarball --archive /tmp/lamp.tar.gz'],
])('%j', (given, expected) => expect(line(given)).toBe(expected));

test('who may write to the tree needs no root for what stays in it', () => {
  expect(line({ action: 'build', ...lamp, kernel }, '3.4.3', true)).toMatch(/^\$/);
  expect(line({ action: 'unbuild', ...lamp, kernel }, '3.4.3', true)).toMatch(/^\$/);
  expect(line({ action: 'remove', ...lamp }, '3.4.3', true)).toMatch(/^\$/);
  expect(line({ action: 'install', ...lamp, kernel }, '3.4.3', true)).toMatch(/^#/);
});

describe('what a version cannot do is refused', () => {
  test.each([
    ['2.8', false],
    ['2.8.5', true],
    ['3.4.3', true],
  ])('unbuild, dkms %s: %j', (version, can) => {
    expect(line({ action: 'unbuild', ...lamp, kernel }, version).startsWith('# dkms')).toBe(can);
  });

  test.each([
    ['2.8.5', true],
    ['2.8.6', false],
    ['3.0.10', false],
    ['3.3.0', false],
    ['3.4.0', true],
  ])('match, dkms %s: %j', (version, can) => {
    expect(line({ action: 'match', template: '6.1.0-0', kernel }, version).startsWith('# dkms')).toBe(can);
  });
});

test('no value becomes an option or another command', () => {
  expect(line({ action: 'build', module: '--force', version: '1.0', kernel })).toContain(
    'begins with a dash',
  );
  expect(line({ action: 'build', module: "a'; rm -rf $HOME; '", version: '1.0', kernel })).toBe(
    `# dkms build -m 'a'\\''; rm -rf $HOME; '\\''' -v 1.0 -k ${kernel}`,
  );
});
