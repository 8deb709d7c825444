import { expect, test } from 'vitest';
import { treeMark } from './tree-mark.ts';

test('what is saved of a tree is found again whatever it is called, and never for another tree', () => {
  const release = '6.6.30';
  const kasan = treeMark({ release, buildDir: '/home/user/build-kasan' });
  expect(treeMark({ release, buildDir: '/lib/modules/6.6.30/build' })).toBe('6.6.30');
  expect(kasan).toMatch(/^6\.6\.30-[0-9a-f]{8}$/);
  expect(treeMark({ release, buildDir: '/home/user/build-plain' })).not.toBe(kasan);
});
