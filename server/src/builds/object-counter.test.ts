import { expect, test } from 'vitest';
import { ObjectCounter } from './object-counter.ts';

test('units are counted in both path styles, also when the output is split', () => {
  const seen: string[] = [];
  const progress = new ObjectCounter('/stage/build', (objects, file) => seen.push(`${objects} ${file}`));
  const output = [
    'make -C /lib/modules/6.1/build M=/stage/build',
    '  CC [M]  /stage/build/src/a.o',
    '  AS [M]  b.o',
    '  LD [M]  /stage/build/m.o',
    '  CC [M]  /stage/build/m.mod.o',
    '  CC [M]  /stage/build/.module-common.o',
    "a.c:1:1: error: '  CC [M]  no'",
    '  CC [M]  c.o',
    '',
  ].join('\n');
  for (let at = 0; at < output.length; at += 10) progress.write(output.slice(at, at + 10));
  expect(seen).toEqual(['1 src/a.o', '2 b.o', '3 c.o']);
  expect(progress.objects).toBe(3);
});
