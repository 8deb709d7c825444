import { expect, test } from 'vitest';
import { sharedParser } from '../../../../test/support/good-conf.ts';
import { openConf } from '../conf.ts';
import { parseDkmsVersion } from '../directives/dkms-version.ts';
import { findSemanticTokens } from './semantic-tokens.ts';

const parser = await sharedParser;

function tokens(text: string, options?: Parameters<typeof findSemanticTokens>[2]): string[] {
  const version = parseDkmsVersion('3.4.3');
  if (!version) throw new Error('3.4.3 is a version');
  return findSemanticTokens(openConf(parser, text), version, options).map(({ span, type, modifiers }) =>
    [text.slice(span.start, span.end), type, ...modifiers].join(' '),
  );
}

test('distinguishes directives, indices, variables of dkms and variables of the file', () => {
  expect(tokens('k=1\nMAKE[0]="make $k $kernelver"')).toEqual([
    'k variable declaration',
    'MAKE property declaration',
    '0 number',
    'k variable',
    'kernelver variable readonly defaultLibrary',
  ]);
  expect(tokens('CLEAN="x"')).toEqual(['CLEAN property declaration deprecated']);
});

test('marks values by their kind', () => {
  expect(tokens('AUTOINSTALL="yes"')).toContain('yes enumMember');
  expect(tokens('PATCH_MATCH[0]="^6\\.$x"')).toEqual([
    'PATCH_MATCH property declaration',
    '0 number',
    '^6\\. regexp',
    'x variable',
  ]);
  expect(tokens('BUILD_EXCLUSIVE_ARCH=^x86')).toContain('^x86 regexp');
});

test('can be requested for a part of the file', () => {
  expect(tokens('a=1\nb=2\nc=3', { within: { start: 4, end: 7 } })).toEqual(['b variable declaration']);
});

test("knows dkms's own settings in framework.conf", () => {
  expect(tokens('sign_file=/x\nMAKE=y', { kind: 'framework' })).toEqual([
    'sign_file property declaration',
    'MAKE variable declaration',
  ]);
});
