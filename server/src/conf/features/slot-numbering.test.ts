import { expect, test } from 'vitest';
import { takeCursor } from '../../../../test/support/cursor.ts';
import { sharedParser } from '../../../../test/support/good-conf.ts';
import { openConf } from '../conf.ts';
import { applyEdits } from '../text.ts';
import { numberSlots } from './slot-numbering.ts';

const parser = await sharedParser;

function number(marked: string): string | undefined {
  const { text, offset } = takeCursor(marked);
  const edits = numberSlots(openConf(parser, text), offset);
  return edits && applyEdits(text, edits);
}

test('closes gaps in all arrays that belong together', () => {
  expect(number('PATCH[1<|>]=a\nPATCH_MATCH[1]=x\nPATCH[5]=b\nMAKE[3]=m')).toBe(
    'PATCH[0]=a\nPATCH_MATCH[0]=x\nPATCH[1]=b\nMAKE[3]=m',
  );
  expect(
    number('BUILT_MODULE_NAME=a\nBUILT_MODULE_NAME[2]=b<|>\nDEST_MODULE_LOCATION[2]=/x\nSTRIP[0]=no'),
  ).toBe('BUILT_MODULE_NAME=a\nBUILT_MODULE_NAME[1]=b\nDEST_MODULE_LOCATION[1]=/x\nSTRIP[0]=no');
});

test('offers nothing without a gap, or if an index is computed', () => {
  expect(number('PATCH[0]=a<|>\nPATCH[1]=b')).toBeUndefined();
  expect(number('PATCH[i]=a<|>\nPATCH[3]=b')).toBeUndefined();
  expect(number('PATCH+=(a)<|>\nPATCH[3]=b')).toBeUndefined();
  expect(number('PATCH=(a)\nPATCH[3]=b<|>')).toBeUndefined();
  expect(number('PACKAGE_NAME=a<|>\nPATCH[3]=b')).toBeUndefined();
});
