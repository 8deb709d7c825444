import { expect, test } from 'vitest';
import { takeCursor } from '../../../../test/support/cursor.ts';
import { sharedParser } from '../../../../test/support/good-conf.ts';
import { markSpans } from '../../../../test/support/mark-spans.ts';
import { openConf } from '../conf.ts';
import { applyEdits } from '../text.ts';
import { findDefinitions, findReferences, findRenameTarget, renameAt } from './references.ts';

const parser = await sharedParser;

function references(marked: string): string {
  const { text, offset } = takeCursor(marked);
  return markSpans(
    text,
    findReferences(openConf(parser, text), offset).map(({ span }) => span),
  );
}

function definitions(marked: string): string[] {
  const { text, offset } = takeCursor(marked);
  const conf = openConf(parser, text);
  return findDefinitions(conf, offset).map(({ start }) => `line ${conf.lines.positionAt(start).line + 1}`);
}

function rename(marked: string, newName: string): string {
  const { text, offset } = takeCursor(marked);
  const renamed = renameAt(openConf(parser, text), offset, newName);
  return 'refused' in renamed ? renamed.refused : applyEdits(text, renamed.edits);
}

test('all occurrences of a variable are found from any of them', () => {
  const text = 'PACKAGE_NAME=hello\nMAKE="make $PACKAGE_NAME"\n# PACKAGE_NAME';
  const marked = '⟦PACKAGE_NAME⟧=hello\nMAKE="make $⟦PACKAGE_NAME⟧"\n# PACKAGE_NAME';
  expect(references(text.replace('PACKAGE_NAME=', 'PACK<|>AGE_NAME='))).toBe(marked);
  expect(references(text.replace('PACKAGE_NAME"', 'PACKAGE_NAME<|>"'))).toBe(marked);
  expect(references('A=x<|>\n')).toBe('A=x\n');
});

test('the assignment above comes first among the definitions', () => {
  expect(definitions('a=1\na=2\nb=$a<|>\na=3')).toEqual(['line 2', 'line 1', 'line 4']);
  expect(definitions('b=$kernelver<|>')).toEqual([]);
  expect(definitions('f() { :; }\nf<|>')).toEqual(['line 1']);
});

test('a helper variable is renamed everywhere', () => {
  expect(rename('k<|>=1\nMAKE="x ${k%.*} $k" kk=2', 'kv')).toBe('kv=1\nMAKE="x ${kv%.*} $kv" kk=2');
  expect(rename("j=4\nMAKE='make -j$j<|>'", 'jobs')).toBe("jobs=4\nMAKE='make -j$jobs'");
  expect(rename('f() { :; }\n<|>f', 'g')).toBe('g() { :; }\ng');
});

test("variables of dkms or the environment can't be renamed, nor can a variable get a name already in use", () => {
  expect(rename('PACKAGE<|>_NAME=x', 'y')).toMatch(/directive/);
  expect(rename('x=$kernel<|>ver', 'y')).toMatch(/comes from dkms/);
  expect(rename('x=$HO<|>ME', 'y')).toMatch(/comes from the environment/);
  expect(rename('a<|>=1\nb=2', 'b')).toMatch(/already uses b/);
  expect(rename('a<|>=1', 'MAKE')).toMatch(/meaning for dkms/);
  expect(rename('a<|>=1', 'x y')).toMatch(/not a valid name in bash/);
  expect(rename('# <|>', 'x')).toMatch(/no variable/);
  const { text, offset } = takeCursor('ab<|>c=1');
  expect(findRenameTarget(openConf(parser, text), offset)).toEqual({
    name: 'abc',
    span: { start: 0, end: 3 },
  });
});
