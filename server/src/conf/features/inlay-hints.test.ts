import { expect, test } from 'vitest';
import { sharedParser } from '../../../../test/support/good-conf.ts';
import { readText } from '../../../../test/support/read-text.ts';
import { findInlayHints } from './inlay-hints.ts';

const parser = await sharedParser;
const kernel = { release: '6.1.0-18-amd64', arch: 'x86_64', sourceDir: '/lib/modules/6.1.0-18-amd64/build' };

function hints(text: string, within?: { start: number; end: number }): string[] {
  const { conf, reading } = readText(parser, text, { kernel });
  return findInlayHints(conf, reading, within).map(
    ({ offset, label }) => `line ${conf.lines.positionAt(offset).line + 1}: ${label}`,
  );
}

test('shows the result of a value with variables', () => {
  expect(hints('V=1.2\nPACKAGE_VERSION="${V}-rc"\nMAKE="make KVER=$kernelver"\nPACKAGE_NAME=plain')).toEqual([
    'line 2: = 1.2-rc',
    'line 3: = make KVER=6.1.0-18-amd64',
  ]);
  expect(hints('PACKAGE_NAME=$(cat x)')).toEqual([]);
});

test('shows the values of a loop together', () => {
  expect(hints('for i in 0 1 2 3; do PATCH[$i]="p$i"; done')).toEqual(['line 1: = p0, p1, p2, …']);
});

test('shows the names that dkms uses if a module leaves them out', () => {
  expect(hints('PACKAGE_NAME=hello\nDEST_MODULE_LOCATION[0]=/x')).toEqual([
    'line 2: BUILT_MODULE_NAME[0] is hello',
  ]);
  expect(hints('BUILT_MODULE_NAME[0]=hello\nDEST_MODULE_LOCATION[0]=/x')).toEqual([]);
  expect(hints('BUILT_MODULE_NAME[0]=a\nDEST_MODULE_NAME[0]=b\nDEST_MODULE_LOCATION[0]=/x')).toEqual([]);
});

test('can be requested for a part of the file, and are short', () => {
  const long = `V=${'x'.repeat(100)}\nMAKE="$V"\nPATCH="$V"`;
  const [hint, ...more] = hints(long, { start: 103, end: 112 });
  expect(hint?.length).toBeLessThan(80);
  expect(more).toEqual([]);
});

test('text from the file is escaped in Markdown', () => {
  const { conf, reading } = readText(parser, 'V=\'<b>](x)\'\nMAKE="$V"');
  expect(findInlayHints(conf, reading)[0]?.tooltip).toBe('What dkms ends up with: `<b>](x)`');
});
