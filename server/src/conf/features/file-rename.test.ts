import { expect, test } from 'vitest';
import { sharedParser } from '../../../../test/support/good-conf.ts';
import { readText } from '../../../../test/support/read-text.ts';
import { applyEdits } from '../text.ts';
import { followRename } from './file-rename.ts';

const parser = await sharedParser;

function follow(text: string, from: string, to: string): string {
  const { conf, reading } = readText(parser, text);
  return applyEdits(text, followRename(conf, reading, { from, to }));
}

test('the new name of a patch, a script or a folder is written into the file', () => {
  expect(follow('PATCH[0]="a.patch"\nPATCH[1]=b.patch', 'patches/a.patch', 'patches/new/c.patch')).toBe(
    'PATCH[0]="new/c.patch"\nPATCH[1]=b.patch',
  );
  expect(follow('PRE_BUILD="./a.sh $kernelver"', 'a.sh', 'scripts/b.sh')).toBe(
    'PRE_BUILD="./scripts/b.sh $kernelver"',
  );
  expect(follow('BUILT_MODULE_NAME=a\nBUILT_MODULE_LOCATION="src/a/"', 'src', 'lib')).toBe(
    'BUILT_MODULE_NAME=a\nBUILT_MODULE_LOCATION="lib/a/"',
  );
});

test('values into which the new name cannot be written are left alone', () => {
  expect(follow('PATCH[0]="a.patch"', 'patches/a.patch', 'a.patch')).toBe('PATCH[0]="a.patch"');
  expect(follow('V=a\nPATCH[0]="$V.patch"', 'patches/a.patch', 'patches/b.patch')).toBe(
    'V=a\nPATCH[0]="$V.patch"',
  );
  expect(follow('PATCH[0]="a.patch"', 'patches/a.patch', 'patches/$(x).patch')).toBe('PATCH[0]="a.patch"');
  expect(follow('PATCH[0]="ab.patch"', 'patches/a', 'patches/c')).toBe('PATCH[0]="ab.patch"');
});
