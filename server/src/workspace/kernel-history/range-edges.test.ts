import { expect, test } from 'vitest';
import { findBuiltEdges } from './range-edges.ts';

/** The edges, and the number of builds that finding them took; a kernel `.` builds, `x` does not. */
async function found(predicted: string, real: string): Promise<string> {
  const builds: number[] = [];
  const edges = await findBuiltEdges(
    [...predicted].map((one) => one === '.'),
    async (at) => {
      expect(builds).not.toContain(at);
      builds.push(at);
      return real[at] === '.';
    },
  );
  return `${edges ? `${edges.first}-${edges.last}` : 'none'} in ${builds.length}`;
}

test('a right prediction takes two builds at each edge', async () => {
  expect(await found('xxx......xxxx', 'xxx......xxxx')).toBe('3-8 in 4');
  expect(await found('........', '........')).toBe('0-7 in 2');
  expect(await found('.....xxx', '.....xxx')).toBe('0-4 in 3');
  expect(await found('x', '.')).toBe('0-0 in 1');
});

test('whatever was predicted, the edges are those of the builds', async () => {
  const count = 9;
  for (let first = 0; first < count; first++)
    for (let last = first; last < count; last++) {
      const real = [...'x'.repeat(count)].map((_, at) => (at >= first && at <= last ? '.' : 'x')).join('');
      for (let mask = 0; mask < 1 << count; mask += 7) {
        const predicted = [...real].map((_, at) => (mask & (1 << at) ? '.' : 'x')).join('');
        expect(await found(predicted, real), `${predicted} for ${real}`).toMatch(
          new RegExp(`^${first}-${last} in`),
        );
      }
    }
  expect(await found('....', 'xxxx')).toBe('none in 4');
});
