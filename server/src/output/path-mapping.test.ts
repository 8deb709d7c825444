import { expect, test } from 'vitest';
import { mapPrefix } from './path-mapping.ts';

test.each([
  ['/cache/m/a.c', '/home/me/m/a.c'],
  ['/cache/m', '/home/me/m'],
  ['/cache/mm/a.c', '/cache/mm/a.c'],
  ['/real/cache/m/sub/a.c', '/home/me/m/sub/a.c'],
  ['/usr/include/x.h', '/usr/include/x.h'],
])('%s', (path, source) => {
  expect(mapPrefix(['/cache/m/', '/real/cache/m'], '/home/me/m/').toSource(path)).toBe(source);
});

test('with nested folders, the inner one counts', () => {
  expect(mapPrefix(['/a', '/a/b'], '/s').toSource('/a/b/c')).toBe('/s/c');
});
