import { describe, expect, test } from 'vitest';
import type { CacheEntry } from './cache-entries.ts';
import { findRemovals } from './cache-limits.ts';

const day = 24 * 3600 * 1000;
const now = 1000 * day;
const there = {
  now,
  isKernel: (mark: string) => mark === '6.1-0a1b2c3d',
  isConf: (path: string) => path === '/here/dkms.conf',
};

function entry(path: string, ageDays: number, more: Partial<CacheEntry> = {}): CacheEntry {
  return {
    ...{ kind: 'staged-build', path, beside: [], bytes: 10, usedAt: now - ageDays * day },
    ...{ kernel: '6.1', kernelMark: '6.1-0a1b2c3d', conf: '/here/dkms.conf', ...more },
  };
}

function removed(entries: readonly CacheEntry[], mostBytes = 0, oldestDays = 60): readonly string[] {
  const limits = { mostBytes, oldestMs: oldestDays * day };
  return findRemovals(entries, limits, there).map(({ entry: { path }, reason }) => `${path} ${reason}`);
}

describe('what is removed from the cache', () => {
  test('is never a kernel that was fetched: the user removes it', () => {
    const kernel = entry('/k', 400, { kind: 'fetched-kernel', kernel: 'gone', bytes: 1000 });
    expect(removed([kernel, entry('/old', 400)], 5)).toEqual(['/old unused']);
  });

  test('is what was unused for as long as the setting says', () => {
    expect(removed([entry('a', 61), entry('b', 59)])).toEqual(['a unused']);
    expect(removed([entry('a', 61)], 0, 0)).toEqual([]);
  });

  test('is what belongs to a module or a kernel that is gone, after a week', () => {
    const gone = { conf: '/gone/dkms.conf' };
    expect(removed([entry('a', 8, gone), entry('b', 6, gone)])).toEqual(['a module-gone']);
    expect(removed([entry('a', 8, { kernelMark: '5.4-0' }), entry('b', 6, { kernelMark: '5.4-0' })])).toEqual(
      ['a kernel-gone'],
    );
  });

  test('is the least recently used until the rest fits, but nothing of the last day', () => {
    const entries = [entry('new', 0.5), entry('older', 3), entry('oldest', 5), entry('old', 2)];
    expect(removed(entries, 25)).toEqual(['oldest no-room', 'older no-room']);
    expect(removed(entries, 40)).toEqual([]);
    expect(removed(entries, 1)).toEqual(['oldest no-room', 'older no-room', 'old no-room']);
  });

  test('is what a killed program left behind, after a day', () => {
    expect(removed([entry('a', 2, { kind: 'leftover' }), entry('b', 0.5, { kind: 'leftover' })])).toEqual([
      'a leftover',
    ]);
  });
});
