import { expect, test } from 'vitest';
import { sharedParser } from '../../../../test/support/good-conf.ts';
import { markSpans } from '../../../../test/support/mark-spans.ts';
import { openConf } from '../conf.ts';
import { findPackageAnchor } from './package-anchor.ts';

const parser = await sharedParser;

test("is the first assignment of the package's name", () => {
  const text = '# x\nA=1\nPACKAGE_NAME=a\nPACKAGE_NAME=b';
  const span = findPackageAnchor(openConf(parser, text));
  expect(markSpans(text, span ? [span] : [])).toBe('# x\nA=1\n⟦PACKAGE_NAME⟧=a\nPACKAGE_NAME=b');
  expect(findPackageAnchor(openConf(parser, 'A=1'))).toBeUndefined();
});
