import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { changes } from './changes.ts';

describe('changes', () => {
  it('are one file each, named after the change', () => {
    const files = readdirSync(import.meta.dirname)
      .filter((file) => !/^(?:changes|registry)\./.test(file))
      .map((file) => file.replace(/\.ts$/, ''));
    expect(changes.map((change) => change.id)).toEqual(files.sort());
  });

  it.each(changes)('$id says what to write for kernels with the new form', (change) => {
    expect(change.explains.length).toBeGreaterThan(0);
    expect(change.new).not.toBe(change.old);
    expect(change.summary).toMatch(/\.$/);
    expect(change.advice).toMatch(/\.$/);
  });
});
