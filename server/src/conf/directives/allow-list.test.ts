import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { needs } from '../../../../test/support/needs.ts';
import { allowList } from './allow-list.ts';
import { type DkmsVersion, parseDkmsVersion } from './dkms-version.ts';

function version(text: string): DkmsVersion {
  const found = parseDkmsVersion(text);
  if (!found) throw new Error(`not a version: ${text}`);
  return found;
}

/** Names that are in `b` and not in `a` with `+`, the reverse with `-`. */
function difference(a: string, b: string): string[] {
  const before = new Set(allowList(version(a)));
  const after = new Set(allowList(version(b)));
  return [
    ...[...before].filter((name) => !after.has(name)).map((name) => `-${name}`),
    ...[...after].filter((name) => !before.has(name)).map((name) => `+${name}`),
  ].sort();
}

describe('the names that dkms accepts in a dkms.conf', () => {
  it('change where dkms changed them', () => {
    expect(difference('2.8', '2.8.1')).toEqual(['+SIGN_TOOL']);
    expect(difference('2.8.7', '2.8.8')).toEqual(
      [
        '-modules_conf_alias_type',
        '-modules_conf_array',
        '-modules_conf_obsolete_only',
        '-modules_conf_obsoletes',
        '-remake_initrd',
      ].sort(),
    );
    expect(difference('3.0.3', '3.0.4')).toEqual(
      ['+MOK_CERTIFICATE', '+MOK_SIGNING_KEY', '+SIGN_FILE', '-SIGN_TOOL'].sort(),
    );
    expect(difference('3.0.10', '3.0.11')).toEqual([
      '+BUILD_EXCLUSIVE_CONFIG',
      '+BUILD_EXCLUSIVE_KERNEL_MAX',
      '+BUILD_EXCLUSIVE_KERNEL_MIN',
    ]);
    expect(difference('3.1.6', '3.1.7')).toEqual(['-MOK_CERTIFICATE', '-MOK_SIGNING_KEY', '-SIGN_FILE']);
    expect(difference('3.1.8', '3.2.0')).toEqual(['+BUILD_DEPENDS_REBUILD']);
    expect(difference('3.2.0', '3.4.3')).toEqual([]);
  });

  it('are in the order of the dump: CLEAN first up to 3.1.7, PACKAGE_NAME first since', () => {
    expect(allowList(version('3.1.7'))[0]).toBe('CLEAN');
    expect(allowList(version('3.4.3')).slice(0, 2)).toEqual(['PACKAGE_NAME', 'PACKAGE_VERSION']);
    expect(allowList(version('3.4.3')).slice(-7, -4)).toEqual(['OBSOLETE_BY', 'CLEAN', 'REMAKE_INITRD']);
  });

  it('contain no duplicates', () => {
    for (const text of ['2.8', '2.8.8', '3.0.3', '3.0.10', '3.1.6', '3.1.7', '3.1.8', '3.3.0', '3.4.3']) {
      const names = allowList(version(text));
      expect(new Set(names).size, text).toBe(names.length);
    }
  });

  const installed = '/usr/sbin/dkms';
  const script = existsSync(installed) ? readFileSync(installed, 'utf8') : '';
  const isDebian12 =
    script.includes('BUILD_EXCLUSIVE_CONFIG') && !script.includes('BUILD_EXCLUSIVE_KERNEL_MIN');
  it(
    'are those of the installed script (if it is the 3.0.10 of Debian 12)',
    needs(!isDebian12 && 'the installed dkms is not the 3.0.10 of Debian 12'),
    () => {
      const list = /dkms_conf_variables="([^"]*)"/.exec(script)?.[1] ?? '';
      expect(allowList(version('3.0.10'), { debianBackports: true })).toEqual(list.trim().split(/\s+/));
    },
  );
});
