import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { changes } from '../changes/changes.ts';
import { environmentCauses } from './environment-causes.ts';

describe('causes in the environment', () => {
  it('are one file each, named after the cause', () => {
    const files = readdirSync(import.meta.dirname)
      .filter((file) => !/^(?:environment-cause|explain-environment|registry)|\.test\.ts$/.test(file))
      .map((file) => file.replace(/\.ts$/, ''));
    expect(environmentCauses.map(({ id }) => id).sort()).toEqual(files.sort());
  });

  it('share no page with a change', () => {
    const ids = new Set(changes.map(({ id }) => id));
    expect(environmentCauses.filter(({ id }) => ids.has(id))).toEqual([]);
  });

  it('come before those that they name, which exist', () => {
    const ids = environmentCauses.map(({ id }) => id);
    for (const [at, { before = [] }] of environmentCauses.entries())
      for (const id of before) expect(ids.indexOf(id)).toBeGreaterThan(at);
  });

  it.each(environmentCauses)('$id says what to do', ({ title, summary, advice }) => {
    expect(title).not.toMatch(/\.$/);
    expect(summary).toMatch(/\.$/);
    expect(advice).toMatch(/\.$/);
  });
});
