import { expect, test } from 'vitest';
import { takeCursor } from '../../../../test/support/cursor.ts';
import { sharedParser } from '../../../../test/support/good-conf.ts';
import { markSpans } from '../../../../test/support/mark-spans.ts';
import { openConf } from '../conf.ts';
import { findLinkedIndices } from './linked-editing.ts';

const parser = await sharedParser;

function linked(marked: string): string | undefined {
  const { text, offset } = takeCursor(marked);
  const found = findLinkedIndices(openConf(parser, text), offset);
  return found && markSpans(text, found);
}

test('an index is linked with the others of its slot', () => {
  expect(linked('BUILT_MODULE_NAME[1<|>]=a\nDEST_MODULE_LOCATION[1]=/x\nSTRIP[0]=no\nPATCH[1]=p')).toBe(
    'BUILT_MODULE_NAME[⟦1⟧]=a\nDEST_MODULE_LOCATION[⟦1⟧]=/x\nSTRIP[0]=no\nPATCH[1]=p',
  );
  expect(linked('PATCH[<|>0]=a\nPATCH_MATCH[0]=b\nMAKE[0]=c')).toBe(
    'PATCH[⟦0⟧]=a\nPATCH_MATCH[⟦0⟧]=b\nMAKE[0]=c',
  );
});

test('a single or computed index is not linked', () => {
  expect(linked('PATCH[0<|>]=a\nMAKE[0]=b')).toBeUndefined();
  expect(linked('PATCH[i<|>]=a\nPATCH_MATCH[i]=b')).toBeUndefined();
  expect(linked('PATCH<|>[0]=a\nPATCH_MATCH[0]=b')).toBeUndefined();
});
