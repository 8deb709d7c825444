import { expect, test } from 'vitest';
import { sharedParser } from '../../../../test/support/check-rule.ts';
import { takeCursor } from '../../../../test/support/cursor.ts';
import { openConf } from '../conf.ts';
import { parseDkmsVersion } from '../directives/dkms-version.ts';
import { completeFramework, hoverFramework } from './framework-features.ts';

const parser = await sharedParser;

function versionOf(text: string) {
  const version = parseDkmsVersion(text);
  if (!version) throw new Error(`not a version: ${text}`);
  return version;
}

function complete(marked: string, version = '3.4.3') {
  const { text, offset } = takeCursor(marked);
  return [...completeFramework(openConf(parser, text), versionOf(version), offset)].sort((a, b) =>
    a.sortText.localeCompare(b.sortText),
  );
}

function hover(marked: string, version = '3.4.3'): string | undefined {
  const { text, offset } = takeCursor(marked);
  return hoverFramework(openConf(parser, text), versionOf(version), offset)?.markdown;
}

test('completes the settings of dkms itself, those that are set last', () => {
  expect(complete('<|>')[0]?.insertText).toBe('source_tree=""');
  expect(complete('source_tree="/x"\n<|>').at(-1)?.label).toBe('source_tree');
  expect(complete('# <|>')).toEqual([]);
  expect(complete('PAC<|>').map(({ label }) => label)).not.toContain('PACKAGE_NAME');
});

test('offers what the version reads', () => {
  const labels = (version: string) => complete('<|>', version).map(({ label }) => label);
  expect(labels('3.0.10')).not.toContain('post_transaction');
  expect(labels('3.2.0')).toContain('post_transaction');
});

test('completes values, and keeps variables of dkms from being expanded too early', () => {
  expect(complete('try_sign_modules="<|>"').map(({ insertText }) => insertText)).toEqual([
    'not_in_chroot',
    'true',
    'false',
  ]);
  expect(complete('sign_file=<|>')[0]?.insertText).toBe("'/lib/modules/$kernelver/build/scripts/sign-file'");
  expect(complete('other=<|>')).toEqual([]);
});

test('explains a setting, and says when the assumed dkms does not read it', () => {
  expect(hover('try_sign<|>_modules=true')).toMatch(
    /^\*\*try\\_sign\\_modules\*\*\n\n.*\n\nDefault: `not_in_chroot`\n\nSince dkms 3\.4\.0\.$/,
  );
  expect(hover('try_sign<|>_modules=true', '3.0.10')).toMatch(/dkms 3\.0\.10, .*does not read it/);
  expect(hover('PACKAGE<|>_NAME=x')).toBeUndefined();
});
