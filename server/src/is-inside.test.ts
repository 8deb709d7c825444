import { expect, test } from 'vitest';
import { isInside } from './is-inside.ts';

test.each([
  ['/usr/src/foo', '/usr/src/foo', true],
  ['/usr/src/foo/bar.c', '/usr/src/foo', true],
  ['/usr/src/foo/bar.c', '/usr/src/foo/', true],
  ['/usr/src/foo', '/usr/src/foo/', true],
  ['/usr/src/foo-common', '/usr/src/foo', false],
  ['/usr/src/foo-common/bar.c', '/usr/src/foo/', false],
  ['/usr/src', '/usr/src/foo', false],
  ['/', '/', true],
  ['/usr', '/', true],
])('%s in %s: %s', (path, folder, inside) => expect(isInside(path, folder)).toBe(inside));
