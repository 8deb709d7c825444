import { expect, test } from 'vitest';
import { takeCursor } from '../../../../test/support/cursor.ts';
import { sharedParser } from '../../../../test/support/good-conf.ts';
import { readText } from '../../../../test/support/read-text.ts';
import { openConf } from '../conf.ts';
import { parseDkmsVersion } from '../directives/dkms-version.ts';
import { findDocumentSymbols } from './document-symbols.ts';
import { completeFramework, hoverFramework } from './framework-features.ts';

import { findRenameTarget, renameAt } from './references.ts';

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

test('completes the settings of dkms itself, with those already set last', () => {
  expect(complete('<|>')[0]?.insertText).toBe('source_tree=""');
  expect(complete('source_tree="/x"\n<|>').at(-1)?.label).toBe('source_tree');
  expect(complete('# <|>')).toEqual([]);
  expect(complete('PAC<|>').map(({ label }) => label)).not.toContain('PACKAGE_NAME');
});

test('offers what the version supports', () => {
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

test("its settings can't be renamed, but other variables can", () => {
  const conf = openConf(parser, 'keys=/etc/keys\nmok_signing_key="$keys/mok"\nMAKE=x\n');
  const at = (piece: string) => conf.text.indexOf(piece);
  expect(findRenameTarget(conf, at('mok_signing'), 'framework')).toEqual({
    refused: 'mok_signing_key is a setting of dkms: dkms reads it by this name.',
  });
  expect(renameAt(conf, at('keys'), 'source_tree', 'framework')).toEqual({
    refused: 'source_tree has a meaning for dkms. Choose another name.',
  });
  expect(renameAt(conf, at('keys'), 'folder', 'framework')).toMatchObject({ edits: [{}, {}] });
  expect(findRenameTarget(conf, at('MAKE'), 'framework')).toMatchObject({ name: 'MAKE' });
  expect(findRenameTarget(conf, at('MAKE'))).toHaveProperty('refused');
});

test('its outline has settings but no modules', () => {
  const { conf, reading } = readText(parser, 'sign_file="/x"\nBUILT_MODULE_NAME[0]=a\n');
  expect(findDocumentSymbols(conf, reading, 'framework').map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'directive sign_file',
    'variable BUILT_MODULE_NAME[0]',
  ]);
});
