import { expect, test } from 'vitest';
import { sharedParser } from '../../../../test/support/good-conf.ts';
import { readText } from '../../../../test/support/read-text.ts';
import { type DocumentSymbol, findDocumentSymbols } from './document-symbols.ts';

const parser = await sharedParser;

function outline(text: string): string[] {
  const { conf, reading } = readText(parser, text);
  const show = (symbol: DocumentSymbol, depth: number): string[] => {
    expect(symbol.nameSpan.start).toBeGreaterThanOrEqual(symbol.span.start);
    expect(symbol.nameSpan.end).toBeLessThanOrEqual(symbol.span.end);
    const line = `${'  '.repeat(depth)}${symbol.kind} ${symbol.name} ${symbol.detail}`.trimEnd();
    return [
      symbol.deprecated ? `${line} (deprecated)` : line,
      ...symbol.children.flatMap((each) => show(each, depth + 1)),
    ];
  };
  return findDocumentSymbols(conf, reading).flatMap((symbol) => show(symbol, 0));
}

test('modules are parents of the directives of their slot', () => {
  expect(
    outline(
      'PACKAGE_NAME=hello\nBUILT_MODULE_NAME[0]="$PACKAGE_NAME"\nBUILT_MODULE_NAME[1]=b\nDEST_MODULE_LOCATION[0]=/x\nDEST_MODULE_LOCATION[1]=/x\n',
    ),
  ).toEqual([
    'directive PACKAGE_NAME hello',
    'module hello module 0',
    '  directive BUILT_MODULE_NAME[0] "$PACKAGE_NAME"',
    '  directive DEST_MODULE_LOCATION[0] /x',
    'module b module 1',
    '  directive BUILT_MODULE_NAME[1] b',
    '  directive DEST_MODULE_LOCATION[1] /x',
  ]);
});

test('variables, functions, computed slots and old directives are labelled as such', () => {
  expect(outline('v=1\nf() { g=2; }\nPATCH[0]=a\nBUILT_MODULE_NAME[$i]=x\nREMAKE_INITRD=no')).toEqual([
    'variable v 1',
    'function f',
    'variable g 2',
    'directive PATCH[0] a',
    'directive BUILT_MODULE_NAME[$i] x',
    'directive REMAKE_INITRD no (deprecated)',
  ]);
});

test('a long value is shortened to one line', () => {
  const [line] = outline(`MAKE="make \\\n  ${'x'.repeat(300)}"`);
  expect(line).toMatch(/^directive MAKE "make x+…$/);
  expect(line?.length).toBeLessThan(110);
});
